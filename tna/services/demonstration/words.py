"""What the people of the demonstration wrote in their own words, and how it was read and released.

All sentences are invented. They are drawn apart from everything else, so that the rest of the demonstration is the same
with them and without.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy.orm import Session

from tna.domain.free_text import USUAL_QUESTION, Reason
from tna.domain.working_days import working_days_after
from tna.models.surveys import Round
from tna.services.demonstration.parts import Built, moment
from tna.services.free_texts import own, questions, releasing, screening, themes
from tna.services.surveys import Collected

SCREENER = "trainer@demo.example"
_CONTACT = (
    "Ring the Weirbridge front door for children on 01632 960 140, day and night. Then tell your own safeguarding lead."
)
_SHARE_WHO_WRITE = 0.3
_MOST_WHO_WRITE = 0.9
_TEXTS = 600
"""So many are wanted in a small demonstration too: a theme is shown of groups in which ten or more wrote something."""

_DRAWN_FROM = 20  # with the seed: apart from what everything else is drawn from
_READ_AFTER, _RELEASED_AFTER = 4, 12
"""Working days."""

_TIME, _COST, _SUPERVISION, _FAMILIES, _ABE = (
    "Time",
    "Cost",
    "Supervision",
    "Confidence with families",
    "ABE interviews",
)
_SENTENCES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("I would need an afternoon without a phone to learn anything new.", (_TIME,)),
    ("Courses fall on days when nobody can cover for me.", (_TIME,)),
    ("Half a day would be possible; two days in a row are not.", (_TIME,)),
    ("I have started the e-learning three times and was called away each time.", (_TIME,)),
    ("More dates in school holidays, please.", (_TIME,)),
    ("We are told that there is no money for cover.", (_COST,)),
    ("The course is free, but the train is not.", (_COST,)),
    ("Small charities cannot pay for places that are booked and not taken.", (_COST, _TIME)),
    ("Somebody to talk a case through with, soon after it happened.", (_SUPERVISION,)),
    ("Regular supervision helped me more than any course.", (_SUPERVISION,)),
    ("I would like to sit beside somebody experienced before I do it alone.", (_SUPERVISION, _FAMILIES)),
    ("Group supervision across agencies, as we had it some years ago.", (_SUPERVISION,)),
    ("Finding the words with parents is the hardest part.", (_FAMILIES,)),
    ("I worry about saying the wrong thing to a family and losing their trust.", (_FAMILIES,)),
    ("Practice with actors was the best day of training I have had.", (_FAMILIES,)),
    ("How to go on talking with a family after the first conversation.", (_FAMILIES,)),
    ("More places on the joint interviewing course.", (_ABE,)),
    ("It is two years since I trained and I have interviewed once since.", (_ABE,)),
    ("A refresher for those who interview rarely.", (_ABE, _TIME)),
    ("Short films that show what good practice looks like.", ()),
    ("One page that says whom to ring for advice.", ()),
    ("Training together with colleagues from other agencies.", ()),
)
_WITHHELD = (
    ("Ask Gwendolyn on reception, she knows who has time for courses and who has not.", Reason.NAMES),
    ("I am the only one here who does this job, so you will know who writes this.", Reason.TELLS_WHO),
    ("The car park is full by eight.", Reason.ELSEWHERE),
)
_ESCALATED = "I am worried about a pupil in my class and do not know whom to tell."


def ask_openly(session: Session, built: Built, round_: Round) -> None:
    """Put the open question into a planned round, and name who reads first what people write."""
    at = moment(round_.opens_on - timedelta(days=14), 16)
    questions.ask(session, round_=round_, question=USUAL_QUESTION, contact=_CONTACT, actor_id=built.manager_id, now=at)
    questions.name_screeners(session, round_=round_, people=[built.id_of(SCREENER)], actor_id=built.manager_id, now=at)


def write(session: Session, built: Built, round_: Round, collected: list[Collected]) -> None:
    """Let some of those who have sent their answers write something."""
    rng = np.random.default_rng([built.plan.seed, _DRAWN_FROM])
    share = min(_MOST_WHO_WRITE, max(_SHARE_WHO_WRITE, _TEXTS / max(len(collected), 1)))
    writing = [one.key for one in collected if rng.random() < share]
    chosen = rng.integers(len(_SENTENCES), size=len(writing)).tolist()
    texts = [_SENTENCES[place][0] for place in chosen]
    special = [*(text for text, _ in _WITHHELD), _ESCALATED]
    texts[: len(special)] = special[: len(texts)]
    own.write_collected(session, round_=round_, texts=dict(zip(writing, texts, strict=True)))


def screen(session: Session, built: Built, round_: Round) -> None:
    """Read everything as a screener would in the week after the round closed, and release the themes."""
    assert round_.closed_at is not None
    reader = built.id_of(SCREENER)
    closed_on = round_.closed_at.date()
    read_at = moment(working_days_after(closed_on, _READ_AFTER), 10)
    theme_ids = {theme.title: theme.id for theme in themes.themes_of(session, round_id=round_.id)}
    quoted: set[str] = set()
    while (text := screening.any_unread(session, round_id=round_.id)) is not None:
        if text.text == _ESCALATED:
            item = screening.escalate(session, text=text, today=read_at.date(), actor_id=reader, now=read_at)
            screening.hand_on(session, item=item, actor_id=reader, now=read_at + timedelta(hours=2))
        elif text.text in dict(_WITHHELD):
            reason = dict(_WITHHELD)[text.text]
            screening.withhold(session, text=text, seen="unread", reason=reason, actor_id=reader, now=read_at)
        else:
            _keep(session, text.key.hex(), round_, theme_ids, quoted, reader, read_at)
    if not releasing.what_keeps(session, round_id=round_.id):
        at = moment(working_days_after(closed_on, _RELEASED_AFTER), 15)
        releasing.release_themes(session, round_=round_, actor_id=reader, now=at)


def _keep(
    session: Session, key: str, round_: Round, theme_ids: Mapping[str, int], quoted: set[str], reader: int, at: datetime
) -> None:
    """Keep one text with its themes; of those that say the same one may be quoted."""
    text = screening.find_text(session, round_id=round_.id, key=key)
    assert text is not None
    may_be_quoted = text.text not in quoted and len(quoted) < len(_SENTENCES) // 2
    quoted |= {text.text} if may_be_quoted else set()
    screening.keep(
        session,
        text=text,
        seen="unread",
        themes=[theme_ids[title] for title in dict(_SENTENCES)[text.text]],
        may_be_quoted=may_be_quoted,
        actor_id=reader,
        now=at,
    )
