"""What people write: kept beside their answers, gone with them, and cut off from them once the round is released."""

from collections.abc import Collection

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import factories
from tests.factories import CONTACT, NOW, SECRET, TODAY
from tna.domain.free_text import LONGEST_TEXT, USUAL_THEMES, fingerprint
from tna.domain.people import Duty, respondent_key, round_link_key, text_mark
from tna.models.free_texts import OpenQuestion, TextToScreen, Theme, WrittenText
from tna.models.needs import ReleaseGroup
from tna.models.people import Agency, Person
from tna.models.surveys import Response, Round
from tna.services import releases, round_link_answers, rounds, surveys
from tna.services.calling_off import call_off
from tna.services.free_texts import own, questions
from tna.services.free_texts.handing_over import hand_over
from tna.services.rounds import RoundRefused

HARD_TO_FIND = "Time is hard to find."


@pytest.fixture
def agency(session: Session) -> Agency:
    return factories.add_agency(session)


@pytest.fixture
def writer(session: Session, agency: Agency) -> Person:
    return factories.add_person(session, agency, password=None)


@pytest.fixture
def round_(session: Session, agency: Agency) -> Round:
    made = factories.add_open_round(session)
    factories.ask_openly(session, made)
    return made


def key_of(person: Person) -> bytes:
    return respondent_key(SECRET, person.id)


def written_by(session: Session, round_: Round, person: Person) -> str:
    return own.own_text(session, round_=round_, key=key_of(person))


