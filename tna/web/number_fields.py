"""Numbers, typed as people write them: "1,460" and "1 460" as well as "1460"."""

import re
from collections.abc import Sequence
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import Field

from tna.web.form_fields import cleaned

# More digits than any number asked for here; int() itself refuses thousands of them with another error.
_DIGITS = re.compile(r"[0-9]{1,12}")
_DECIMAL = re.compile(r"[0-9]{1,6}(\.[0-9]{1,2})?")
_BETWEEN_DIGITS = str.maketrans("", "", ", \u00a0\u2009\u202f")


class WholeNumberField(Field):
    """A number from `least` to `most`; `fault` says what to do about anything else.

    An empty box is None where `may_be_empty`. What was typed stays in the box when it is no such number.
    """

    widget = GovTextInput()
    data: int | None

    def __init__(
        self, label: str, *, least: float, most: float, fault: str, may_be_empty: bool = False, **kwargs: Any
    ) -> None:
        self.least, self.most, self.fault, self.may_be_empty = least, most, fault, may_be_empty
        super().__init__(label, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return cleaned(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if not typed and self.may_be_empty:
            return
        digits = typed.translate(_BETWEEN_DIGITS)
        if not _DIGITS.fullmatch(digits) or not self.least <= int(digits) <= self.most:
            raise ValueError(self.fault)
        self.data = int(digits)


class DecimalNumberField(WholeNumberField):
    """A number with at most two decimals, written "1.5" or "7"."""

    data: float | None  # type: ignore[assignment]

    def _value(self) -> str:
        if self.raw_data:
            return cleaned(self.raw_data[0])
        return "" if self.data is None else f"{self.data:g}"

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if not _DECIMAL.fullmatch(typed) or not self.least <= float(typed) <= self.most:
            raise ValueError(self.fault)
        self.data = float(typed)
