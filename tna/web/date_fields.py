"""A day, typed into three boxes as GOV.UK asks for it."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovDateInput
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.utils import unset_value

from tna.domain.reports.words import inside
from tna.language import gettext, mark
from tna.web.form_fields import cleaned

_BOXES = ("day", "month", "year")
# Nobody plans a round or counts heads outside these years; a typing slip lands there.
_YEARS = range(2000, 2100)
_NUMBER = re.compile(r"[0-9]{1,4}")
_MISSING = {
    ("day",): mark("%(what)s must include a day"),
    ("month",): mark("%(what)s must include a month"),
    ("year",): mark("%(what)s must include a year"),
    ("day", "month"): mark("%(what)s must include a day and a month"),
    ("day", "year"): mark("%(what)s must include a day and a year"),
    ("month", "year"): mark("%(what)s must include a month and a year"),
}


class DayInput(GovDateInput):  # type: ignore[misc]
    """The three boxes; the first carries the field's id, so that the error summary leads into it."""

    def map_gov_params(self, field: "DayField", **kwargs: Any) -> dict[str, Any]:
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)
        params["id"] = f"{field.id}-boxes"
        params["fieldset"]["legend"]["classes"] = "govuk-fieldset__legend--s"
        titles = (gettext("Day"), gettext("Month"), gettext("Year"))
        for item, box, title in zip(params["items"], _BOXES, titles, strict=True):
            item["label"] = title
            item["name"] = f"{field.name}-{box}"
            item["id"] = field.id if box == "day" else f"{field.id}-{box}"
        return params


class DayField(Field):
    """A day from `<name>-day`, `<name>-month` and `<name>-year`; `what` names it in errors ("The day it opens").

    What was typed stays in the boxes when it is no day. A box that was not sent counts as left empty.
    """

    widget = DayInput()
    data: date | None

    def __init__(self, label: str, *, what: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.what = what

    def _value(self) -> str:
        return "" if self.data is None else self.data.isoformat()

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        if formdata is not None:
            typed = [cleaned(formdata.get(f"{self.name}-{box}")).strip() for box in _BOXES]
            formdata = MultiDict({self.name: typed})
        super().process(formdata, data, extra_filters)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = None
        if not any(valuelist):
            raise ValueError(gettext("Enter %(what)s", what=inside(str(self.what))))
        missing = tuple(box for box, value in zip(_BOXES, valuelist, strict=True) if not value)
        if missing:
            raise ValueError(gettext(_MISSING[missing], what=self.what))
        if not all(_NUMBER.fullmatch(value) for value in valuelist):
            raise ValueError(gettext("%(what)s must be a real date, in numbers, like 27 3 2027", what=self.what))
        day, month, year = (int(value) for value in valuelist)
        if year not in _YEARS:
            raise ValueError(gettext("%(what)s must have a year of this century, like 2027", what=self.what))
        try:
            self.data = date(year, month, day)
        except ValueError:
            raise ValueError(gettext("%(what)s must be a real date", what=self.what)) from None
