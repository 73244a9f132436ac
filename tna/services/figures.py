"""Published figures: computed at release for every declared page state, stored, and read as they are."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tna.domain.disclosure import EVERYTHING, Figures, Release, Selection, publish
from tna.domain.domain_means import DomainFigures
from tna.domain.intervals import Interval
from tna.domain.missing_answers import Missing
from tna.domain.needs import QuestionFigures, StatementFigures
from tna.domain.small_groups import ModelEstimate
from tna.models import needs as tables

PARTNERSHIP = "partnership"
# The compound values that figures hold, by the name of their first field.
_COMPOUND: dict[str, Callable[..., Interval | Missing | ModelEstimate]] = {
    fields(each)[0].name: each for each in (Interval, Missing, ModelEstimate)
}
# Pages: those of a few rounds and the agencies that are looked at, about a megabyte each.
_KEPT_IN_MEMORY = 32


@dataclass(frozen=True, slots=True)
class PageFigures:
    """What one page state shows: all together, by role group, and (on the partnership's page) by agency."""

    everyone: Figures
    role_groups: Mapping[str, Figures]
    agencies: Mapping[str, Figures]


def agency_state(agency_id: str) -> str:
    """The name of an agency's page state."""
    return f"agency:{agency_id}"


def compute(released: Release, *, agency: str | None = None) -> PageFigures:
    """The figures of a page state, all of them by publish()."""
    agencies = None if agency is None else frozenset({agency})
    cells = [cell for cell in released.cells if agencies is None or cell.agency in agencies]
    role_groups = sorted({cell.role_group for cell in cells})
    return PageFigures(
        everyone=publish(released, EVERYTHING if agencies is None else Selection(agencies=agencies)),
        role_groups={
            one: publish(released, Selection(role_groups=frozenset({one}), agencies=agencies)) for one in role_groups
        },
        agencies={} if agencies else _by_agency(released, {cell.agency for cell in cells}),
    )


def _by_agency(released: Release, agencies: Iterable[str]) -> dict[str, Figures]:
    return {one: publish(released, Selection(agencies=frozenset({one}))) for one in sorted(agencies)}


def store(session: Session, *, release: tables.Release, released: Release) -> None:
    """Compute and keep every declared page state of a release: the partnership's and each agency's."""
    states = {PARTNERSHIP: compute(released)}
    for agency in sorted({cell.agency for cell in released.cells}):
        states[agency_state(agency)] = compute(released, agency=agency)
    for state, page in states.items():
        session.add(tables.ReleaseFigures(release_id=release.id, state=state, payload=to_json(page)))
    session.flush()


def read(session: Session, *, release_id: int, state: str) -> PageFigures | None:
    """The stored figures of a page state, one row; None where the release has no such state."""
    payload = session.scalar(
        select(tables.ReleaseFigures.payload).where(
            tables.ReleaseFigures.release_id == release_id, tables.ReleaseFigures.state == state
        )
    )
    return None if payload is None else from_json(payload)


def read_agencies(session: Session, *, release_id: int, agency_ids: Collection[str]) -> dict[str, PageFigures]:
    """The stored figures of these agencies by id, read at once; without those that the release has no state of."""
    rows = session.execute(
        select(tables.ReleaseFigures.state, tables.ReleaseFigures.payload)
        .where(tables.ReleaseFigures.release_id == release_id)
        .where(tables.ReleaseFigures.state.in_([agency_state(one) for one in agency_ids]))
        .order_by(tables.ReleaseFigures.release_id, tables.ReleaseFigures.state)
    )
    pages = {state: from_json(payload) for state, payload in rows}
    return {one: pages[agency_state(one)] for one in agency_ids if agency_state(one) in pages}


def hashes(session: Session, *, release_id: int) -> dict[str, str]:
    """The SHA-256 of every stored page state of a release."""
    rows = select(tables.ReleaseFigures.state, tables.ReleaseFigures.payload).where(
        tables.ReleaseFigures.release_id == release_id
    )
    return {state: hashlib.sha256(payload.encode()).hexdigest() for state, payload in session.execute(rows)}


def to_json(page: PageFigures) -> str:
    """A page's figures as one JSON document."""
    return json.dumps(asdict(page), default=sorted, separators=(",", ":"))


@lru_cache(maxsize=_KEPT_IN_MEMORY)
def from_json(payload: str) -> PageFigures:
    """The figures that to_json() wrote; those read lately are kept, since what is released never changes."""
    raw = json.loads(payload)
    return PageFigures(
        everyone=_figures(raw["everyone"]),
        role_groups={key: _figures(one) for key, one in raw["role_groups"].items()},
        agencies={key: _figures(one) for key, one in raw["agencies"].items()},
    )


def _figures(raw: dict[str, Any]) -> Figures:
    return Figures(
        **raw
        | {
            "groups": tuple(raw["groups"]),
            "statements": {key: StatementFigures(**_typed(one)) for key, one in raw["statements"].items()},
            "domains": {key: DomainFigures(**_typed(one)) for key, one in raw["domains"].items()},
            "questions": {key: QuestionFigures(**_typed(one)) for key, one in raw["questions"].items()},
            "asked": frozenset(raw["asked"]),
            "named": tuple(raw["named"]),
        }
    )


def _typed(raw: dict[str, Any]) -> dict[str, Any]:
    """The fields of figures as they were, out of what JSON made of them.

    A field that is not there belongs to a later version than the one that made the release, and stays at its default.
    """
    return {name: _value(each) if isinstance(each, dict | list) else each for name, each in raw.items()}


def _value(raw: Any) -> Any:
    """JSON's lists back into tuples, and its mappings into the dataclass whose fields they hold."""
    if isinstance(raw, list):
        return tuple(_value(each) if isinstance(each, dict) else each for each in raw)
    return _COMPOUND[next(iter(raw))](**_typed(raw))
