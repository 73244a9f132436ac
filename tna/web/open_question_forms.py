"""Forms for the open question of a round and for whoever reads what people write."""

from collections.abc import Sequence

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovSubmitInput, GovTextArea
from wtforms import SelectMultipleField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tna.domain.free_text import USUAL_QUESTION
from tna.language import gettext, lazy_gettext
from tna.models.free_texts import OpenQuestion
from tna.models.people import Person
from tna.web.form_fields import TextForm, cleaned


class OpenQuestionForm(TextForm):
    """The question, and what to do where a child may be at risk."""

    question = TextAreaField(
        lazy_gettext("The question"),
        description=lazy_gettext("People may leave it out. They write up to 1,000 characters."),
        widget=GovTextArea(),
        filters=[cleaned],
    )
    contact = TextAreaField(
        lazy_gettext("If a child may be at risk: what to do, and whom to ring"),
        description=lazy_gettext(
            "For example: “Ring the Integrated Front Door on 01632 960 001, day and night. Then tell your safeguarding "
            "lead.” People read it above the question, and screeners when they hand something on."
        ),
        widget=GovTextArea(),
        filters=[cleaned],
    )
    submit = SubmitField(lazy_gettext("Save"), widget=GovSubmitInput())

    def __init__(self, asked: OpenQuestion | None) -> None:
        usual = {"question": gettext(USUAL_QUESTION), "contact": ""}
        super().__init__(data=usual if asked is None else {name: getattr(asked, name) for name in usual})


class ScreenersForm(TextForm):
    """Who reads first what people write, of all who hold the duty."""

    people = SelectMultipleField(
        lazy_gettext("Who reads first what people write?"),
        description=lazy_gettext("Select one or two people."),
        widget=GovCheckboxesInput(),
        validate_choice=False,
    )
    submit = SubmitField(lazy_gettext("Save"), widget=GovSubmitInput())

    def __init__(self, choices: Sequence[Person], named: Sequence[Person]) -> None:
        super().__init__(data={"people": [str(person.id) for person in named]})
        self.people.choices = [SelectChoice(str(person.id), person.name) for person in choices]

    @property
    def chosen(self) -> list[int]:
        """The ids that were ticked; what is no id of the list is left for the service to refuse."""
        offered = {choice.value for choice in self.people.choices}  # type: ignore[union-attr]
        return [int(value) if value in offered else 0 for value in self.people.data or ()]
