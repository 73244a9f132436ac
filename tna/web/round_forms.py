"""Forms for planning a round and for forecasting what it would publish."""

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextInput
from wtforms import Form, RadioField, StringField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, ValidationError

from tna.extensions import db
from tna.models.surveys import SurveyVersion
from tna.services import survey_versions
from tna.services.survey_files import ShippedSurvey
from tna.web.date_fields import DayField
from tna.web.form_fields import TextForm, cleaned
from tna.web.number_fields import WholeNumberField

USUAL_RATE = 25  # per cent of headcount: what partnerships see in a first round


class NewRoundForm(TextForm):
    """What a round needs to be planned."""

    title = StringField(
        "Name of the round",
        description="People see it, and it stays on every figure. For example, “Spring 2027”.",
        widget=GovTextInput(),
        filters=[cleaned],
        validators=[InputRequired("Enter a name for the round")],
    )
    survey = RadioField("Survey", widget=GovRadioInput(), validate_choice=False)
    opens_on = DayField(
        "The day it opens",
        what="The day it opens",
        description="You open it yourself, on this day or another. For example, 1 3 2027.",
    )
    closes_on = DayField(
        "The last day to answer",
        what="The last day to answer",
        description="People are told this day. The round stays open until you close it.",
    )
    submit = SubmitField("Create the round", widget=GovSubmitInput())

    def __init__(self) -> None:
        super().__init__()
        self.surveys = {choice.key: choice for choice in survey_versions.choices(db.session())}
        self.survey.choices = [SelectChoice(key, choice.words) for key, choice in self.surveys.items()]
        if not self.is_submitted() and len(self.surveys) == 1:
            self.survey.data = next(iter(self.surveys))

    def validate_survey(self, field: RadioField) -> None:
        """One of the published surveys, or of those that come with the product."""
        if field.data not in self.surveys:
            raise ValidationError("Select a survey")

    @property
    def chosen_survey(self) -> ShippedSurvey | SurveyVersion:
        """The survey selected; only after validation."""
        return self.surveys[self.survey.data].source


class PreviewForm(Form):
    """The share that is expected to answer; part of an address, so it changes nothing."""

    rate = WholeNumberField(
        "What share of people do you expect to answer, in per cent?",
        least=1,
        most=100,
        fault="Enter a whole number from 1 to 100, like 25",
    )
