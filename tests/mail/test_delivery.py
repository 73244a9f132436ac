"""The outbox against a real mail server and a network that fails: nothing is lost, nothing comes three times."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import structlog.testing
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tests import factories
from tests.factories import NOW
from tests.mail.servers import Proxy, Sink, free_port, mail_server, make_certificate
from tna.domain.notices import MOST_TRIES, Delivery, Message, NoticeKind, NotNow
from tna.jobs.letters import Letter
from tna.jobs.notices import COMPOSERS, Composer
from tna.jobs.outbox import TAKEN_AT_ONCE, Post, deliver
from tna.jobs.senders import MOST_ON_ONE_CONNECTION, SmtpSender, sender_for
from tna.models.notices import Bounce, Notice
from tna.models.people import Person
from tna.services import outbox
from tna.services.notices import NewNotice, write
from tna.settings import Security, Settings, Smtp

Sessions = sessionmaker[Session]
PATIENCE, SHORT_OF_PATIENCE = 20.0, 0.4
"""Seconds that the sender waits for an answer here: on a busy machine a server that answers may be slow to."""

MOST_AT_ONCE = max(TAKEN_AT_ONCE.values())


@dataclass
class Clock:
    """A clock that stands still until it is told to go on."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Scene:
    """A mail server, an outbox, and what the worker needs to bring the one to the other."""

    sessions: Sessions
    sink: Sink
    proxy: Proxy
    settings: Settings
    clock: Clock = field(default_factory=Clock)
    composers: dict[NoticeKind, Composer] = field(default_factory=dict)

    def post(self, port: int | None = None) -> Post:
        server = Smtp("127.0.0.1", port or self.proxy.port, Security.NONE)
        patience = SHORT_OF_PATIENCE if {"slow", "stalls"} & set(self.proxy.faults) else PATIENCE
        sender = SmtpSender(server, sender=self.settings.mail_from, our_name="localhost", patience=patience)
        return Post(self.settings, self.sessions, self.composers, sender, self.clock)

    def deliver(self, port: int | None = None) -> int:
        return deliver(self.post(port))

    def owe(self, *addresses: str, kind: NoticeKind = NoticeKind.INVITATION) -> None:
        with self.sessions.begin() as session:
            write(session, [NewNotice(kind, f"{kind}:{one}", self.clock.now, email=one) for one in addresses])

    def notices(self) -> list[Notice]:
        with self.sessions() as session:
            return list(session.scalars(select(Notice).order_by(Notice.id)))

    def notice(self) -> Notice:
        (only,) = self.notices()
        return only

    def bounces(self) -> dict[str, str]:
        with self.sessions() as session:
            return {row.email: row.reason for row in session.scalars(select(Bounce).order_by(Bounce.email))}

    def wait(self, **how_long: float) -> None:
        self.clock.now += timedelta(**how_long)


def say_hello(_session: Session, notice: Notice, _settings: Settings, _now: datetime) -> Message:
    """A composer that needs nothing but the address."""
    assert notice.email is not None
    return Message(notice.email, "Your survey is open", f"Hello {notice.email},\n\nPlease answer.")


@pytest.fixture
def scene(session_factory: Sessions, tmp_path: Path) -> Iterator[Scene]:
    settings = Settings.for_tests(
        database_url="sqlite:///",
        instance=tmp_path,
        base_url="https://training.example.org",
        mail_from="training@example.org",
        partnership_name="Weirbridge Partnership",
    )
    with mail_server() as (sink, proxy):
        kinds = (NoticeKind.INVITATION, NoticeKind.REMINDER, NoticeKind.SIGN_IN_LINK, NoticeKind.TEST)
        yield Scene(session_factory, sink, proxy, settings, composers=dict.fromkeys(kinds, say_hello))


# What goes well ---------------------------------------------------------------------------------------------


def test_what_is_due_is_sent_once_and_settled(scene: Scene) -> None:
    scene.owe("ann@council.example", "bob@police.example")
    assert scene.deliver() == 2
    assert scene.deliver() == 0
    assert scene.sink.addresses == {"ann@council.example": 1, "bob@police.example": 1}
    message = scene.sink.messages[0]
    assert (message["From"], message["To"]) == ("Weirbridge Partnership <training@example.org>", "ann@council.example")
    assert message["Auto-Submitted"] == "auto-generated"
    assert str(message["Message-ID"]).endswith("@training.example.org>")
    assert "Please answer." in message.get_content()
    for row in scene.notices():
        assert row.settled_at is not None
        assert (row.leased_until, row.last_fault) == (None, None)


