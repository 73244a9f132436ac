"""What a shift says in plain sentences: who was more confident, who less, and how far that can be relied on."""

from collections import Counter
from collections.abc import Sequence

from tna.domain.evaluations.readings import CONCLUSIVE_FROM, SHOWN_FROM, TESTED_FROM, Reading
from tna.domain.reports.shift_figures import ShiftFigures
from tna.domain.reports.words import begun, counted, inside, listed, number

CAPTION = "Self-reported confidence, not competence. No comparison group."
"""Stands at every shift."""

NOT_FAILURE = "A fall is not automatically failure: people who learn more may judge themselves more strictly."

REACHED = {
    "fewer than half": "fewer than half of the forms needed are in",
    "more than half": "more than half of the forms needed are in",
    "nearly there": "nearly all the forms needed are in",
}
"""How far a course is from its next release, by the word that is kept of it at the start of each month."""

_NOT_KNOWN = "To be said at the start of a month"
PROGRESS_HEADINGS = (*(begun(words) for words in reversed(REACHED.values())), _NOT_KNOWN)
"""How far courses without figures may be, the nearest first."""

READINGS = {
    "Rise or fall": "more than chance would give, allowing for how many domains are looked at.",
    "No clear change": f"{number(CONCLUSIVE_FROM)} people or more, and what moved could well be chance.",
    "Inconclusive": f"fewer than {number(CONCLUSIVE_FROM)} people, so a real change is easily missed. It does not mean "
    "that nothing changed.",
    "Too few to test": f"fewer than {number(TESTED_FROM)} people. Below {number(SHOWN_FROM)}, nothing is shown.",
}
"""What each reading means, by its name."""

_CLAIMS = {
    Reading.RISE: ("shows a rise", "show a rise"),
    Reading.FALL: ("shows a fall", "show a fall"),
    Reading.UNCLEAR: ("shows no clear change", "show no clear change"),
    Reading.INCONCLUSIVE: ("is inconclusive", "are inconclusive"),
    Reading.TOO_FEW: ("has too few people to test", "have too few people to test"),
}


def course_sentence(course: str, domain: str, figures: ShiftFigures) -> str:
    """The sentence a page opens with: "After CSA-03, 41 of 57 people were more confident …; 3 were less."""
    return f"After {course}, {domain_sentence(domain, figures)}"


def domain_sentence(domain: str, figures: ShiftFigures) -> str:
    """How many were more and less confident in a domain, and what to make of it; begins in the middle of one."""
    return " ".join(part for part in (_people(doing(domain), figures), _reliance(figures)) if part)


def warned_once(sentences: Sequence[str]) -> tuple[str, ...]:
    """Sentences that follow each other, of which only the first of a fall says that it is not automatically failure."""
    first = next((place for place, said in enumerate(sentences) if said.endswith(NOT_FAILURE)), 0)
    return (*sentences[: first + 1], *(said.removesuffix(NOT_FAILURE).rstrip() for said in sentences[first + 1 :]))


def doing(domain: str) -> str:
    """A domain's title after "confident": "talking with children", but "in best evidence"."""
    first = domain.partition(" ")[0]
    return inside(domain) if first.endswith("ing") else f"in {inside(domain)}"


def readings_words(readings: Sequence[Reading], *, withheld: bool) -> str:
    """What the domains of a course show: "Of three domains, two show a rise and one is inconclusive."

    With `withheld` others are not shown, and the sentence speaks of those with figures.
    """
    if not readings:
        return ""
    which = " with figures" if withheld else ""
    times = Counter(readings)
    claims = [f"{number(times[each])} {words[times[each] > 1]}" for each, words in _CLAIMS.items() if times[each]]
    if len(readings) == 1:
        return f"The one domain{which} {_CLAIMS[readings[0]][0]}."
    if len(times) == 1:
        together = "Both" if len(readings) == 2 else f"All {number(len(readings))}"
        return f"{together} domains{which} {_CLAIMS[readings[0]][1]}."
    return f"Of {number(len(readings))} domains{which}, {listed(claims)}."


def progress_words(reached: str | None, *, has_released: bool) -> str:
    """How far a course is from its next release, never as a number; `reached` is None before its first month."""
    said = REACHED.get(reached or "")
    if has_released:
        return f"Towards the next release, {said}." if said else ""
    if said is None:
        return "Nothing is released yet. How far it is will be said here at the start of a month."
    return f"Nothing is released yet: {said}."


def progress_heading(reached: str | None) -> str:
    """The same over a list of courses without figures; one of `PROGRESS_HEADINGS`."""
    return begun(REACHED[reached]) if reached in REACHED else _NOT_KNOWN


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


def p_words(p: float | None) -> str:
    """A p as a table prints it; empty where nothing was tested."""
    if p is None:
        return ""
    return "<0.001" if p < 0.001 else f"{p:.3f}"


def reading_words(figures: ShiftFigures) -> str:
    """A reading as it stands in a table or picture."""
    return str(figures.reading)


def _people(what: str, figures: ShiftFigures) -> str:
    of_all = f"of {counted(figures.n, 'person', 'people')}"
    if figures.up == figures.down == 0:
        return f"none {of_all} rated their confidence {what} any differently."
    if figures.up == figures.down:
        return f"as many people were more confident {what} as were less: {figures.up:,} each way, {of_all}."
    if figures.up > figures.down:
        return f"{figures.up:,} {of_all} {_were(figures.up)} more confident {what}; {_others(figures.down)} less."
    return f"{figures.down:,} {of_all} {_were(figures.down)} less confident {what}; {_others(figures.up)} more."


def _were(people: int) -> str:
    return "was" if people == 1 else "were"


def _others(people: int) -> str:
    return f"{people:,} {_were(people)}" if people else "nobody was"


def _reliance(figures: ShiftFigures) -> str:
    match figures.reading:
        case Reading.RISE:
            return "" if figures.up > figures.down else "By how far each of them moved, that is a rise."
        case Reading.FALL:
            weighed = "" if figures.down > figures.up else "By how far each of them moved, that is a fall. "
            return f"{weighed}{NOT_FAILURE}"
        case Reading.UNCLEAR:
            return "That is no clear change: it could well be chance."
        case Reading.INCONCLUSIVE:
            few = number(CONCLUSIVE_FROM)
            return f"That is inconclusive: with fewer than {few} people, a real change is easily missed."
        case Reading.TOO_FEW:
            return begun(f"fewer than {number(TESTED_FROM)} people are too few to tell this from chance.")
