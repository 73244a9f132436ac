"""What is released of a round, for programs: any selection of whole groups, every figure of it by publish()."""

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tna.domain.disclosure import Figures, Selection, publish, told_groups
from tna.domain.disclosure import Release as ReleasedRound
from tna.domain.reports.periods import day_in_england
from tna.domain.reports.released_items import (
    DomainItem,
    GroupItem,
    QuestionItem,
    ReleaseItem,
    StatementItem,
    ThemeItem,
    domain_items,
    question_items,
    statement_items,
    theme_items,
)
from tna.models.base import LARGEST_ID
from tna.models.needs import Release, ReleaseCell, ReleaseGroup
from tna.models.surveys import Round
from tna.services.free_texts.releasing import released_themes
from tna.services.releases import released_round
from tna.services.reports import Released, page_figures
from tna.services.rounds import definition_of

# Releases, of some megabytes each, and figures of selections that programs ask for lately.
_RELEASES_KEPT, _FIGURES_KEPT = 8, 128


@dataclass(frozen=True, slots=True)
class _Frozen:
    """A release as it was read; its hash says which it is, since what is released never changes."""

    digest: str
    round: ReleasedRound = field(compare=False, repr=False)


_read_lately: OrderedDict[str, _Frozen] = OrderedDict()
_reading = Lock()


@dataclass(frozen=True, slots=True)
class Filters:
    """What a program asks for, None for everything; they narrow each other.

    `group` is the key of a release group, and narrowed by a role group at most.
    """

    role_group: str | None = None
    agency: str | None = None
    sector: str | None = None
    group: str | None = None

    @property
    def selection(self) -> Selection:
        """The same for publish()."""

        def one(value: str | None) -> frozenset[str] | None:
            return None if value is None else frozenset({value})

        return Selection(
            role_groups=one(self.role_group),
            agencies=one(self.agency),
            sectors=one(self.sector),
            groups=one(self.group),
        )


class NoSuchFilter(LookupError):
    """A filter names what is not in the release; `name` is the filter's."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NotTogether(ValueError):
    """A group is to be narrowed by another filter, whose `name` is kept: it would tell who is in the group."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def releases_page(session: Session, *, first: int, most: int) -> tuple[list[ReleaseItem], int]:
    """So many releases from the place `first` (0 is the newest round's), and how many there are."""
    wanted = (
        select(Release, Round)
        .join(Round, Round.id == Release.round_id)
        .order_by(Round.opens_on.desc(), Round.id.desc())
        .offset(first)
        .limit(most)
    )
    found = [Released(release, round_, definition_of(round_)) for release, round_ in session.execute(wanted)]
    return [item(session, one) for one in found], session.scalar(select(func.count()).select_from(Release)) or 0


def find_release(session: Session, *, release_id: int) -> Released | None:
    """The release of this id."""
    release = session.get(Release, release_id) if release_id <= LARGEST_ID else None
    if release is None:
        return None
    round_ = session.get_one(Round, release.round_id)
    return Released(release, round_, definition_of(round_))


def item(session: Session, released: Released) -> ReleaseItem:
    """A release as it is told of."""
    everyone, round_ = published(session, released, Filters()), released.round
    assert round_.opened_at is not None
    assert round_.closed_at is not None  # only a closed round is released
    return ReleaseItem(
        id=released.release.id,
        title=round_.title,
        survey=released.definition.id,
        version=released.definition.version,
        opened_on=day_in_england(round_.opened_at),
        closed_on=day_in_england(round_.closed_at),
        threshold=released.k,
        answers=everyone.answers,
        covered=everyone.covered,
        heads=everyone.heads,
        has_figures=bool(everyone.statements or everyone.questions),
    )


def check(session: Session, released: Released, filters: Filters) -> None:
    """Raise NoSuchFilter for a role group, agency, sector or group that the release does not have, and NotTogether."""
    cells = ReleaseCell.release_id == released.release.id
    for name, value, column in (
        ("role_group", filters.role_group, ReleaseCell.role_group),
        ("agency", filters.agency, ReleaseCell.agency_id),
        ("sector", filters.sector, ReleaseCell.sector),
    ):
        if value is not None and session.scalar(select(column).where(cells, column == value).limit(1)) is None:
            raise NoSuchFilter(name)
    if filters.group is not None:
        is_it = ReleaseGroup.release_id == released.release.id, ReleaseGroup.key == filters.group
        if session.scalar(select(ReleaseGroup.id).where(*is_it)) is None:
            raise NoSuchFilter("group")
        for name, value in (("agency", filters.agency), ("sector", filters.sector)):
            if value is not None:
                raise NotTogether(name)