def test_what_is_not_due_waits(scene: Scene) -> None:
    scene.owe("ann@council.example")
    scene.wait(seconds=-1)
    assert scene.deliver() == 0
    scene.wait(seconds=1)
    assert scene.deliver() == 1


def test_many_messages_share_a_connection_and_a_long_run_greets_anew(scene: Scene) -> None:
    many = MOST_ON_ONE_CONNECTION + MOST_AT_ONCE
    scene.owe(*(f"person-{n}@council.example" for n in range(many)))
    assert scene.deliver() == many
    assert len(scene.sink.ids) == many
    assert scene.sink.connections == 2


def test_somebody_who_waits_for_a_link_goes_before_thousands_of_invitations(scene: Scene) -> None:
    scene.owe(*(f"person-{n}@council.example" for n in range(MOST_AT_ONCE)))
    scene.wait(minutes=1)
    scene.owe("waiting@council.example", kind=NoticeKind.SIGN_IN_LINK)
    scene.deliver()
    assert scene.sink.got[0][0] == "waiting@council.example"


def test_a_message_without_a_reason_is_settled_like_one_that_was_sent(scene: Scene) -> None:
    def only_ann(session: Session, notice: Notice, settings: Settings, now: datetime) -> Message | None:
        is_ann = (notice.email or "").startswith("ann")
        return say_hello(session, notice, settings, now) if is_ann else None

    scene.composers[NoticeKind.REMINDER] = only_ann
    scene.owe("ann@council.example", "bob@council.example", kind=NoticeKind.REMINDER)
    assert scene.deliver() == 1
    assert scene.sink.addresses == {"ann@council.example": 1}
    ann, bob = ((row.settled_at, row.attempts, row.leased_until, row.last_fault) for row in scene.notices())
    assert ann == bob
    assert ann[0] is not None


def test_the_links_in_a_message_are_kept_before_it_is_sent(scene: Scene) -> None:
    def with_a_link(session: Session, notice: Notice, settings: Settings, now: datetime) -> Message:
        factories.add_agency(session, name="Made with the message")
        return say_hello(session, notice, settings, now)

    scene.composers[NoticeKind.INVITATION] = with_a_link
    scene.owe("ann@council.example")
    scene.proxy.faults = ["stalls"]
    sending = threading.Thread(target=scene.deliver)
    sending.start()
    assert scene.proxy.stalled.wait(PATIENCE)
    with scene.sessions() as session:
        assert {agency.name for agency in factories.agencies.all_agencies(session)} == {"Made with the message"}
    sending.join()
    assert scene.notice().last_fault == "The mail server did not answer in time"


def test_a_message_that_must_not_go_out_now_waits_as_if_it_had_not_been_tried(scene: Scene) -> None:
    morning = NOW + timedelta(hours=9)

    def not_at_night(session: Session, notice: Notice, settings: Settings, now: datetime) -> Message:
        if now < morning:
            factories.add_agency(session, name="Made at night")
            raise NotNow(morning)
        return say_hello(session, notice, settings, now)

    for kind in (NoticeKind.INVITATION, NoticeKind.REMINDER):
        scene.composers[kind] = not_at_night
        scene.owe("ann@council.example", kind=kind)
    with structlog.testing.capture_logs() as logs:
        assert scene.deliver() == 0
    assert logs == []
    assert [(row.attempts, row.due_at, row.leased_until, row.settled_at) for row in scene.notices()] == [
        (0, morning, None, None)
    ] * 2
    with scene.sessions() as session:
        assert list(factories.agencies.all_agencies(session)) == []
    scene.clock.now = morning
    assert scene.deliver() == 2


