"""Which role groups stand in the totals of two rounds that are compared, which do not, and what each counts."""

from collections.abc import Mapping, Sequence

from tna.domain.like_with_like import LikeWithLike
from tna.domain.reports.words import inside
from tna.language import gettext


def compared_groups(both: LikeWithLike, *, earlier: str, later: str, titles: Mapping[str, str]) -> tuple[str, ...]:
    """The sentences below a comparison of totals; `titles` are those of the role groups by id."""
    said = [_over(both, titles)]
    for groups, round_ in ((both.earlier_only, earlier), (both.later_only, later)):
        if groups:
            named = _named(groups, titles)
            said.append(gettext("Left out, with figures in %(round)s alone: %(groups)s.", round=round_, groups=named))
    if len(both.role_groups) > 1:
        said.append(_weighted(both, later))
        said.append(gettext("So a figure then may differ from the one on the pages of %(round)s.", round=earlier))
    return tuple(said)


def _over(both: LikeWithLike, titles: Mapping[str, str]) -> str:
    if not both.role_groups:
        return gettext("No role group has figures in both rounds, so figures for everyone cannot be compared.")
    return gettext(
        "Everyone is compared over the role groups with figures in both rounds: %(groups)s.",
        groups=_named(both.role_groups, titles),
    )


def _weighted(both: LikeWithLike, later: str) -> str:
    if both.by_heads:
        return gettext(
            "On both sides each counts by its headcount in %(round)s, so who answers more, and a mix of role groups "
            "that changed, do not move a figure.",
            round=later,
        )
    return gettext(
        "A headcount is missing, so on both sides each counts by its answers in %(round)s: a mix of role groups that "
        "changed does not move a figure.",
        round=later,
    )


def _named(groups: Sequence[str], titles: Mapping[str, str]) -> str:
    return "; ".join(inside(titles[one]) for one in groups)
