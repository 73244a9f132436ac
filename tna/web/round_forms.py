"""Forms for planning and changing a round, and for forecasting what it would publish."""

from collections.abc import Sequence

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import Form, RadioField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired

from tna.domain.notice_text import USUAL_NOTICE
from tna.language import gettext, lazy_gettext
from tna.models.surveys import Round, SurveyVersion
from tna.services.survey_files import ShippedSurvey
from tna.services.survey_versions import SurveyChoice
from tna.web.date_fields import DayField
from tna.web.form_fields import TextForm, cleaned
from tna.web.number_fields import WholeNumberField
from tna.web.people_forms import Offered

USUAL_RATE = 25  # per cent of headcount: what partnerships see in a first round


def _last_day() -> DayField:
    return DayField(
        lazy_gettext("The last day to answer"),
        what=lazy_gettext("The last day to answer"),
        description=lazy_gettext("People are told this day. The round stays open until you close it."),
    )


def _name_again() -> StringField:
    return StringField(lazy_gettext("Type the name of the round"), widget=GovTextInput(), filters=[cleaned])


class LastDayForm(TextForm):
    """The last day of a round that is open."""

    closes_on = _last_day()
    submit = SubmitField(lazy_gettext("Save"), widget=GovSubmitInput())

    def __init__(self, round_: Round) -> None:
        super().__init__(data={"closes_on": round_.closes_on})


class _RoundForm(TextForm):
    """The name and the days of a round."""

    title = StringField(
        lazy_gettext("Name of the round"),
        description=lazy_gettext("People see it, and it stays on every figure. For example, “Spring 2027”."),
        widget=GovTextInput(),
        filters=[cleaned],
        validators=[InputRequired(lazy_gettext("Enter a name for the round"))],
    )
    opens_on = DayField(
        lazy_gettext("The day it opens"),
        what=lazy_gettext("The day it opens"),
        description=lazy_gettext("You open it yourself, on this day or another. For example, 1 3 2027."),
    )
    closes_on = _last_day()


class ChangeRoundForm(_RoundForm):
    """Another name or other days for a planned round."""

    submit = SubmitField(lazy_gettext("Save"), widget=GovSubmitInput())

    def __init__(self, round_: Round) -> None:
        super().__init__(data={name: getattr(round_, name) for name in ("title", "opens_on", "closes_on")})


class NewRoundForm(_RoundForm):
    """What a round needs to be planned."""

    survey = RadioField(
        lazy_gettext("Survey"),
        widget=GovRadioInput(),
        validate_choice=False,
        validators=[Offered(lazy_gettext("Select a survey"))],
    )
    submit = SubmitField(lazy_gettext("Create the round"), widget=GovSubmitInput())

    def __init__(self, choices: Sequence[SurveyChoice]) -> None:
        super().__init__()
        self.surveys = {choice.key: choice for choice in choices}
        self.survey.choices = [SelectChoice(choice.key, choice.words) for choice in choices]
        if not self.is_submitted() and len(choices) == 1:
            self.survey.data = choices[0].key

    @property
    def chosen_survey(self) -> SurveyVersion | ShippedSurvey:
        """The survey selected; only after validation."""
        return self.surveys[self.survey.data].source


class NoticeForm(TextForm):
    """The privacy notice of a round: what was written for it, or else what most partnerships say."""

    text = TextAreaField(
        lazy_gettext("Privacy notice"),
        description=lazy_gettext("Plain text. An empty line begins a new paragraph."),
        widget=GovTextArea(),
        filters=[cleaned],
        validators=[InputRequired(lazy_gettext("Enter the privacy notice"))],
    )
    submit = SubmitField(lazy_gettext("Save the privacy notice"), widget=GovSubmitInput())

    def __init__(self, round_: Round) -> None:
        super().__init__(data={"text": round_.privacy_notice or gettext(USUAL_NOTICE)})


class CallOffForm(TextForm):
    """The name of an open round, typed by whoever calls it off."""

    typed = _name_again()
    submit = SubmitField(lazy_gettext("Call the round off for good"), widget=GovSubmitInput())


class CloseForm(TextForm):
    """The name of an open round, typed by whoever closes it before the day that people were told."""

    typed = _name_again()
    submit = SubmitField(lazy_gettext("Close the round for good"), widget=GovSubmitInput())


class PreviewForm(Form):
    """The share that is expected to answer; part of an address, so it changes nothing."""

    rate = WholeNumberField(
        lazy_gettext("What share of people do you expect to answer, in per cent?"),
        least=1,
        most=100,
        fault=lazy_gettext("Enter a whole number from 1 to 100, like 25"),
    )
