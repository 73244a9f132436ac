"""The words of a message: an agency's own, else the round's, else the usual ones."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from tests.services.test_invitations import MONDAY, NOON, SETTINGS, invite
from tna.domain.notices import NoticeKind
from tna.domain.wordings import USUAL, Words
from tna.models.audit import AuditEvent
from tna.models.notices import Notice
from tna.models.people import Agency
from tna.models.surveys import Round
from tna.services import invitations, wordings
from tna.services.wordings import WordsRefused

INVITATION = NoticeKind.INVITATION


@pytest.fixture
def agency(session: Session) -> Agency:
    return factories.add_agency(session)


@pytest.fixture
def round_(session: Session, agency: Agency) -> Round:
    assert agency
    return factories.add_open_round(session, opens_on=MONDAY)


def save(session: Session, round_: Round, words: Words, agency: Agency | None = None) -> None:
    agency_id = agency.id if agency else None
    wordings.save_words(
        session, round_=round_, agency_id=agency_id, kind=INVITATION, words=words, actor_id=None, now=NOON
    )


def words_of(session: Session, round_: Round, agency: Agency | None) -> Words:
    agency_id = agency.id if agency else None
    return wordings.words_of(session, round_id=round_.id, agency_id=agency_id, kind=INVITATION)


def test_an_agencys_words_come_before_the_rounds_and_those_before_the_usual(
    session: Session, round_: Round, agency: Agency
) -> None:
    other = factories.add_agency(session)
    assert words_of(session, round_, agency) == USUAL[INVITATION]
    everybody, own = Words("For all", "All\n{link}"), Words("For us", "Us\n{link}")
    save(session, round_, everybody)
    save(session, round_, own, agency)
    assert words_of(session, round_, agency) == own
    assert words_of(session, round_, other) == words_of(session, round_, None) == everybody
    reminder = wordings.words_of(session, round_id=round_.id, agency_id=agency.id, kind=NoticeKind.REMINDER)
    assert reminder == USUAL[NoticeKind.REMINDER]


def test_words_are_replaced_and_dropped(session: Session, round_: Round, agency: Agency) -> None:
    save(session, round_, Words("One", "{link}"), agency)
    save(session, round_, Words("Two", "{link}"), agency)
    assert words_of(session, round_, agency).subject == "Two"
    for _ in range(2):
        wordings.drop_words(session, round_=round_, agency_id=agency.id, kind=INVITATION, actor_id=None, now=NOON)
    assert words_of(session, round_, agency) == USUAL[INVITATION]
    wanted = select(AuditEvent.action).where(AuditEvent.subject == f"round {round_.id}, {agency.id}")
    assert list(session.scalars(wanted.order_by(AuditEvent.id))) == [
        "wrote own words: invitation",
        "wrote own words: invitation",
        "dropped own words: invitation",
    ]


def test_words_that_cannot_be_sent_are_not_kept(session: Session, round_: Round) -> None:
    with pytest.raises(WordsRefused) as refused:
        save(session, round_, Words("{nmae}", "no way in"))
    assert [fault.field for fault in refused.value.faults] == ["subject", "body"]
    assert words_of(session, round_, None) == USUAL[INVITATION]


@pytest.mark.parametrize("planted", ["{{7*7}}", "{0.__class__}", "%s %(name)s", "<b>bold</b>", "{% raw %}"])
def test_what_looks_like_a_template_arrives_as_it_was_written(
    session: Session, round_: Round, agency: Agency, planted: str
) -> None:
    factories.add_person(session, agency, name="Anna {link} Brook")
    save(session, round_, Words(planted, f"{planted} {{name}}:\n{{link}}"), agency)
    invite(session, round_)
    message = invitations.compose(session, session.scalars(select(Notice)).one(), SETTINGS, NOON)
    assert message is not None
    assert message.subject == planted
    assert message.body.startswith(f"{planted} Anna {{link}} Brook:\nhttps://needs.example/link/")
