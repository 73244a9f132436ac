"""Forms of the survey editor: one for each thing that can be changed, filled from the data of the draft."""

from collections.abc import Iterable, Mapping
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovRadioInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from markupsafe import Markup
from wtforms import Field, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tna.domain.survey_edits.asked import asked_statements
from tna.domain.survey_edits.base import LABEL, Data
from tna.domain.survey_edits.translations import Text, translated
from tna.domain.surveys import LEVELS, MOST_CHOICES_IN_A_QUESTION, RoleGroup
from tna.language import Language, gettext, lazy_gettext
from tna.services.survey_translating import said_by_product
from tna.web.draft_pages import DraftForm, in_language, own_words, quoting
from tna.web.form_fields import cleaned
from tna.web.number_fields import WholeNumberField
from tna.web.people_forms import Offered

EVERYBODY, SOME = "everybody", "some"


def text_field(label: str, description: str = "") -> StringField:
    """One line of text."""
    return StringField(label, description=description, widget=GovTextInput(), filters=[cleaned])


def long_field(label: str, description: str = "") -> TextAreaField:
    """A sentence or more."""
    return TextAreaField(label, description=description, widget=GovTextArea(), filters=[cleaned])


def boxes(label: str, choices: Iterable[SelectChoice], description: str = "") -> SelectMultipleField:
    """Checkboxes; what was never offered is passed over by the change itself."""
    return SelectMultipleField(
        label, description=description, widget=GovCheckboxesInput(), validate_choice=False, choices=list(choices)
    )


def radios(label: str, choices: Iterable[SelectChoice], message: str) -> RadioField:
    """Radio buttons of which one has to be chosen."""
    return RadioField(
        label, widget=GovRadioInput(), validate_choice=False, choices=list(choices), validators=[Offered(message)]
    )


def made(fields: Mapping[str, Field], data: Mapping[str, Any], base: type[DraftForm] = DraftForm) -> Any:
    """A form of these fields, holding this data."""
    form_class: Any = type("MadeForm", (base,), dict(fields))
    return form_class(data=dict(data))


class AboutForm(DraftForm):
    """What a survey says of itself."""

    title = text_field(lazy_gettext("Title"), lazy_gettext("People see it above the survey."))
    notice = long_field(
        lazy_gettext("Notice"),
        lazy_gettext(
            "People see it before they start. Say that this is not a validated instrument: its statements and levels "
            "were written or chosen by people here."
        ),
    )
    minutes = WholeNumberField(
        lazy_gettext("How many minutes does it take?"),
        least=1,
        most=60,
        fault=lazy_gettext("Enter a whole number of minutes from 1 to 60"),
    )
    version = WholeNumberField(
        lazy_gettext("Number of this version"),
        description=lazy_gettext("Higher than that of every version there is."),
        least=1,
        most=1_000_000,
        fault=lazy_gettext("Enter a whole number from 1 to 1,000,000"),
    )


class QuestionForm(DraftForm):
    """The words of an optional question."""

    text = long_field(lazy_gettext("Question"))
    hint = text_field(lazy_gettext("Hint"), lazy_gettext("Optional. A line below the question."))


def stems_form(data: Data, groups: Iterable[RoleGroup]) -> Any:
    """The words before each statement, and by role group other words."""
    fields = {"stem": text_field(gettext("For everybody"), gettext("Such as: In my role I am confident that I can…"))}
    fields |= {f"stem_{group.id}": text_field(_group_words(group)) for group in groups}
    held = {f"stem_{group}": text for group, text in data.get("stems", {}).items()}
    return made(fields, {"stem": data["stem"], **held})


def scale_form(data: Data) -> Any:
    """The words of the five levels and of the choice beside them."""
    ends = {
        LEVELS[0]: gettext("Level %(value)s (the lowest)", value=LEVELS[0]),
        LEVELS[-1]: gettext("Level %(value)s (the highest)", value=LEVELS[-1]),
    }
    fields = {f"level_{value}": text_field(ends.get(value) or level_words(value)) for value in LEVELS}
    fields["not_my_role"] = text_field(
        gettext("The choice beside the scale"), gettext("For those whose job has nothing to do with it.")
    )
    held = {f"level_{level['value']}": level["label"] for level in data["scale"]}
    return made(fields, {**held, "not_my_role": data["not_my_role"]})


def words_form(label: str, text: str = "", *, is_long: bool = True) -> Any:
    """One text: a title or a statement."""
    return made({"text": long_field(label) if is_long else text_field(label)}, {"text": text})


def wordings_form(data: Data, statement_id: str, groups: Iterable[RoleGroup]) -> Any:
    """A statement's own words by role group."""
    words = {group: texts.get(statement_id, "") for group, texts in data.get("wordings", {}).items()}
    asked = {group for group, ids in asked_statements(data).items() if statement_id in ids}
    shown = [group for group in groups if group.id in asked or words.get(group.id)]
    fields = {f"words_{group.id}": long_field(_group_words(group)) for group in shown}
    return made(fields, {f"words_{group}": text for group, text in words.items()})


def translation_form(data: Data, texts: Iterable[Text], language: Language) -> Any:
    """A box for the words of each text in another language, labelled by the text itself."""
    held = {text.field: translated(data, language.code, text) for text in texts}
    return made({text.field: _translation(data, text, language) for text in texts}, held)


