"""What programs may ask in the query of an address: every parameter with its form, and nothing else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from http import HTTPStatus

from flask import request

from tna.language import gettext
from tna.services.released_figures import Filters
from tna.web.problems import refuse

MOST_AT_ONCE = 200
USUALLY_AT_ONCE = 50
LAST_PAGE = 1_000_000
PAGING = ("page", "limit")
FILTERS = tuple(one.name for one in fields(Filters))
ID_PATTERN = "^[A-Za-z0-9][A-Za-z0-9:._-]{0,119}$"
_ID = re.compile(ID_PATTERN[:-1] + r"\Z")
_NUMBER = re.compile(r"[1-9][0-9]{0,6}\Z")


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of a list: pages count from 1, and each holds up to `limit` items."""

    page: int
    limit: int
    filters: Filters

    @property
    def first(self) -> int:
        """The place in the list of the page's first item, from 0."""
        return (self.page - 1) * self.limit


def asked(*, filters: bool = False) -> Asked:
    """What the query asks; answers 400 for a parameter that is not known, is there twice or has no such form."""
    known = (*PAGING, *(FILTERS if filters else ()))
    values = _values(known)
    ids = {name: _id(name, value) for name, value in values.items() if name in FILTERS}
    return Asked(
        page=_number("page", values.get("page", "1"), LAST_PAGE),
        limit=_number("limit", values.get("limit", str(USUALLY_AT_ONCE)), MOST_AT_ONCE),
        filters=Filters(**ids),
    )


def nothing_asked() -> None:
    """For an address that takes no parameters."""
    _values(())


def _values(known: tuple[str, ...]) -> Mapping[str, str]:
    for name, values in request.args.lists():
        if name not in known:
            listed = ", ".join(known) or gettext("none")
            raise refuse(HTTPStatus.BAD_REQUEST, gettext("Of parameters there are: %(names)s.", names=listed))
        if len(values) > 1:
            raise refuse(HTTPStatus.BAD_REQUEST, gettext("“%(name)s” may stand in the address once.", name=name))
    return request.args.to_dict()


def _number(name: str, value: str, most: int) -> int:
    if not _NUMBER.match(value) or int(value) > most:
        detail = gettext("“%(name)s” is a whole number from 1 to %(most)s.", name=name, most=most)
        raise refuse(HTTPStatus.BAD_REQUEST, detail)
    return int(value)


def _id(name: str, value: str) -> str:
    if not _ID.match(value):
        detail = gettext("“%(name)s” is an id: letters, figures and the signs : . _ and -.", name=name)
        raise refuse(HTTPStatus.BAD_REQUEST, detail)
    return value
