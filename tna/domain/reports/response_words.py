"""The sentences of the response panel: who is missing, and how far their answers could move a share."""

from collections.abc import Sequence

from tna import language
from tna.domain.coverage import CoverageRow
from tna.domain.intervals import Interval
from tna.domain.missing_answers import Missing
from tna.domain.reports.coverage import left_out_words, so_far
from tna.domain.reports.words import inside, listed, number, percent, whole_percent
from tna.language import gettext, ngettext

_MOST_NAMED = 4


def rate_words(total: CoverageRow | None) -> str:
    """How many of all answered, in the numbers that coverage shows."""
    if total is None or not total.heads:
        return gettext("How many of the people answered is not known: no headcounts were entered.")
    if total.share is None:
        return ngettext(
            "Of %(n)s person, %(some)s have answered.",
            "Of %(n)s people, %(some)s have answered.",
            total.heads,
            some=total.words,
        )
    return f"{so_far(total, total.share)} {left_out_words(total)}".strip()


def missing_words(parts: Sequence[tuple[str, str]]) -> str:
    """Who is far below the rate of all: titles with what coverage says of them."""
    if not parts:
        return gettext("No agency and no role group whose share is shown is far below the rate of all.")
    named = [gettext("%(who)s (%(answered)s)", who=who, answered=answered) for who, answered in parts[:_MOST_NAMED]]
    others = len(parts) - len(named)
    if others:
        return ngettext(
            "Far below the rate of all: %(named)s, and %(others)s other.",
            "Far below the rate of all: %(named)s, and %(others)s others.",
            others,
            named=", ".join(named),
            others=number(others),
        )
    return gettext("Far below the rate of all: %(named)s.", named=listed(named))


def moves_words(title: str, share: float, moved: float, difference: float) -> str:
    """How the largest share below would move if those missing were below more often."""
    values = {
        "domain": inside(title),
        "points": language.number(whole_percent(difference)),
        "share": percent(share),
        "moved": percent(moved),
    }
    if whole_percent(moved) == whole_percent(share):
        return gettext(
            "If those who did not answer were below the level they need %(points)s points more often than those who "
            "did, the largest share below of a domain, %(domain)s, would still stand at %(share)s.",
            **values,
        )
    return gettext(
        "If those who did not answer were below the level they need %(points)s points more often than those who did, "
        "the largest share below of a domain, %(domain)s, would stand at %(moved)s instead of %(share)s.",
        **values,
    )


def holds_words(title: str, leaves_at: float | None, interval: Interval | None) -> str:
    """How much those missing would have to differ for a figure to leave its range; empty where it has none."""
    if interval is None:
        return ""
    values = {
        "domain": inside(title),
        "range": _range(interval),
    }
    if leaves_at is None:
        return gettext(
            "Whatever those who did not answer would have said, %(domain)s stays within its range of %(range)s.",
            **values,
        )
    return ngettext(
        "The range allows for chance alone. Those who did not answer would have to differ by %(points)s point to move "
        "%(domain)s out of its range of %(range)s.",
        "The range allows for chance alone. Those who did not answer would have to differ by %(points)s points to move "
        "%(domain)s out of its range of %(range)s.",
        whole_percent(leaves_at),
        points=whole_percent(leaves_at),
        **values,
    )


def bounds_words(title: str, missing: Missing) -> str:
    """What a figure cannot leave, whatever those missing would have said."""
    return gettext(
        "If none of those who did not answer were below, it would be %(low)s; if all of them were, %(high)s. Nothing "
        "they could have said would take %(domain)s further.",
        low=percent(missing.bounds.low),
        high=percent(missing.bounds.high),
        domain=inside(title),
    )


def nothing_to_move(*, has_figures: bool) -> str:
    """Why it cannot be said how the answer would move."""
    if has_figures:
        return gettext(
            "How the answer would move cannot be said: headcounts are missing, or the release is an older one."
        )
    return gettext("No figure has been released, so there is none that could move.")


def _range(interval: Interval) -> str:
    return gettext("%(low)s to %(high)s", low=percent(interval.low), high=percent(interval.high))