def _translation(data: Data, text: Text, language: Language) -> Field:
    field = long_field if text.most > LABEL else text_field
    said = said_by_product(text, language)
    hint = Markup.escape(gettext("If you leave this empty, people read: %(words)s"))
    return field(_whose(data, text), hint % {"words": in_language(language.tag, said)} if said else "")


def _whose(data: Data, text: Text) -> str:
    """A text as it was written, and the role group whose own words it is."""
    if text.role_group is None:
        return own_words(data, text.original)
    values = {"group": text.role_group, "words": own_words(data, text.original)}
    return Markup.escape(gettext("%(group)s reads: %(words)s")) % values


def home_form(data: Data, domain_id: str) -> Any:
    """In which domain a statement stands."""
    choices = [
        SelectChoice(domain["id"], _part(data, number, domain["title"]))
        for number, domain in enumerate(data["domains"], start=1)
    ]
    return made({"domain": radios(gettext("Part"), choices, gettext("Select a part"))}, {"domain": domain_id})


def targets_form(data: Data, group: str) -> Any:
    """The level of a role group for each domain it is asked about, and for statements that differ."""
    levels = data["targets"].get(group, {})
    asked = asked_statements(data).get(group, [])
    fields: dict[str, Field] = {}
    for domain in data["domains"]:
        statements = [one for one in domain["statements"] if one["id"] in asked]
        if statements:
            fields[f"level_{domain['id']}"] = _level(own_words(data, domain["title"]), gettext("No level yet"))
            fields |= {
                f"level_{one['id']}": _level(own_words(data, one["text"]), gettext("As the part")) for one in statements
            }
    return made(fields, {f"level_{entry}": str(level) for entry, level in levels.items()})


def chosen_levels(form: DraftForm) -> dict[str, int]:
    """The levels that were selected, by domain and statement; what was never offered is none."""
    allowed = {str(level) for level in LEVELS}
    selects = [field for field in form if field.name.startswith("level_") and field.data in allowed]
    return {field.name.removeprefix("level_"): int(field.data) for field in selects}


def choices_form(question: Data) -> Any:
    """The choices of a question, and boxes for further ones."""
    held = question["choices"]
    fields = {f"choice_{one['id']}": text_field(_choice(n)) for n, one in enumerate(held, start=1)}
    free = range(1, max(MOST_CHOICES_IN_A_QUESTION - len(held), 0) + 1)
    fields |= {f"new_{number}": text_field(_choice(len(held) + number)) for number in free}
    return made(fields, {f"choice_{one['id']}": one["label"] for one in held})


def typed(form: DraftForm, prefix: str) -> dict[str, str]:
    """What stands in the fields whose name begins so, by the rest of the name."""
    named = [field for field in form if field.name.startswith(prefix)]
    return {field.name.removeprefix(prefix): field.data or "" for field in named}


def put_to_form(question: Data, groups: Iterable[RoleGroup]) -> Any:
    """To whom a question is put."""
    whom = [
        SelectChoice(EVERYBODY, gettext("Everybody who is asked anything")),
        SelectChoice(SOME, gettext("These role groups")),
    ]
    fields = {
        "whom": radios(gettext("Who is it put to?"), whom, gettext("Select who the question is put to")),
        "groups": boxes(gettext("These role groups"), [SelectChoice(one.id, _group_words(one)) for one in groups]),
    }
    held = question.get("asked_of", [])
    return made(fields, {"whom": SOME if held else EVERYBODY, "groups": held})


def condition_form(data: Data, question: Data, before: list[Data]) -> Any:
    """After which answers to which earlier question a question is put."""
    offered = [
        SelectChoice(EVERYBODY, gettext("After any answers")),
        *(SelectChoice(one["id"], own_words(data, one["text"])) for one in before),
    ]
    fields: dict[str, Field] = {
        "after": radios(gettext("When is it put?"), offered, gettext("Select when the question is put"))
    }
    for one in before:
        choices = [SelectChoice(choice["id"], own_words(data, choice["label"])) for choice in one["choices"]]
        fields[f"answers_{one['id']}"] = boxes(
            quoting(data, gettext("After these answers to “%(question)s”"), question=one["text"]), choices
        )
    only_if = question.get("only_if", {"question": EVERYBODY, "choice": []})
    return made(fields, {"after": only_if["question"], f"answers_{only_if['question']}": only_if["choice"]})


def level_words(value: int) -> str:
    """What a level of the scale is called where its own words do not matter."""
    return gettext("Level %(value)s", value=value)


def _part(data: Data, number: int, title: str) -> str:
    values = {"number": number, "title": own_words(data, title)}
    return Markup.escape(gettext("Part %(number)s: %(title)s")) % values


def _choice(number: int) -> str:
    return gettext("Choice %(number)s", number=number)


def _group_words(group: RoleGroup) -> str:
    return f"{group.id} {group.title}"


def _level(label: str, without: str) -> SelectField:
    choices = [SelectChoice("", without), *(SelectChoice(str(level), level_words(level)) for level in LEVELS)]
    return SelectField(label, widget=GovSelect(), validate_choice=False, choices=choices)
