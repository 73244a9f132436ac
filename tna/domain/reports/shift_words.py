"""What a shift says in plain sentences: who was more confident, who less, and how far that can be relied on."""

from collections import Counter
from collections.abc import Sequence

from tna import language
from tna.domain.evaluations.readings import CONCLUSIVE_FROM, SHOWN_FROM, TESTED_FROM, Reading
from tna.domain.reports.shift_figures import ShiftFigures
from tna.domain.reports.words import inside, listed, number
from tna.language import gettext, mark, ngettext

CAPTION = mark("Self-reported confidence, not competence. No comparison group.")
"""Stands at every shift."""

NOT_FAILURE = mark("A fall is not automatically failure: people who learn more may judge themselves more strictly.")

REACHED = {
    "fewer than half": mark("fewer than half of the forms needed are in"),
    "more than half": mark("more than half of the forms needed are in"),
    "nearly there": mark("nearly all the forms needed are in"),
}
"""How far a course is from its next release, by the word that is kept of it at the start of each month."""

_HEADINGS = {
    "nearly there": mark("Nearly all the forms needed are in"),
    "more than half": mark("More than half of the forms needed are in"),
    "fewer than half": mark("Fewer than half of the forms needed are in"),
}
_NOT_KNOWN = mark("To be said at the start of a month")
PROGRESS_HEADINGS = (*_HEADINGS.values(), _NOT_KNOWN)
"""How far courses without figures may be, the nearest first."""

_READING_WORDS = {
    Reading.RISE: mark("rise"),
    Reading.FALL: mark("fall"),
    Reading.UNCLEAR: mark("no clear change"),
    Reading.INCONCLUSIVE: mark("inconclusive"),
    Reading.TOO_FEW: mark("too few to test"),
}


def readings_explained() -> dict[str, str]:
    """What each reading means, by its name."""
    conclusive, tested, shown = (number(limit) for limit in (CONCLUSIVE_FROM, TESTED_FROM, SHOWN_FROM))
    return {
        gettext("Rise or fall"): gettext("more than chance would give, allowing for how many domains are looked at."),
        gettext("No clear change"): gettext(
            "%(people)s people or more, and what moved could well be chance.", people=conclusive
        ),
        gettext("Inconclusive"): gettext(
            "fewer than %(people)s people, so a real change is easily missed. It does not mean that nothing changed.",
            people=conclusive,
        ),
        gettext("Too few to test"): gettext(
            "fewer than %(people)s people. Below %(shown)s, nothing is shown.", people=tested, shown=shown
        ),
    }


def course_sentence(course: str, domain: str, figures: ShiftFigures) -> str:
    """The sentence a page opens with: "After CSA-03, 41 of 57 people were more confident …; 3 were less."""
    found = gettext("After %(course)s, %(found)s", course=course, found=_people(doing(domain), figures))
    return _together(found, _reliance(figures))


def domain_sentence(domain: str, figures: ShiftFigures) -> str:
    """How many were more and less confident in a domain, and what to make of it; begins in the middle of one."""
    return _together(_people(doing(domain), figures), _reliance(figures))


def warned_once(sentences: Sequence[str]) -> tuple[str, ...]:
    """Sentences that follow each other, of which only the first of a fall says that it is not automatically failure."""
    warning = gettext(NOT_FAILURE)
    first = next((place for place, said in enumerate(sentences) if said.endswith(warning)), 0)
    return (*sentences[: first + 1], *(said.removesuffix(warning).rstrip() for said in sentences[first + 1 :]))


def doing(domain: str) -> str:
    """A domain's title after "confident": "talking with children", but "in best evidence"."""
    first = domain.partition(" ")[0]
    return inside(domain) if first.endswith("ing") else gettext("in %(domain)s", domain=inside(domain))


def readings_words(readings: Sequence[Reading], *, withheld: bool) -> str:
    """What the domains of a course show: "Of three domains, two show a rise and one is inconclusive."

    With `withheld` others are not shown, and the sentence speaks of those with figures.
    """
    return f"{readings_clause(readings, withheld=withheld)}." if readings else ""


def readings_clause(readings: Sequence[Reading], *, withheld: bool) -> str:
    """The same without its stop, for a sentence that goes on; of one reading at least."""
    times = Counter(readings)
    if len(times) == 1:
        return _claim(readings[0], len(readings), _all_domains(len(readings), withheld=withheld))
    claims = listed([_claim(each, times[each], number(times[each])) for each in Reading if times[each]])
    domains = number(len(readings))
    if withheld:
        return gettext("Of %(domains)s domains with figures, %(claims)s", domains=domains, claims=claims)
    return gettext("Of %(domains)s domains, %(claims)s", domains=domains, claims=claims)


def progress_words(reached: str | None, *, has_released: bool) -> str:
    """How far a course is from its next release, never as a number; `reached` is None before its first month."""
    said = REACHED.get(reached or "")
    if has_released:
        return gettext("Towards the next release, %(progress)s.", progress=gettext(said)) if said else ""
    if said is None:
        return gettext("Nothing is released yet. How far it is will be said here at the start of a month.")
    return gettext("Nothing is released yet: %(progress)s.", progress=gettext(said))