def number_of(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def release(session: Session, round_: Round) -> None:
    factories.close(session, round_)
    releases.make_release(session, round_id=round_.id, threshold=10, secret_id="of-tests", now=NOW)
    hand_over(session, round_id=round_.id, secret=SECRET)


# While the round is open -------------------------------------------------------------------------------------


def test_a_text_is_kept_changed_and_emptied(session: Session, round_: Round, writer: Person) -> None:
    factories.answer(session, round_, writer, send=False)
    for text in (HARD_TO_FIND, "Cost, rather.", ""):
        factories.write(session, round_, writer, f"  {text} ")
        assert written_by(session, round_, writer) == text
    assert number_of(session, WrittenText) == 0


def test_nothing_is_kept_of_somebody_who_has_not_started(session: Session, round_: Round, writer: Person) -> None:
    with pytest.raises(surveys.NotStarted):
        factories.write(session, round_, writer, HARD_TO_FIND)


def test_a_text_too_long_is_refused_and_says_by_how_much(session: Session, round_: Round, writer: Person) -> None:
    factories.answer(session, round_, writer, send=False)
    with pytest.raises(own.TextRefused, match=r"1,000 characters or fewer: shorten it by 2 characters"):
        factories.write(session, round_, writer, "x" * (LONGEST_TEXT + 2))


def test_a_page_left_open_does_not_overwrite_what_was_written_elsewhere(
    session: Session, round_: Round, writer: Person
) -> None:
    key = factories.answer(session, round_, writer, send=False)
    factories.write(session, round_, writer, "Written on the phone.")
    with pytest.raises(own.TextRefused, match="a different tab"):
        own.write_text(session, round_=round_, key=key, typed="Written at the desk.", seen="")
    seen = fingerprint("Written on the phone.")
    own.write_text(session, round_=round_, key=key, typed="Both.", seen=seen)
    own.write_text(session, round_=round_, key=key, typed="Both.", seen=seen)  # a second click
    assert written_by(session, round_, writer) == "Both."


def test_what_was_sent_changes_only_for_somebody_who_means_to(session: Session, round_: Round, writer: Person) -> None:
    key = factories.answer(session, round_, writer)
    with pytest.raises(surveys.AlreadySent):
        own.write_text(session, round_=round_, key=key, typed=HARD_TO_FIND)
    own.write_text(session, round_=round_, key=key, typed=HARD_TO_FIND, corrects=True)
    assert written_by(session, round_, writer) == HARD_TO_FIND


def test_a_round_that_has_closed_takes_no_text(session: Session, round_: Round, writer: Person) -> None:
    factories.answer(session, round_, writer)
    factories.close(session, round_)
    with pytest.raises(surveys.RoundIsClosed):
        factories.write(session, round_, writer, HARD_TO_FIND)


def test_a_text_goes_with_the_answers_that_are_withdrawn(session: Session, round_: Round, writer: Person) -> None:
    key = factories.answer(session, round_, writer)
    factories.write(session, round_, writer, HARD_TO_FIND)
    surveys.withdraw_answers(session, round_=round_, key=key)
    assert number_of(session, WrittenText) == 0


def test_a_text_goes_with_a_round_that_is_called_off(session: Session, round_: Round, writer: Person) -> None:
    factories.answer(session, round_, writer)
    factories.write(session, round_, writer, HARD_TO_FIND)
    call_off(session, round_=round_, typed=round_.title, actor_id=None, now=NOW)
    assert number_of(session, WrittenText) == 0


def test_a_text_goes_with_unsent_answers_when_a_set_up_link_closes_them(
    session: Session, round_: Round, writer: Person
) -> None:
    key = factories.answer(session, round_, writer, send=False)
    factories.write(session, round_, writer, HARD_TO_FIND)
    surveys.delete_unsent(session, key=key)
    assert number_of(session, WrittenText) == 0


def test_a_text_goes_with_the_answers_that_a_merge_gives_to_the_account_that_stays(
    session: Session, round_: Round, agency: Agency, writer: Person
) -> None:
    stays = factories.add_person(session, agency, password=None)
    factories.answer(session, round_, stays, send=False)
    factories.write(session, round_, stays, "Not sent.")
    factories.answer(session, round_, writer)
    factories.write(session, round_, writer, HARD_TO_FIND)
    factories.merge_into(session, stays, writer)
    session.flush()
    session.expire_all()
    assert written_by(session, round_, stays) == HARD_TO_FIND
    assert number_of(session, WrittenText) == 1


def begin_by_link(session: Session, round_: Round, text: str) -> bytes:
    """Somebody answers and writes in a sign-in by a link that others have seen."""
    link_key = round_link_key(SECRET, b"a link of a list")
    asked = factories.statements_asked(factories.definition_of(round_), "D")
    surveys.start(session, round_=round_, key=link_key)
    raw = dict.fromkeys(asked, "4")
    surveys.save_answers(session, round_=round_, key=link_key, role_group="D", items=asked, raw=raw)
    own.write_text(session, round_=round_, key=link_key, typed=text)
    return link_key


@pytest.mark.parametrize(("has_sent", "stays"), [(False, "By the link."), (True, "My own.")])
def test_what_is_written_by_a_link_becomes_ones_own_with_the_answers_or_goes_with_them(
    session: Session, round_: Round, writer: Person, has_sent: bool, stays: str
) -> None:
    factories.answer(session, round_, writer, send=has_sent)
    factories.write(session, round_, writer, "My own.")
    link_key = begin_by_link(session, round_, "By the link.")
    round_link_answers.send_by_link(
        session,
        round_=round_,
        link_key=link_key,
        own_key=key_of(writer),
        job=factories.job_of(writer),
        today=TODAY,
    )
    session.expire_all()
    assert written_by(session, round_, writer) == stays
    assert number_of(session, WrittenText) == 1


def test_what_a_link_began_is_adopted_with_its_text(session: Session, round_: Round, writer: Person) -> None:
    begun = round_link_answers.Begun(round_.id, begin_by_link(session, round_, "By the link."))
    round_link_answers.adopt_begun(session, person_id=writer.id, key=key_of(writer), begun=[begun])
    session.expire_all()
    assert written_by(session, round_, writer) == "By the link."


# When it is released ----------------------------------------------------------------------------------------


def test_a_text_is_handed_over_with_its_release_group_and_without_a_way_back(
    session: Session, round_: Round, agency: Agency
) -> None:
    people = factories.add_respondents(session, round_, agency, 11)
    lone = factories.add_respondents(session, round_, agency, 1, role_group="B", job="teacher")[0]
    drafting = factories.add_person(session, agency, password=None)
    factories.answer(session, round_, drafting, send=False)
    for person, text in ((people[0], "Of a group."), (lone, "Of no group."), (drafting, "Never sent.")):
        factories.write(session, round_, person, text)
    release(session, round_)
    wanted = select(TextToScreen.text, ReleaseGroup.key).outerjoin(
        ReleaseGroup, ReleaseGroup.id == TextToScreen.group_id
    )
    found = dict(session.execute(wanted).all())  # type: ignore[arg-type]
    assert found == {"Of a group.": f"D:own:{agency.id}", "Of no group.": None}
    assert number_of(session, WrittenText) == 0
    stored = [value for row in session.execute(select(TextToScreen.key, TextToScreen.mark)) for value in row]
    known = {value for row in session.execute(select(Response.key, Response.respondent_key)) for value in row}
    assert not known & set(stored)


def test_texts_are_handed_over_once_and_never_before_the_release(
    session: Session, round_: Round, writer: Person
) -> None:
    factories.answer(session, round_, writer)
    factories.write(session, round_, writer, HARD_TO_FIND)
    factories.close(session, round_)
    hand_over(session, round_id=round_.id, secret=SECRET)
    assert number_of(session, TextToScreen) == 0
    releases.make_release(session, round_id=round_.id, threshold=10, secret_id="of-tests", now=NOW)
    for _ in range(2):
        hand_over(session, round_id=round_.id, secret=SECRET)
    assert number_of(session, TextToScreen) == 1
    assert session.scalars(select(Theme.title).order_by(Theme.id)).all() == list(USUAL_THEMES)


def test_whoever_wrote_can_still_have_it_deleted_and_nobody_else_can(
    session: Session, round_: Round, writer: Person
) -> None:
    factories.answer(session, round_, writer)
    factories.write(session, round_, writer, HARD_TO_FIND)
    release(session, round_)
    somebody_else = text_mark(SECRET, round_.id, key_of(factories.add_person(session, password=None)))
    own.delete_left_over(session, round_=round_, mark=somebody_else)
    assert number_of(session, TextToScreen) == 1
    for _ in range(2):
        own.delete_left_over(session, round_=round_, mark=text_mark(SECRET, round_.id, key_of(writer)))
    assert number_of(session, TextToScreen) == 0


# The question -----------------------------------------------------------------------------------------------


def ask(session: Session, round_: Round, *, question: str = "What would help?", contact: str = CONTACT) -> None:
    questions.ask(session, round_=round_, question=question, contact=contact, actor_id=None, now=NOW)


def name(session: Session, round_: Round, people: Collection[Person]) -> None:
    chosen = [person.id for person in people]
    questions.name_screeners(session, round_=round_, people=chosen, actor_id=None, now=NOW)


def missing(session: Session, round_: Round) -> set[str]:
    found = rounds.missing_to_open(session, round_=round_, today=TODAY, has_base_url=True)
    return {one.id for one in found} & {"open-question", "screeners"}


def test_a_round_with_an_open_question_does_not_open_without_a_contact_and_a_screener(
    session: Session, agency: Agency
) -> None:
    planned = factories.add_round(session)
    assert missing(session, planned) == set()
    session.add(OpenQuestion(round_id=planned.id, question="What would help?"))
    assert missing(session, planned) == {"open-question", "screeners"}
    ask(session, planned)
    assert missing(session, planned) == {"screeners"}
    name(session, planned, [factories.add_person(session, agency, duties=[Duty.SCREENER], password=None)])
    assert missing(session, planned) == set()


@pytest.mark.parametrize(
    ("question", "contact", "field"),
    [(" ", CONTACT, "question"), ("x" * 301, CONTACT, "question"), ("What?", " \n ", "contact")],
)
def test_a_question_needs_words_and_whom_to_ring(
    session: Session, agency: Agency, question: str, contact: str, field: str
) -> None:
    with pytest.raises(RoundRefused) as refused:
        ask(session, factories.add_round(session), question=question, contact=contact)
    assert refused.value.field == field


def test_the_question_stays_once_the_round_has_opened(session: Session, round_: Round) -> None:
    with pytest.raises(RoundRefused, match="stays as it was"):
        ask(session, round_, question="Another?")
    with pytest.raises(RoundRefused, match="stays as it was"):
        questions.ask_nothing(session, round_=round_, actor_id=None, now=NOW)


def test_a_planned_round_can_do_without_its_question_again(session: Session, agency: Agency) -> None:
    planned = factories.add_round(session)
    ask(session, planned)
    for _ in range(2):
        questions.ask_nothing(session, round_=planned, actor_id=None, now=NOW)
    assert questions.question_of(session, round_id=planned.id) is None


def test_at_most_two_screeners_are_named_of_those_who_hold_the_duty(
    session: Session, round_: Round, agency: Agency
) -> None:
    three = [factories.add_person(session, agency, duties=[Duty.SCREENER], password=None) for _ in range(3)]
    with pytest.raises(RoundRefused, match="at most 2"):
        name(session, round_, three)
    with pytest.raises(RoundRefused, match="from the list"):
        name(session, round_, [factories.add_person(session, agency, password=None)])
    name(session, round_, three[:2])
    name(session, round_, three[1:])
    assert {one.id for one in questions.screeners_of(session, round_id=round_.id)} == {one.id for one in three[1:]}
    assert not questions.screens(session, person_id=three[0].id, round_id=round_.id)
    factories.give_duties(session, three[1])
    assert [one.id for one in questions.screeners_of(session, round_id=round_.id)] == [three[2].id]