def groups(released: Released, filters: Filters) -> tuple[GroupItem, ...]:
    """The release groups of a selection."""
    return tuple(
        GroupItem(
            key=one.key,
            role_group=one.role_group,
            kind=one.kind.value,
            sector=one.sector,
            agency=one.agency,
            answers=one.answers,
            heads=one.heads,
        )
        for one in told_groups(_frozen(released).round, filters.selection)
    )


def statements(session: Session, released: Released, filters: Filters) -> tuple[StatementItem, ...]:
    """Every statement asked of anybody in a selection, in the words of its role group where it is of one."""
    shown = published(session, released, filters)
    return statement_items(shown, released.definition, _role_group(released, filters))


def domains(session: Session, released: Released, filters: Filters) -> tuple[DomainItem, ...]:
    """Every domain of which anything was asked of anybody in a selection."""
    return domain_items(published(session, released, filters), released.definition)


def questions(session: Session, released: Released, filters: Filters) -> tuple[QuestionItem, ...]:
    """Every optional question put to anybody in a selection."""
    shown = published(session, released, filters)
    return question_items(shown, released.definition, _role_groups(session, released, filters))


def themes(session: Session, released: Released, filters: Filters) -> tuple[ThemeItem, ...]:
    """Every theme of what people in a selection wrote; none before the screeners have released them."""
    keys = {one.key for one in told_groups(_frozen(released).round, filters.selection)}
    return theme_items(released_themes(session, release_id=released.release.id), keys)


def published(session: Session, released: Released, filters: Filters) -> Figures:
    """The figures of a selection: those stored at the release where it is a page's, else by publish() now."""
    return _stored(session, released, filters) or _published(_frozen(released), filters.selection)


def _frozen(released: Released) -> _Frozen:
    digest = released.release.digest
    with _reading:
        if digest in _read_lately:
            _read_lately.move_to_end(digest)
            return _read_lately[digest]
    found = _Frozen(digest, released_round(released.release, released.definition))
    with _reading:
        _read_lately[digest] = found
        while len(_read_lately) > _RELEASES_KEPT:
            _read_lately.popitem(last=False)
    return found


@lru_cache(maxsize=_FIGURES_KEPT)
def _published(frozen: _Frozen, selection: Selection) -> Figures:
    return publish(frozen.round, selection)


def _stored(session: Session, released: Released, filters: Filters) -> Figures | None:
    """What pages show: everybody, a role group, an agency, and a role group of an agency."""
    if filters.sector is not None or filters.group is not None:
        return None
    page = page_figures(session, released, filters.agency)
    if page is None or filters.role_group is None:
        return None if page is None else page.everyone
    return page.role_groups.get(filters.role_group)


def _role_groups(session: Session, released: Released, filters: Filters) -> frozenset[str]:
    """The role groups of everybody in a selection; of a group its own, whose agencies stay inside."""
    if filters.group is not None:
        return frozenset({one.role_group for one in groups(released, filters)})
    wanted = select(ReleaseCell.role_group).where(ReleaseCell.release_id == released.release.id)
    for value, column in (
        (filters.role_group, ReleaseCell.role_group),
        (filters.agency, ReleaseCell.agency_id),
        (filters.sector, ReleaseCell.sector),
    ):
        wanted = wanted if value is None else wanted.where(column == value)
    return frozenset(session.scalars(wanted.distinct().order_by(ReleaseCell.role_group)))


def _role_group(released: Released, filters: Filters) -> str:
    """The one role group that is asked for, by its id or by a group of it; empty where it is of several."""
    if filters.role_group is not None or filters.group is None:
        return filters.role_group or ""
    keyed = {group.key: group.role_group for group in released.release.groups}
    return keyed.get(filters.group, "")