def test_the_test_message_goes_to_whoever_asked_for_it(scene: Scene) -> None:
    with scene.sessions.begin() as session:
        person = factories.add_person(session, name="Mara Keeper", email="mara@council.example", password=None)
        gone = factories.add_person(session, email="gone@council.example", password=None)
        factories.leave(session, gone)
        asked = [NewNotice(NoticeKind.TEST, f"test:{one.id}", NOW, person_id=one.id) for one in (person, gone)]
        write(session, asked)
    assert deliver(replace(scene.post(), composers=COMPOSERS)) == 1
    (message,) = scene.sink.messages
    assert message["To"] == "mara@council.example"
    assert "https://training.example.org/mail/headers" in message.get_content()
    assert all(row.settled_at for row in scene.notices())


# What the mail server refuses -------------------------------------------------------------------------------


def test_an_address_that_is_refused_for_good_is_settled_and_listed(scene: Scene) -> None:
    scene.sink.at_rcpt["ann@council.example"] = "550 5.1.1 <ann@council.example>: Recipient address rejected"
    scene.owe("ann@council.example", "bob@council.example")
    assert scene.deliver() == 1
    assert scene.sink.addresses == {"bob@council.example": 1}
    assert scene.bounces() == {"ann@council.example": "There is no such mailbox (550 5.1.1)"}
    assert all(row.settled_at for row in scene.notices())
    scene.wait(days=1)
    assert scene.deliver() == 0


def test_an_address_that_takes_mail_again_is_off_the_list(scene: Scene) -> None:
    scene.sink.at_rcpt["ann@council.example"] = "550 No"
    scene.owe("ann@council.example")
    scene.deliver()
    assert scene.bounces() == {"ann@council.example": "The mail server refused it (550)"}
    scene.sink.at_rcpt.clear()
    scene.owe("ann@council.example", kind=NoticeKind.TEST)
    scene.deliver()
    assert scene.bounces() == {}


def test_what_becomes_of_a_reminder_is_told_to_nobody(scene: Scene) -> None:
    scene.sink.at_rcpt["ann@council.example"] = "550 5.1.1 No"
    scene.owe("ann@council.example", kind=NoticeKind.REMINDER)
    scene.deliver()
    row = scene.notice()
    assert row.settled_at is not None
    assert (row.attempts, row.last_fault, scene.bounces()) == (0, None, {})


def whats_left(row: Notice) -> tuple[object, ...]:
    """All that may tell two reminders of a batch apart."""
    return row.settled_at, row.due_at, row.attempts, row.leased_until, row.last_fault


@pytest.mark.parametrize("trouble", ["later", "line breaks", "words fail"])
def test_a_reminder_is_tried_once_so_that_no_open_row_is_of_somebody_who_has_not_answered(
    scene: Scene, trouble: str
) -> None:
    def only_ann(session: Session, notice: Notice, settings: Settings, now: datetime) -> Message | None:
        if notice.email != "ann@council.example":
            return None
        if trouble == "words fail":
            raise ValueError
        return say_hello(session, notice, settings, now)

    if trouble == "later":
        scene.sink.at_rcpt["ann@council.example"] = "451 4.3.0 Try again"
    elif trouble == "line breaks":
        scene.proxy.faults = ["mid-message"]
    scene.composers[NoticeKind.REMINDER] = only_ann
    scene.owe("ann@council.example", "answered@council.example", kind=NoticeKind.REMINDER)
    with structlog.testing.capture_logs():
        assert scene.deliver() == 0
    ann, answered = scene.notices()
    assert whats_left(ann) == whats_left(answered)
    assert ann.settled_at is not None
    assert ann.last_fault is None


def test_reminders_wait_together_for_a_mail_server_that_is_not_there(scene: Scene) -> None:
    scene.owe("ann@council.example", "bob@council.example", kind=NoticeKind.REMINDER)
    assert scene.deliver(port=free_port()) == 0
    assert [(row.attempts, row.settled_at, row.last_fault) for row in scene.notices()] == [(1, None, None)] * 2
    scene.wait(minutes=2)
    assert scene.deliver() == 2


@pytest.mark.parametrize("answer", ["554 5.7.1 Relay access denied", "530 Authentication required"])
def test_a_server_that_objects_to_us_strikes_nobody_off(scene: Scene, answer: str) -> None:
    scene.sink.at_rcpt["ann@council.example"] = answer
    scene.owe("ann@council.example")
    scene.deliver()
    assert scene.notice().settled_at is None
    assert scene.bounces() == {}