def progress_heading(reached: str | None) -> str:
    """The same over a list of courses without figures; one of `PROGRESS_HEADINGS`."""
    return gettext(_HEADINGS.get(reached or "", _NOT_KNOWN))


def level_words(value: float, decimals: int = 1) -> str:
    """A shift with its sign: "+0.8", "−0.3", and "0.0" without one."""
    shown = f"{abs(value):.{decimals}f}"
    if not float(shown):
        return shown
    return ("+" if value > 0 else "\N{MINUS SIGN}") + shown


def level_cell(value: float) -> str:
    """The same for a table, which is a file as well: "0.80", "-0.30", plain numbers to every spreadsheet."""
    shown = f"{value:.2f}"
    return shown if float(shown) else f"{0:.2f}"


def level_apart(value: float) -> str:
    """The same in a sentence, with the sign that sums have: "0.80", "−0.30"."""
    return level_cell(value).replace("-", "\N{MINUS SIGN}")


def p_words(p: float | None) -> str:
    """A p as a table prints it; empty where nothing was tested."""
    if p is None:
        return ""
    return "<0.001" if p < 0.001 else f"{p:.3f}"


def reading_words(figures: ShiftFigures) -> str:
    """A reading as it stands in a table or picture."""
    return gettext(_READING_WORDS[figures.reading])


def _all_domains(domains: int, *, withheld: bool) -> str:
    """All domains of a course, or with `withheld` all that have figures, at the beginning of a sentence."""
    if domains == 1:
        return gettext("The one domain with figures") if withheld else gettext("The one domain")
    if domains == 2:
        return gettext("Both domains with figures") if withheld else gettext("Both domains")
    if withheld:
        return gettext("All %(domains)s domains with figures", domains=number(domains))
    return gettext("All %(domains)s domains", domains=number(domains))


def _claim(reading: Reading, domains: int, which: str) -> str:
    """What so many domains show; `which` names or counts them."""
    match reading:
        case Reading.RISE:
            return ngettext("%(which)s shows a rise", "%(which)s show a rise", domains, which=which)
        case Reading.FALL:
            return ngettext("%(which)s shows a fall", "%(which)s show a fall", domains, which=which)
        case Reading.UNCLEAR:
            return ngettext("%(which)s shows no clear change", "%(which)s show no clear change", domains, which=which)
        case Reading.INCONCLUSIVE:
            return ngettext("%(which)s is inconclusive", "%(which)s are inconclusive", domains, which=which)
        case Reading.TOO_FEW:
            return ngettext(
                "%(which)s has too few people to test", "%(which)s have too few people to test", domains, which=which
            )


def _people(what: str, figures: ShiftFigures) -> str:
    # Figures are shown from ten people on, so it is never "of 1 person".
    people = language.number(figures.n)
    if figures.up == figures.down == 0:
        return gettext(
            "none of %(people)s people rated their confidence %(what)s any differently.", people=people, what=what
        )
    if figures.up == figures.down:
        return gettext(
            "as many people were more confident %(what)s as were less: %(each)s each way, of %(people)s people.",
            what=what,
            each=language.number(figures.up),
            people=people,
        )
    if figures.up > figures.down:
        return f"{_were_more(figures.up, people, what)}; {_others_less(figures.down)}."
    return f"{_were_less(figures.down, people, what)}; {_others_more(figures.up)}."


def _were_more(n: int, people: str, what: str) -> str:
    return ngettext(
        "%(n)s of %(people)s people was more confident %(what)s",
        "%(n)s of %(people)s people were more confident %(what)s",
        n,
        people=people,
        what=what,
    )


def _were_less(n: int, people: str, what: str) -> str:
    return ngettext(
        "%(n)s of %(people)s people was less confident %(what)s",
        "%(n)s of %(people)s people were less confident %(what)s",
        n,
        people=people,
        what=what,
    )


def _others_less(n: int) -> str:
    return ngettext("%(n)s was less", "%(n)s were less", n) if n else gettext("nobody was less")


def _others_more(n: int) -> str:
    return ngettext("%(n)s was more", "%(n)s were more", n) if n else gettext("nobody was more")


def _reliance(figures: ShiftFigures) -> str:
    match figures.reading:
        case Reading.RISE:
            return "" if figures.up > figures.down else gettext("By how far each of them moved, that is a rise.")
        case Reading.FALL:
            is_plain = figures.down > figures.up
            weighed = "" if is_plain else gettext("By how far each of them moved, that is a fall.")
            return _together(weighed, gettext(NOT_FAILURE))
        case Reading.UNCLEAR:
            return gettext("That is no clear change: it could well be chance.")
        case Reading.INCONCLUSIVE:
            return gettext(
                "That is inconclusive: with fewer than %(people)s people, a real change is easily missed.",
                people=number(CONCLUSIVE_FROM),
            )
        case Reading.TOO_FEW:
            return gettext(
                "Fewer than %(people)s people are too few to tell this from chance.", people=number(TESTED_FROM)
            )


def _together(*sentences: str) -> str:
    """Those of the sentences that say anything, one after the other."""
    return " ".join(filter(None, sentences))
