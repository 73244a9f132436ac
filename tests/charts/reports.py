"""Reports to draw: ordinary ones, empty ones, and ones full of text that nobody should have typed."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle, islice

from tests.domain import shifts
from tests.domain.published import SCALE, K, domain, figures, statement_figures, with_model
from tna.domain.coverage import CoverageRow, coverage_of
from tna.domain.evaluations.blocks import BlockCounts
from tna.domain.groups import Cell
from tna.domain.like_with_like import LikeWithLike
from tna.domain.needs import QuestionFigures
from tna.domain.participation import curve_of, forecast
from tna.domain.reports import (
    CoverageBars,
    EarlierRound,
    Heatmap,
    LikertBars,
    agency_coverage_bars,
    agency_heatmap,
    likert_bars,
    role_group_heatmap,
)
from tna.domain.reports.abe_cover import AbeCover, InterviewerCount, abe_cover
from tna.domain.reports.comparison import Change
from tna.domain.reports.coverage_trend import CoverageTrend, coverage_trend
from tna.domain.reports.forests import Forest, domain_forest
from tna.domain.reports.joined_agencies import AgencyCount
from tna.domain.reports.periods import last_year
from tna.domain.reports.question_bars import QuestionBars, question_bars
from tna.domain.reports.reach import ReachBars, reach_bars
from tna.domain.reports.round_dumbbell import RoundDumbbell, RoundPair
from tna.domain.reports.shift import ChangeBars, Dumbbell, change_bars
from tna.domain.reports.shift import dumbbell as make_dumbbell
from tna.domain.reports.shift_courses import courses_report
from tna.domain.reports.shift_figures import ShiftRow, shift_rows
from tna.domain.reports.shift_looking_back import LookingBackSeries, looking_back_series
from tna.domain.reports.statement_heatmap import statement_heatmap
from tna.domain.surveys import Choice, Question

NASTY = (
    "$x^2$ and $\\frac{1}{2}$",
    "{{7*7}} {0.__class__} %s %(name)s",
    "<script>alert(1)</script> & \"quotes\" 'too' ]]>",
    "👩‍⚕️ Nurses 🚓 police",
    "שירותי הרווחה של העיר",
    "خدمات الأطفال والأسرة ١٢",
    "nul\x00 and bell\x07 and a line\nbreak\tand \u2028 more",
    "half a pair \ud83d and a \ufffe non-character",
    "rtl \u202e override",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 3,
    "The partnership of every school, nursery, college and childminder in the whole of the north and the west " * 9,
    "",
)


def nasty_titles(n: int) -> list[str]:
    return list(islice(cycle(NASTY), n))


def heatmap(rows: int = 3, columns: int = 3, *, titles: list[str] | None = None, compared: bool = False) -> Heatmap:
    """Shares spread over the whole ramp; the second row is withheld, the last domain not asked of the third."""
    domains = [domain(number, f"Domain {number}") for number in range(1, columns + 1)]
    names = titles or [f"Role group {row}" for row in range(rows)]
    made = {}
    for row in range(rows):
        asked = domains[:-1] if row == 2 else domains
        shares = {one.id: (row * 0.13 + place * 0.29) % 1.0 for place, one in enumerate(asked)}
        made[f"r{row}"] = figures({} if row == 1 else shares, asked=asked, n=(39, 41))
    before = None
    if compared:
        then = {row: figures({one.id: 0.5 for one in domains}, asked=domains, n=400) for row in made}
        both = LikeWithLike(then["r0"], made["r0"], {}, (), (), by_heads=True) if rows else None
        before = EarlierRound("spring 2025", then, everyone=both)
    return role_group_heatmap(
        made,
        titles={f"r{row}": title for row, title in enumerate(names)},
        domains=domains,
        k=K,
        everyone=made.get("r0"),
        earlier=before,
    )


def partly_withheld() -> Heatmap:
    """An agency with one figure and one withheld beside it."""
    domains = [domain(1), domain(2)]
    rows = {"a": figures({"D1": 0.4}, asked=domains, answers=58), "b": figures({"D1": 0.3, "D2": 0.2}, asked=domains)}
    return agency_heatmap(rows, titles={"a": "North", "b": "South"}, domains=domains, k=K)


def likert(
    rows: int = 4, *, texts: list[str] | None = None, withheld: int = 1, levels: tuple[int, ...] | None = None
) -> LikertBars:
    one = domain(1, statements=max(rows, 1))
    statements = one.statements[:rows]
    released = {
        statement.id: statement_figures(
            statement.id, levels or (place, 30 - place, 12, 8 + place, 3), gap=1 + place / 40, below=0.3 + place / 60
        )
        for place, statement in enumerate(statements[: rows - withheld])
    }
    words = texts or [f"do the {row}th thing that the survey asks about" for row in range(rows)]
    return likert_bars(
        figures({}, asked=[one], statements=released),
        statements=statements,
        scale=SCALE,
        k=K,
        stem="In my role I am confident that I can…",
        texts={statement.id: text for statement, text in zip(statements, words, strict=True)},
    )


def coverage(rows: int = 5, *, titles: list[str] | None = None, target: float = 0.5) -> CoverageBars:
    """One agency in which all answered, one in which hardly anybody did, and some between."""
    cells = [Cell(f"a{row:02}", "health", "A", 5 + 3 * row, 100 + row) for row in range(rows)]
    if rows > 2:
        cells[0] = Cell("a00", "health", "A", 50, 50)
        cells[1] = Cell("a01", "health", "A", 1, 9)
        cells[2] = Cell("a02", "health", "A", 10, None)
    names = titles or [f"Agency {row}" for row in range(rows)]
    by_id = {f"a{row:02}": title for row, title in enumerate(names)}
    return agency_coverage_bars(coverage_of(cells), titles=by_id, target=target)


def trend(days: int = 12, *, ahead: int = 18, heads: int = 4200, target: float = 0.5) -> CoverageTrend:
    """A round that has run for some days, with weekends on which hardly anybody answers."""
    first = date(2026, 11, 2)
    now = first + timedelta(days=days)
    daily = {first + timedelta(days=n): 9 if n % 7 > 4 else 130 - 3 * n for n in range(days)} | {first: 400}
    answered = sum(daily.values())
    curve = curve_of(daily, first=first, now=now, answered=answered)
    assert curve is not None
    total = CoverageRow(("a",), ("D",), heads, answered, answered / heads, "", answered)
    last = now + timedelta(days=ahead)
    expected = forecast(curve, answered=answered, heads=heads, last=last)
    return coverage_trend(curve, total, expected, closes_on=last, target=target)


def reach(rows: int = 5, *, titles: list[str] | None = None) -> ReachBars:
    """Agencies from one that has reached nobody to one with more people than heads, and a note on each thing."""
    counts = [
        AgencyCount(f"a{row:02}", 100 + row, (60 + row * 20, 9 * row + 1, 8 * row, 7 * row)) for row in range(rows)
    ]
    names = titles or [f"Agency {row}" for row in range(rows)]
    by_id = {f"a{row:02}": title for row, title in enumerate(names)}
    return reach_bars(counts, course=None, period=last_year(date(2026, 11, 25)), titles=by_id, others=3)


def cover(rows: int = 3, *, titles: list[str] | None = None) -> AbeCover:
    """Two sectors, more people of every state with each row; agencies stand in turn in either."""
    counts = [
        InterviewerCount(f"a{row:02}", ("police", "social-care")[row % 2], 40 + 30 * row, 9 + row, row, 2 * row)
        for row in range(rows)
    ]
    names = titles or [f"Agency {row}" for row in range(rows)]
    by_id = {f"a{row:02}": title for row, title in enumerate(names)}
    sectors = {"police": "Police", "social-care": "Children's social care"}
    return abe_cover(counts, sectors=sectors, titles=by_id, others=3)


def dumbbell(*, titles: list[str] | None = None, released: bool = True) -> Dumbbell:
    """A domain that rose, one that fell, one that hardly moved, and one that is kept back."""
    made = make_dumbbell(shifts.course(), _renamed(_rows(released=released), titles), shifts.survey())
    return made if titles is None else replace(made, stem=titles[0], ends=(titles[2], titles[8]))


def changes(*, titles: list[str] | None = None, released: bool = True) -> ChangeBars:
    return change_bars(shifts.course(), _renamed(_rows(released=released), titles))


def looking_back(*, titles: list[str] | None = None, rows: int = 2) -> LookingBackSeries:
    """One statement on which people had rated themselves higher, one on which they had not."""
    told = dict(list({"s01": (20, 20, 10, 0, 0), "s02": (0, 20, 20, 5, 1)}.items())[:rows])
    made = looking_back_series("CSA-03", _renamed(_rows(), titles), _counts(told), shifts.survey())
    return made if titles is None else replace(made, stem=titles[0], ends=(titles[2], titles[8]))


def courses(n: int = 6, *, titles: list[str] | None = None, people: shifts.People | None = None) -> ChangeBars:
    """Courses of every reading, one after the other, or all of them with the same people."""
    each_of = cycle(
        [people] if people else (shifts.RISE, shifts.FALL, shifts.UNCLEAR, shifts.TOO_FEW, shifts.NOBODY_MOVED)
    )
    names = titles or [f"Course {place}" for place in range(n)]
    taught = [shifts.course(f"CSA-{place:02}", title=title) for place, title in enumerate(names)]
    found = [
        (one, shift_rows(one, shifts.counts({"D2": each}), shifts.survey()))
        for one, each in zip(taught, each_of, strict=False)
    ]
    return courses_report(found).bars


def _counts(told: dict[str, tuple[int, ...]]) -> BlockCounts:
    people = {"D1": shifts.RISE, "D2": shifts.FALL, "D3": shifts.ALL_AT_THE_TOP, "D4": [(1, 5)] * 60 + [(5, 1)] * 20}
    return shifts.counts(people, looking_back=told)


def _rows(*, released: bool = True) -> tuple[ShiftRow, ...]:
    form = shifts.course(domains=("D1", "D2", "D3", "D4", "D5"))
    return shift_rows(form, _counts({}) if released else BlockCounts(0, (), {}), shifts.survey())


def _renamed(rows: tuple[ShiftRow, ...], titles: list[str] | None) -> tuple[ShiftRow, ...]:
    if titles is None:
        return rows
    return tuple(
        replace(row, domain=title) if row.is_domain else replace(row, statement=title or "–")
        for row, title in zip(rows, cycle(titles), strict=False)
    )


def forest(
    rows: int = 4, *, titles: list[str] | None = None, estimates: bool = True, n: tuple[int, int] = (59, 61)
) -> Forest:
    """Shares from clearly more than half to clearly fewer, the second row withheld."""
    one = domain(1, "Talking with children")
    made = {
        f"r{row}": figures({} if row == 1 else {"D1": max(0.9 - 0.25 * row, 0.0)}, asked=[one], n=n)
        for row in range(rows)
    }
    names = titles or [f"Role group {row}" for row in range(rows)]
    if estimates:
        made = {key: with_model(shown, one.id, 0.5) for key, shown in made.items()}
    return domain_forest(
        made,
        one,
        titles={f"r{row}": title for row, title in enumerate(names)},
        k=K,
        everyone=made.get("r0"),
    )


def statements(rows: int = 3, *, titles: list[str] | None = None) -> Heatmap:
    """Role groups by the statements of one domain; the second withheld, the third not asked all of it."""
    one = domain(1, "Talking with children", statements=4)
    texts = cycle(titles or ["start a gentle conversation about my worry without waiting for a child to tell me"])
    one = replace(one, statements=tuple(replace(each, text=next(texts)) for each in one.statements))
    made = {}
    for row in range(rows):
        released = {} if row == 1 else {s.id: statement_figures(s.id, below=0.2 + 0.05 * row) for s in one.statements}
        asked = replace(one, statements=one.statements[:2]) if row == 2 else one
        made[f"r{row}"] = figures({}, asked=[asked], statements=released)
    names = titles or [f"Role group {row}" for row in range(rows)]
    by_id = {f"r{row}": title for row, title in enumerate(names)}
    return statement_heatmap(made, one, titles=by_id, k=K, everyone=made.get("r0"))


def two_rounds(*, titles: list[str] | None = None, rows: int = 6) -> RoundDumbbell:
    """A fall, a rise, no clear change, changed words, no figure then and none in either."""
    pairs = [
        RoundPair("a", "domain a", 0.7, 0.4, Change.FEWER),
        RoundPair("b", "domain b", 0.2, 0.5, Change.MORE),
        RoundPair("c", "domain c", 0.5, 0.5, Change.UNCLEAR),
        RoundPair("d", "domain d", 1.0, 0.0, Change.NOT_COMPARABLE, "Not comparable: the words changed."),
        RoundPair("e", "domain e", None, 0.4, Change.NOT_COMPARABLE, "Not comparable: not released then."),
        RoundPair("f", "domain f", None, None, Change.NOT_COMPARABLE, "Not comparable: not released in either round."),
    ]
    names = titles or [pair.title for pair in pairs]
    shown = tuple(replace(pair, title=title) for pair, title in zip(cycle(pairs), names, strict=False))
    return RoundDumbbell(
        title="Below the level their role needs: spring and autumn",
        finding="Clearly fewer people are below.",
        earlier="spring",
        later="autumn",
        heading="Domain",
        rows=shown if titles else shown[:rows],
        notes=("Everyone is compared over the role groups with figures in both rounds: designated leads.",),
    )


def questions(rows: int = 4, *, titles: list[str] | None = None, choices: int = 5) -> QuestionBars:
    """What would help, of role groups with ever less for training; the second is withheld."""
    labels = titles or ["Training", "Supervision", "Time", "Guidance", "Tools", "Something of another kind"]
    ids = ["training", *(f"c{place}" for place in range(1, choices))]
    offered = tuple(Choice(id, label) for id, label in zip(ids, labels, strict=False))
    keys = [f"r{row}" for row in range(rows)]
    question = Question("would-help", labels[0] if titles else "What would help?", "", offered, frozenset(keys))
    made = {}
    for row, key in enumerate(keys):
        counts = (max(30 - 10 * row, 0), *range(12, 12 - choices + 1, -1))
        told = {} if row == 1 else {question.id: QuestionFigures(question.id, sum(counts), counts, 3)}
        made[key] = replace(figures({}), questions=told)
    names = titles or [f"Role group {row}" for row in range(rows)]
    by_id = {f"r{row}": title for row, title in enumerate(names)}
    return question_bars(question, made, titles=by_id, k=K, everyone=made.get("r0"))
