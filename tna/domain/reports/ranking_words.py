"""The sentences of the ranking of needs: how many of whom need training to what, and what the numbers leave out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tna import language
from tna.domain.coverage import FEWEST_HEADS
from tna.domain.needs import FAR_APART, Disagreement, Need
from tna.domain.reports.behind import is_estimate, of_whom
from tna.domain.reports.words import number, of_others, ordinal, percent, phrase, rounded, whole_percent
from tna.language import gettext, ngettext


@dataclass(frozen=True, slots=True)
class NeedSentence:
    """One need of the ranking, `place` counted from 1: its text, how many of whom, and the sentence they begin."""

    place: int
    statement: str
    text: str
    people: str
    words: str

    @property
    def sentence(self) -> str:
        """The whole of it: "About 310 of 900 people need training to …"."""
        return f"{self.people} {self.words}"


def sentence(place: int, need: Need, text: str, role_groups: int, not_counted: Mapping[str, int]) -> NeedSentence:
    below = _below(need, role_groups)
    others = of_others(text)
    if need.people is None:
        words = gettext(
            "need training to %(statement)s: %(below)s; how many is not known without headcounts.",
            statement=others,
            below=below,
        )
        return NeedSentence(place, need.statement, phrase(text), gettext("People"), words)
    words = f"{_training(need, others, below)} {_more(not_counted.get(need.statement, 0))}".strip()
    return NeedSentence(place, need.statement, phrase(text), _how_many(need), words)


def _how_many(need: Need) -> str:
    people, heads = rounded(need.people or 0.0), need.heads or 0
    return ngettext(
        "About %(people)s of %(n)s person",
        "About %(people)s of %(n)s people",
        heads,
        people=language.number(min(people, heads)),
    )


def _training(need: Need, statement: str, below: str) -> str:
    values = {"statement": statement, "below": below}
    people, interval = rounded(need.people or 0.0), need.people_interval
    if interval is None:
        return ngettext(
            "needs training to %(statement)s: %(below)s.",
            "need training to %(statement)s: %(below)s.",
            people,
            **values,
        )
    return ngettext(
        "(range %(low)s to %(high)s) needs training to %(statement)s: %(below)s.",
        "(range %(low)s to %(high)s) need training to %(statement)s: %(below)s.",
        people,
        low=language.number(rounded(interval.low)),
        high=language.number(rounded(interval.high)),
        **values,
    )


def _below(need: Need, role_groups: int) -> str:
    estimated = is_estimate(need.below, need.below_unweighted)
    share = of_whom(percent(need.below), language.number(need.n), estimated=estimated, role_groups=role_groups)
    if need.people is not None and need.heads and whole_percent(need.people / need.heads) != whole_percent(need.below):
        # People to train are of everybody who works there, and the share is of those who gave a level.
        return gettext(
            "leaving out those for whom it is no part of their role, %(share)s are below the level their role needs",
            share=share,
        )
    return gettext("%(share)s are below the level their role needs", share=share)


def _more(not_counted: int) -> str:
    """How many more are asked; fewer than five are not told, who beside coverage would say which of them answered."""
    if not not_counted:
        return ""
    if not_counted < FEWEST_HEADS:
        return gettext("A few more people are asked this, but work in groups for which it cannot be shown.")
    return ngettext(
        "%(n)s more person is asked this, but works in a group for which it cannot be shown.",
        "%(n)s more people are asked this, but work in groups for which it cannot be shown.",
        not_counted,
    )


def notes(needs: Sequence[NeedSentence], ranking: Sequence[Need]) -> tuple[str, ...]:
    """How to read the numbers of several needs together."""
    notes = []
    if len(needs) > 1:
        notes.append(gettext("The same person may be counted in several needs."))
    if len({need.heads for need in ranking}) > 1:
        notes.append(gettext("A need that can be counted for fewer people can stand too low."))
    return tuple(notes)


def no_need(ranking: Sequence[Need]) -> str:
    if ranking:
        return gettext("Nobody who answered is below the level their role needs.")
    return gettext("There is no need to rank yet: no figure has been released.")


def disagreement(ranking: Sequence[Need], disagreements: Sequence[Disagreement]) -> str:
    if not ranking:
        return ""
    places = number(FAR_APART)
    if not disagreements:
        return ngettext(
            "Ranked by mean gap instead, no statement would move by more than %(places)s place.",
            "Ranked by mean gap instead, no statement would move by more than %(places)s places.",
            FAR_APART,
            places=places,
        )
    return ngettext(
        "Ranked by mean gap instead, %(statements)s statement would move by more than %(places)s places.",
        "Ranked by mean gap instead, %(statements)s statements would move by more than %(places)s places.",
        len(disagreements),
        statements=number(len(disagreements)),
        places=places,
    )


def moves(disagreements: Sequence[Disagreement], texts: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        gettext(
            "“%(statement)s”: %(by_gap)s instead of %(by_people)s",
            statement=phrase(texts[one.statement]),
            by_gap=ordinal(one.by_gap),
            by_people=ordinal(one.by_people),
        )
        for one in disagreements
    )
