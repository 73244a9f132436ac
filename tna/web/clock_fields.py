"""A time of day, typed as people write it: "9", "9:30", "9.30", "16:00" or "4pm"."""

import re
from collections.abc import Sequence
from datetime import time
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import Field

from tna.web.form_fields import cleaned

_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE)


class ClockField(Field):
    """A time by the clock in England; `fault` says what to do about anything else. An empty box is None.

    What was typed stays in the box when it is no time.
    """

    widget = GovTextInput()
    data: time | None

    def __init__(self, label: str, *, fault: str, **kwargs: Any) -> None:
        self.fault = fault
        super().__init__(label, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return cleaned(self.raw_data[0])
        return "" if self.data is None else f"{self.data.hour}:{self.data:%M}"

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if not valuelist:  # a box that was not on the page: its usual value stays
            return
        self.data = None
        typed = cleaned(valuelist[0]).strip()
        if not typed:
            return
        found = _CLOCK.fullmatch(typed)
        if found is None:
            raise ValueError(self.fault)
        hours, minutes, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
        if half and not 1 <= hours <= 12:
            raise ValueError(self.fault)
        if half:
            hours = hours % 12 + (12 if half == "p" else 0)
        if hours > 23 or minutes > 59:
            raise ValueError(self.fault)
        self.data = time(hours, minutes)