def test_a_server_that_does_not_take_our_own_address_strikes_nobody_off(scene: Scene) -> None:
    scene.sink.at_mail = "553 5.7.1 Sender address rejected"
    scene.owe("ann@council.example", "bob@council.example")
    scene.deliver()
    assert scene.bounces() == {}
    assert {row.last_fault for row in scene.notices()} == {
        "The mail server does not let us send from the address in TNA_MAIL_FROM (553)"
    }
    scene.sink.at_mail = None
    scene.wait(minutes=2)
    assert scene.deliver() == 2


@pytest.mark.parametrize("stage", ["at_rcpt", "at_data"])
def test_a_server_that_says_later_gets_it_later(scene: Scene, stage: str) -> None:
    getattr(scene.sink, stage)["ann@council.example"] = "451 4.3.0 Try again"
    scene.owe("ann@council.example", "bob@council.example")
    assert scene.deliver() == 1
    ann, bob = scene.notices()
    assert bob.settled_at is not None
    assert ann.settled_at is None
    assert ann.last_fault == "The mail server asks us to come back later (451 4.3.0)"
    assert timedelta(seconds=45) <= ann.due_at - NOW <= timedelta(seconds=75)
    assert scene.deliver() == 0
    getattr(scene.sink, stage).clear()
    scene.wait(seconds=75)
    assert scene.deliver() == 1
    assert scene.sink.addresses == {"ann@council.example": 1, "bob@council.example": 1}


def test_after_about_three_days_it_is_given_up_with_its_fault_kept(scene: Scene) -> None:
    scene.sink.at_rcpt["ann@council.example"] = "451 Later"
    scene.owe("ann@council.example")
    for tries in range(1, MOST_TRIES + 1):
        assert scene.notice().settled_at is None, f"given up before try {tries}"
        scene.deliver()
        scene.clock.now = scene.notice().due_at
    row = scene.notice()
    assert row.settled_at is not None
    assert row.last_fault == "The mail server asks us to come back later (451)"
    assert timedelta(days=2) < scene.clock.now - NOW < timedelta(days=4)


# What the network does --------------------------------------------------------------------------------------


def test_a_server_that_refuses_the_connection_gets_it_once_it_is_there(scene: Scene) -> None:
    scene.owe(*(f"person-{n}@council.example" for n in range(MOST_AT_ONCE + 1)))
    assert scene.deliver(port=free_port()) == 0
    tried = [row for row in scene.notices() if row.attempts]
    assert len(tried) in TAKEN_AT_ONCE.values()
    assert {row.last_fault for row in tried} == {"Nothing listens at the address of the mail server"}
    scene.wait(minutes=2)
    assert scene.deliver() == MOST_AT_ONCE + 1
    assert set(scene.sink.addresses.values()) == {1}


def test_a_server_that_says_nothing_is_not_waited_for(scene: Scene) -> None:
    scene.proxy.faults = ["slow"]
    scene.owe("ann@council.example")
    assert scene.deliver() == 0
    assert scene.notice().last_fault == "The mail server did not answer in time"
    scene.wait(minutes=2)
    assert scene.deliver() == 1


def test_no_links_are_made_for_a_server_that_is_not_there(scene: Scene) -> None:
    asked: list[str] = []

    def note(session: Session, notice: Notice, settings: Settings, now: datetime) -> Message:
        asked.append(notice.key)
        return say_hello(session, notice, settings, now)

    scene.composers[NoticeKind.INVITATION] = note
    scene.owe("ann@council.example")
    scene.deliver(port=free_port())
    assert asked == []


def test_a_line_that_breaks_within_a_message_loses_nothing(scene: Scene) -> None:
    scene.proxy.faults = ["mid-message"]
    scene.owe("ann@council.example", "bob@council.example")
    assert scene.deliver() == 1
    scene.wait(minutes=2)
    assert scene.deliver() == 1
    assert scene.sink.addresses == {"ann@council.example": 1, "bob@council.example": 1}


def test_a_line_that_breaks_after_the_message_leads_to_one_more_copy_with_the_same_id(scene: Scene) -> None:
    scene.proxy.faults = ["after-data"]
    scene.owe("ann@council.example")
    assert scene.deliver() == 0
    assert scene.notice().settled_at is None
    scene.wait(minutes=2)
    assert scene.deliver() == 1
    assert scene.sink.addresses == {"ann@council.example": 2}
    assert len(scene.sink.ids) == 1


def test_a_server_that_hangs_up_after_a_refusal_gets_the_others_on_a_new_connection(scene: Scene) -> None:
    scene.sink.at_rcpt["ann@council.example"] = "421 4.7.0 Too many errors"
    scene.owe("ann@council.example", "bob@council.example")
    assert scene.deliver() == 1
    assert scene.sink.addresses == {"bob@council.example": 1}


# Who holds it, and what goes wrong with us ------------------------------------------------------------------


def test_a_worker_that_dies_before_sending_leaves_its_messages_to_the_next_once_its_lease_is_over(scene: Scene) -> None:
    scene.owe("ann@council.example")
    lease = timedelta(seconds=scene.settings.lease_seconds)
    with scene.sessions.begin() as dying:
        assert len(outbox.take(dying, most=5, now=scene.clock.now, lease=lease)) == 1
    scene.wait(seconds=scene.settings.lease_seconds - 1)
    assert scene.deliver() == 0
    scene.wait(seconds=1)
    assert scene.deliver() == 1


def test_a_worker_asked_to_stop_gives_back_what_it_has_not_sent(scene: Scene) -> None:
    scene.owe("ann@council.example", "bob@council.example")
    stop = threading.Event()

    def stop_after_this(session: Session, notice: Notice, settings: Settings, now: datetime) -> Message:
        stop.set()
        return say_hello(session, notice, settings, now)

    scene.composers[NoticeKind.INVITATION] = stop_after_this
    assert deliver(replace(scene.post(), stopping=stop.is_set)) == 0
    assert [(row.attempts, row.leased_until, row.settled_at) for row in scene.notices()] == [(0, None, None)] * 2
    assert scene.deliver() == 2


def test_a_message_whose_words_fail_is_put_off_and_stops_nobody_else(scene: Scene) -> None:
    def fail_for_ann(session: Session, notice: Notice, settings: Settings, now: datetime) -> Message:
        factories.add_agency(session, name=f"Left behind by {notice.email}")
        if notice.email == "ann@council.example":
            raise ValueError("ann@council.example: no luck")
        return say_hello(session, notice, settings, now)

    scene.composers[NoticeKind.INVITATION] = fail_for_ann
    scene.owe("ann@council.example", "bob@council.example")
    with structlog.testing.capture_logs():
        assert scene.deliver() == 1
    ann, _ = scene.notices()
    assert (ann.settled_at, ann.last_fault) == (None, "The message could not be written (ValueError)")
    with scene.sessions() as session:
        names = {agency.name for agency in factories.agencies.all_agencies(session)}
    assert names == {"Left behind by bob@council.example"}


def test_a_message_whose_words_fail_every_time_is_given_up_with_its_fault_kept(scene: Scene) -> None:
    def fail(_session: Session, _notice: Notice, _settings: Settings, _now: datetime) -> Message:
        raise ValueError

    scene.composers[NoticeKind.INVITATION] = fail
    scene.owe("ann@council.example")
    with structlog.testing.capture_logs():
        for tries in range(1, MOST_TRIES + 1):
            assert scene.notice().settled_at is None, f"given up before try {tries}"
            scene.deliver()
            scene.clock.now = scene.notice().due_at
    row = scene.notice()
    assert row.settled_at is not None
    assert row.last_fault == "The message could not be written (ValueError)"


def test_a_crash_while_one_message_is_sent_loses_nothing_of_the_others(scene: Scene) -> None:
    class Crashing(SmtpSender):
        """Fails, as no sender should, with one address."""

        def send(self, letter: Letter) -> Delivery:
            if letter.email == "bob@police.example":
                raise RuntimeError
            return super().send(letter)

    scene.owe("ann@council.example", "bob@police.example", "cleo@health.example")
    server = Smtp("127.0.0.1", scene.proxy.port, Security.NONE)
    crashing = Crashing(server, sender=scene.settings.mail_from, our_name="localhost", patience=PATIENCE)
    with pytest.raises(RuntimeError):
        deliver(replace(scene.post(), sender=crashing))
    ann, bob, cleo = scene.notices()
    assert ann.settled_at is not None
    assert bob.leased_until is not None
    assert (cleo.attempts, cleo.leased_until) == (0, None)
    scene.wait(seconds=scene.settings.lease_seconds)
    assert scene.deliver() == 2
    assert set(scene.sink.addresses.values()) == {1}


def test_a_message_of_a_kind_that_nobody_can_write_is_never_lost(scene: Scene) -> None:
    scene.owe("ann@council.example", kind=NoticeKind.JOIN_LINK)
    with structlog.testing.capture_logs():
        for _ in range(MOST_TRIES + 3):
            scene.deliver()
            scene.clock.now = scene.notice().due_at
    assert scene.notice().settled_at is None
    scene.composers[NoticeKind.JOIN_LINK] = say_hello
    assert scene.deliver() == 1


def test_an_address_that_cannot_stand_in_a_header_is_put_off_with_its_fault(scene: Scene) -> None:
    def write_to_two(_session: Session, _notice: Notice, _settings: Settings, _now: datetime) -> Message:
        return Message("ann@council.example\r\nBcc: eve@elsewhere.example", "Hello", "Hello")

    scene.composers[NoticeKind.INVITATION] = write_to_two
    scene.owe("ann@council.example")
    with structlog.testing.capture_logs():
        assert scene.deliver() == 0
    assert scene.sink.got == []
    assert scene.notice().last_fault is not None


# Settings ---------------------------------------------------------------------------------------------------


def test_nothing_is_sent_in_the_clear_to_a_server_that_cannot_keep_it_safe(scene: Scene) -> None:
    settings = replace(scene.settings, smtp=Smtp("127.0.0.1", scene.proxy.port, Security.STARTTLS))
    scene.owe("ann@council.example")
    assert deliver(replace(scene.post(), sender=sender_for(settings))) == 0
    assert scene.sink.got == []
    assert "TNA_SMTP_SECURITY" in (scene.notice().last_fault or "")


def test_a_letter_goes_over_a_safe_connection_to_a_server_that_is_trusted_and_to_no_other(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path)
    scene.owe("ann@council.example")
    with mail_server(certificate=certificate) as (sink, proxy):
        settings = replace(scene.settings, smtp=Smtp("127.0.0.1", proxy.port, Security.STARTTLS))
        post = replace(scene.post(), sender=sender_for(settings))
        assert deliver(post) == 0
        assert "could not be made safe" in (scene.notice().last_fault or "")
        assert sink.got == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
        scene.wait(minutes=2)
        assert deliver(post) == 1
        assert sink.addresses == {"ann@council.example": 1}


@pytest.mark.parametrize(
    ("password", "sent", "fault"),
    [("open sesame", 1, None), ("wrong", 0, "The mail server does not take TNA_SMTP_USER and TNA_SMTP_PASSWORD")],
)
def test_a_server_that_wants_to_know_us_is_told_name_and_password(
    scene: Scene, password: str, sent: int, fault: str | None
) -> None:
    scene.owe("ann@council.example")
    with mail_server(password="open sesame") as (sink, proxy):
        server = Smtp("127.0.0.1", proxy.port, Security.NONE, "tna", password)
        assert deliver(replace(scene.post(), sender=sender_for(replace(scene.settings, smtp=server)))) == sent
        assert len(sink.got) == sent
    assert scene.notice().last_fault == fault
    assert password not in repr(server)


def test_without_a_mail_server_mail_is_kept_in_a_folder_that_only_its_owner_reads(scene: Scene) -> None:
    with scene.sessions.begin() as session:
        person = factories.add_person(session, email="mara@council.example", password=None)
        write(session, [NewNotice(NoticeKind.TEST, "test:1", NOW, person_id=person.id)])
        assert session.get(Person, person.id) is not None
    folder = scene.settings.mail_folder
    assert deliver(replace(scene.post(), composers=COMPOSERS, sender=sender_for(scene.settings))) == 1
    (file,) = folder.iterdir()
    assert file.suffix == ".eml"
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    assert b"mara@council.example" in file.read_bytes()
