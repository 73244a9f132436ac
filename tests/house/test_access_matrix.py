"""Who may open what: every route, every method, everybody, with expectations written by hand.

The expectations are not read from the permission table: a line removed there, or a decorator removed from a page,
must make a test here fail. An endpoint that nobody wrote down fails as well.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from tests.house.partnership import (
    ADMINISTRATOR,
    ANALYST,
    ANONYMOUS,
    EVERYBODY,
    LEAD_OF_A,
    LEAD_OF_B,
    LEFT,
    LIMITED,
    MANAGER,
    NO_AGENCY,
    PRACTITIONER,
    SCREENER,
    SUBGROUP,
    TRAINER,
    Partnership,
    build,
)
from tna.web.access import rule_of

ALL = frozenset(EVERYBODY)
SIGNED_IN = ALL - {ANONYMOUS, LEFT, LIMITED}
IN_AN_AGENCY = SIGNED_IN - {NO_AGENCY}
ANSWERING = IN_AN_AGENCY | {LIMITED}
READERS = frozenset({MANAGER, SUBGROUP, ANALYST})
PROGRAMMERS = frozenset({SUBGROUP, ANALYST})
READERS_AND_LEADS = READERS | {LEAD_OF_A, LEAD_OF_B}
READERS_AND_LEAD_OF_A = READERS | {LEAD_OF_A}
READERS_AND_LEAD_OF_B = READERS | {LEAD_OF_B}
MANAGERS = frozenset({MANAGER})
ANALYSTS = frozenset({MANAGER, ANALYST})
OWNER = frozenset({PRACTITIONER})
SCREENERS = frozenset({SCREENER})
ADMINISTRATORS = frozenset({ADMINISTRATOR})
KEEPERS = MANAGERS | ADMINISTRATORS
MANAGERS_AND_LEADS = MANAGERS | {LEAD_OF_A, LEAD_OF_B}
MANAGERS_AND_LEAD_OF_A = MANAGERS | {LEAD_OF_A}
MANAGERS_AND_LEAD_OF_B = MANAGERS | {LEAD_OF_B}
MANAGERS_AND_TRAINER = MANAGERS | {TRAINER}
PLANNERS = MANAGERS | {LEAD_OF_A, LEAD_OF_B}
PLANNERS_OF_A = MANAGERS | {LEAD_OF_A}
PLANNERS_OF_B = MANAGERS | {LEAD_OF_B}

# Who is let in, by method and address. Everybody else is sent to sign in (without a sign-in) or sees a 404.
EXPECTED: dict[str, frozenset[str]] = {
    # everybody
    "GET /healthz": ALL,
    "GET /methods": ALL,
    "POST /language": ALL,
    "GET /privacy": ALL,
    # for programs: where to begin, and the description of what there is
    "GET /api/v1/": ALL,
    "GET /api/v1/openapi.json": ALL,
    "GET /sign-in": ALL,
    "POST /sign-in": ALL,
    "POST /sign-out": ALL,
    "GET /set-up/<token>": ALL,
    "POST /set-up/<token>": ALL,
    # an agency's headcounts by whoever holds the link, with an account or without
    "GET /headcounts/<token>": ALL,
    "POST /headcounts/<token>": ALL,
    # coming in by a link, and joining by a poster
    "GET /sign-in/link": ALL,
    "POST /sign-in/link": ALL,
    "GET /link-sent": ALL,
    "GET /link/<token>": ALL,
    "POST /link/<token>": ALL,
    "POST /link/<token>/own-address": ALL,
    "GET /join/<code>": ALL,
    "POST /join/<code>": ALL,
    "GET /join-asked": ALL,
    "GET /joining/<token>": ALL,
    "POST /joining/<token>": ALL,
    # on the machine of somebody who tries it, without a mail server
    "GET /development/mail": ALL,
    "GET /development/mail/<letter>": ALL,
    # one's own
    "GET /": SIGNED_IN | {LIMITED},
    "GET /account": SIGNED_IN,
    "POST /account/answering-as": SIGNED_IN,
    "POST /account/other-sign-ins": SIGNED_IN,
    "POST /account/password": SIGNED_IN,
    "GET /account/tokens": PROGRAMMERS,
    "POST /account/tokens": PROGRAMMERS,
    "POST /account/tokens/<int:token_id>/revoke": frozenset({SUBGROUP}),
    "GET /surveys/<int:round_id>/before-you-start": ANSWERING,
    "POST /surveys/<int:round_id>/before-you-start": ANSWERING,
    "GET /surveys/<int:round_id>/parts/<int:number>": ANSWERING,
    "POST /surveys/<int:round_id>/parts/<int:number>": ANSWERING,
    "GET /surveys/<int:round_id>/parts/<int:number>/clear": ANSWERING,
    "POST /surveys/<int:round_id>/parts/<int:number>/clear": ANSWERING,
    "GET /surveys/<int:round_id>/check": ANSWERING,
    "POST /surveys/<int:round_id>/check": ANSWERING,
    "GET /surveys/<int:round_id>/sent": ANSWERING,
    "GET /surveys/<int:round_id>/privacy-notice": ANSWERING,
    "GET /surveys/<int:round_id>/profile": IN_AN_AGENCY,
    "POST /surveys/<int:round_id>/profile-link": ANSWERING,
    "GET /surveys/<int:round_id>": ANSWERING,
    "GET /surveys/<int:round_id>/profile.pdf": IN_AN_AGENCY,
    "GET /surveys/<int:round_id>/withdraw": IN_AN_AGENCY,
    "POST /surveys/<int:round_id>/withdraw": IN_AN_AGENCY,
    "POST /surveys/<int:round_id>/parts/<int:number>/answers": ANSWERING,
    # what people write in their own words, and its screeners
    "GET /surveys/<int:round_id>/own-words": ANSWERING,
    "POST /surveys/<int:round_id>/own-words": ANSWERING,
    "POST /surveys/<int:round_id>/own-words/saved": ANSWERING,
    "GET /surveys/<int:round_id>/own-words/delete": IN_AN_AGENCY,
    "POST /surveys/<int:round_id>/own-words/delete": IN_AN_AGENCY,
    "GET /surveys/rounds/<int:round_id>/open-question": MANAGERS,
    "POST /surveys/rounds/<int:round_id>/open-question": MANAGERS,
    "POST /surveys/rounds/<int:round_id>/open-question/remove": MANAGERS,
    "GET /surveys/rounds/<int:round_id>/open-question/screeners": MANAGERS,
    "POST /surveys/rounds/<int:round_id>/open-question/screeners": MANAGERS,
    "GET /texts": SCREENERS,
    "GET /texts/<int:round_id>": SCREENERS,
    "GET /texts/<int:round_id>/next": SCREENERS,
    "GET /texts/<int:round_id>/<key>": SCREENERS,
    "POST /texts/<int:round_id>/<key>": SCREENERS,
    "POST /texts/<int:round_id>/<key>/escalate": SCREENERS,
    "GET /texts/<int:round_id>/escalated/<int:escalation_id>": SCREENERS,
    "POST /texts/<int:round_id>/escalated/<int:escalation_id>": SCREENERS,
    "GET /texts/<int:round_id>/themes": SCREENERS,
    "POST /texts/<int:round_id>/themes": SCREENERS,
    "GET /texts/<int:round_id>/release": SCREENERS,
    "POST /texts/<int:round_id>/release": SCREENERS,
    # courses
    "GET /courses/dates": IN_AN_AGENCY,
    "GET /courses/dates/new": MANAGERS,
    "POST /courses/dates/new": MANAGERS,
    "GET /courses/dates/<int:date_id>": IN_AN_AGENCY,
    "GET /courses/dates/<int:date_id>/change": MANAGERS,
    "POST /courses/dates/<int:date_id>/change": MANAGERS,
    "GET /courses/dates/<int:date_id>/call-off": MANAGERS,
    "POST /courses/dates/<int:date_id>/call-off": MANAGERS,
    "POST /courses/dates/<int:date_id>/book": IN_AN_AGENCY,
    "POST /courses/dates/<int:date_id>/cancel": IN_AN_AGENCY,
    "GET /courses/dates/<int:date_id>/people": MANAGERS_AND_LEADS,
    "POST /courses/dates/<int:date_id>/people": MANAGERS_AND_LEADS,
    "POST /courses/dates/<int:date_id>/bookings/<int:booking_id>/cancel": MANAGERS_AND_LEAD_OF_A,
    "POST /courses/dates/<int:date_id>/bookings/<int:booking_id>/nominate": MANAGERS_AND_LEAD_OF_A,
    "GET /courses/dates/<int:date_id>/register": MANAGERS_AND_TRAINER,
    "POST /courses/dates/<int:date_id>/register": MANAGERS_AND_TRAINER,
    "POST /courses/dates/<int:date_id>/register/bookings/<int:booking_id>/take-off": MANAGERS_AND_TRAINER,
    "POST /courses/dates/<int:date_id>/register/walk-ins": MANAGERS_AND_TRAINER,
    "GET /courses/<course_id>/done": IN_AN_AGENCY,
    "POST /courses/<course_id>/done": IN_AN_AGENCY,
    "POST /courses/completions/<int:completion_id>/take-back": frozenset({PRACTITIONER}),
    "GET /learning/forms/<course_id>/before": OWNER,
    "POST /learning/forms/<course_id>/before": OWNER,
    "GET /learning/forms/<course_id>/after": OWNER,
    "POST /learning/forms/<course_id>/after": OWNER,
    "GET /learning/certificates/<int:completion_id>": OWNER,
    "GET /learning": IN_AN_AGENCY,
    "GET /learning/record": IN_AN_AGENCY,
    "GET /learning/record.csv": IN_AN_AGENCY,
    "GET /learning/suggestions": IN_AN_AGENCY,
    "POST /learning/courses/<course_id>/share": IN_AN_AGENCY,
    "POST /learning/courses/<course_id>/take-back": IN_AN_AGENCY,
    # planning for an agency
    "GET /plans": PLANNERS,
    "GET /plans/agencies/<agency_id>/people/<int:person_id>": PLANNERS_OF_A,
    "GET /plans/agencies/<agency_id>/people/<int:person_id>/completions/new": PLANNERS_OF_A,
    "POST /plans/agencies/<agency_id>/people/<int:person_id>/completions/new": PLANNERS_OF_A,
    "POST /plans/agencies/<agency_id>/people/<int:person_id>/completions/<int:completion_id>/take-back": PLANNERS_OF_A,
    "GET /plans/agencies/<agency_id>": PLANNERS_OF_A,
    "GET /plans/agencies/<agency_id>/assign": PLANNERS_OF_A,
    "POST /plans/agencies/<agency_id>/assign": PLANNERS_OF_A,
    "GET /plans/agencies/<agency_id>/batches": PLANNERS_OF_A,
    "POST /plans/agencies/<agency_id>/batches": PLANNERS_OF_A,
    "GET /plans/agencies/<agency_id>/batches/<int:batch_id>": PLANNERS_OF_A,
    "POST /plans/agencies/<agency_id>/batches/<int:batch_id>/undo": PLANNERS_OF_A,
    "POST /plans/agencies/<agency_id>/batches/<int:batch_id>/people/<int:person_id>/withdraw": PLANNERS_OF_A,
    # reaching the people of an agency
    "GET /agencies/posters": MANAGERS_AND_LEADS,
    "GET /agencies/<agency_id>/posters": MANAGERS_AND_LEAD_OF_A,
    "POST /agencies/<agency_id>/posters": MANAGERS_AND_LEAD_OF_A,
    "GET /agencies/<agency_id>/posters/<code>.pdf": MANAGERS_AND_LEAD_OF_A,
    "POST /agencies/<agency_id>/posters/<code>/end": MANAGERS_AND_LEAD_OF_A,
    "GET /agencies/<agency_id>/joiners": MANAGERS_AND_LEAD_OF_A,
    "POST /agencies/<agency_id>/joiners/<int:joiner_id>/let-in": MANAGERS_AND_LEAD_OF_A,
    "POST /agencies/<agency_id>/joiners/<int:joiner_id>/turn-away": MANAGERS_AND_LEAD_OF_A,
    # inviting and reminding: the manager everybody, leads their agency
    "GET /surveys/reach": MANAGERS_AND_LEADS,
    "GET /surveys/rounds/<int:round_id>/reach": MANAGERS,
    "POST /surveys/rounds/<int:round_id>/reach/invitations": MANAGERS,
    "GET /surveys/rounds/<int:round_id>/reach/words/<any(invitation, reminder):kind>": MANAGERS,
    "POST /surveys/rounds/<int:round_id>/reach/words/<any(invitation, reminder):kind>": MANAGERS,
    "POST /surveys/rounds/<int:round_id>/reach/words/<any(invitation, reminder):kind>/usual": MANAGERS,
    "GET /surveys/rounds/<int:round_id>/reach/reminders": MANAGERS,
    "POST /surveys/rounds/<int:round_id>/reach/reminders": MANAGERS,
    "POST /surveys/rounds/<int:round_id>/reach/pause": MANAGERS,
    "POST /surveys/rounds/<int:round_id>/reach/resume": MANAGERS,
    "GET /agencies/<agency_id>/reach": MANAGERS_AND_LEAD_OF_A,
    "GET /agencies/<agency_id>/reach/words/<any(invitation, reminder):kind>": MANAGERS_AND_LEAD_OF_A,
    "POST /agencies/<agency_id>/reach/words/<any(invitation, reminder):kind>": MANAGERS_AND_LEAD_OF_A,
    "POST /agencies/<agency_id>/reach/words/<any(invitation, reminder):kind>/usual": MANAGERS_AND_LEAD_OF_A,
    "GET /agencies/<agency_id>/reach/reminders": MANAGERS_AND_LEAD_OF_A,
    "POST /agencies/<agency_id>/reach/reminders": MANAGERS_AND_LEAD_OF_A,
    "POST /agencies/<agency_id>/reach/reminders/follow-round": MANAGERS_AND_LEAD_OF_A,
    "POST /agencies/<agency_id>/reach/pause": MANAGERS_AND_LEAD_OF_A,
    "POST /agencies/<agency_id>/reach/resume": MANAGERS_AND_LEAD_OF_A,
    "GET /agencies/<agency_id>/reach/mail-merge": MANAGERS_AND_LEAD_OF_A,
    "POST /agencies/<agency_id>/reach/mail-merge": MANAGERS_AND_LEAD_OF_A,
    # what there is to learn
    "GET /courses": IN_AN_AGENCY,
    "GET /courses/<course_id>": IN_AN_AGENCY,
    "GET /courses/resources": IN_AN_AGENCY,
    # released figures
    "GET /needs": READERS,
    "GET /needs/agencies": READERS,
    "GET /needs/agencies.csv": READERS,
    "GET /needs/certainty": READERS,
    "GET /needs/certainty.csv": READERS,
    "GET /needs/own-words.csv": READERS,
    "GET /needs/ranking": READERS,
    "GET /needs/ranking.csv": READERS,
    "GET /needs/role-groups.csv": READERS,
    "GET /needs/statements": READERS,
    "GET /needs/statements.csv": READERS,
    "GET /needs/domains/<domain_id>": READERS,
    'GET /needs/domains/<domain_id>/<any(statements,"role-groups"):part>.csv': READERS,
    "GET /needs/statements/<statement_id>": READERS,
    'GET /needs/statements/<statement_id>/<any(levels,"role-groups"):part>.csv': READERS,
    "GET /needs/questions": READERS,
    "GET /needs/questions/<question_id>.csv": READERS,
    "GET /needs/compare": READERS,
    "GET /needs/compare.csv": READERS,
    "GET /needs/compare/domains.csv": READERS,
    "GET /needs/what-if": READERS,
    "GET /needs/what-if/what-if.csv": READERS,
    "POST /needs/what-if/propose": MANAGERS,
    "POST /needs/what-if/proposals/<int:proposal_id>/remove": MANAGERS,
    "GET /needs/download": READERS,
    "GET /needs/download/<any(workbook,figures,charts):kind>": READERS,
    "GET /needs/programs": PROGRAMMERS,
    "GET /needs/mine": READERS_AND_LEADS,
    "GET /needs/agencies/<agency_id>": READERS_AND_LEAD_OF_A,
    "GET /needs/agencies/<agency_id>/role-groups.csv": READERS_AND_LEAD_OF_A,
    "GET /needs/agencies/<agency_id>/statements.csv": READERS_AND_LEAD_OF_A,
    "GET /needs/agencies/<agency_id>/statements": READERS_AND_LEAD_OF_A,
    "GET /needs/agencies/<agency_id>/narrowed.csv": READERS_AND_LEAD_OF_A,
    "GET /needs/agencies/<agency_id>/domains/<domain_id>": READERS_AND_LEAD_OF_A,
    'GET /needs/agencies/<agency_id>/domains/<domain_id>/<any(statements,"role-groups"):part>.csv': (
        READERS_AND_LEAD_OF_A
    ),
    "GET /needs/agencies/<agency_id>/statements/<statement_id>": READERS_AND_LEAD_OF_A,
    'GET /needs/agencies/<agency_id>/statements/<statement_id>/<any(levels,"role-groups"):part>.csv': (
        READERS_AND_LEAD_OF_A
    ),
    "GET /reports/pictures/<digest>.<any(svg,png,pdf):form>": READERS_AND_LEAD_OF_A,
    "GET /calendar": MANAGERS_AND_LEADS,
    "GET /reports/coverage": READERS_AND_LEADS,
    "GET /reports/coverage/days.csv": READERS,
    "GET /reports/coverage/agencies.csv": READERS_AND_LEADS,
    "GET /reports/coverage/role-groups.csv": READERS_AND_LEADS,
    # keeping the catalogue
    "POST /courses/adopt": MANAGERS,
    "GET /courses/new": MANAGERS,
    "POST /courses/new": MANAGERS,
    "GET /courses/<course_id>/change": MANAGERS,
    "POST /courses/<course_id>/change": MANAGERS,
    "GET /courses/<course_id>/retire": MANAGERS,
    "POST /courses/<course_id>/retire": MANAGERS,
    "POST /courses/<course_id>/bring-back": MANAGERS,
    "GET /courses/resources/new": MANAGERS,
    "POST /courses/resources/new": MANAGERS,
    "GET /courses/resources/<resource_id>/change": MANAGERS,
    "POST /courses/resources/<resource_id>/change": MANAGERS,
    "GET /courses/resources/<resource_id>/remove": MANAGERS,
    "POST /courses/resources/<resource_id>/remove": MANAGERS,
    "GET /reports/reach": READERS,
    "GET /reports/reach.csv": READERS,
    "GET /reports/abe-cover": READERS,
    "GET /reports/abe-cover.csv": READERS,
    # what has been released of confidence before and after courses: the same for every reader
    "GET /evaluations": READERS_AND_LEADS,
    "GET /evaluations.csv": READERS_AND_LEADS,
    "GET /evaluations/<course_id>": READERS_AND_LEADS,
    "GET /evaluations/<course_id>/before-after.csv": READERS_AND_LEADS,
    "GET /evaluations/<course_id>/changes.csv": READERS_AND_LEADS,
    "GET /evaluations/<course_id>/looking-back.csv": READERS_AND_LEADS,
    "GET /evaluations/<course_id>/room.csv": READERS_AND_LEADS,
    "GET /evaluations/<course_id>/sureness.csv": READERS_AND_LEADS,
    # running the partnership
    "GET /surveys/rounds": MANAGERS,
    "GET /surveys/rounds/new": MANAGERS,
    "POST /surveys/rounds/new": MANAGERS,
    "GET /surveys/rounds/<int:round_id>": MANAGERS,
    "POST /surveys/rounds/<int:round_id>/open": MANAGERS,
    "GET /surveys/rounds/<int:round_id>/close": MANAGERS,
    "POST /surveys/rounds/<int:round_id>/close": MANAGERS,
    "GET /surveys/rounds/<int:round_id>/change": MANAGERS,
    "POST /surveys/rounds/<int:round_id>/change": MANAGERS,
    "GET /surveys/rounds/<int:round_id>/call-off": MANAGERS,
    "POST /surveys/rounds/<int:round_id>/call-off": MANAGERS,
    "GET /surveys/rounds/<int:round_id>/privacy-notice": MANAGERS,
    "POST /surveys/rounds/<int:round_id>/privacy-notice": MANAGERS,
    "GET /surveys/rounds/<int:round_id>/targets": MANAGERS,
    "POST /surveys/rounds/<int:round_id>/targets": MANAGERS,
    "GET /surveys/rounds/<int:round_id>/targets/<role_group>": MANAGERS,
    "POST /surveys/rounds/<int:round_id>/targets/<role_group>": MANAGERS,
    "GET /surveys/rounds/<int:round_id>/targets/targets.csv": MANAGERS,
    "GET /surveys/rounds/<int:round_id>/targets/upload": MANAGERS,
    "POST /surveys/rounds/<int:round_id>/targets/upload": MANAGERS,
    "POST /surveys/rounds/<int:round_id>/targets/proposals/<int:proposal_id>/use": MANAGERS,
    "POST /surveys/rounds/<int:round_id>/targets/proposals/<int:proposal_id>/remove": MANAGERS,
    "GET /mail": KEEPERS,
    "POST /mail/test": KEEPERS,
    "GET /mail/headers": KEEPERS,
    "POST /mail/headers": KEEPERS,
    "GET /mail/bounces": MANAGERS_AND_LEADS,
    # a table to check before it is published elsewhere
    "GET /table-check": ANALYSTS,
    "POST /table-check": ANALYSTS,
    "POST /table-check/evidence.json": ANALYSTS,
    "POST /table-check/evidence.csv": ANALYSTS,
    # surveys being written
    "GET /surveys/editor": MANAGERS,
    "POST /surveys/editor/start": MANAGERS,
    "GET /surveys/editor/import": MANAGERS,
    "POST /surveys/editor/import": MANAGERS,
    "GET /surveys/editor/versions/<int:version_id>/survey.yaml": MANAGERS,
    "GET /surveys/editor/<int:draft_id>": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/survey.yaml": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/import": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/import": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/discard": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/discard": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/publish": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/publish": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/preview": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/preview/<role_group>/<int:number>": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/move": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/about": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/about": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/beginning": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/beginning": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/scale": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/scale": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/add-part": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/add-part": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/parts/<domain_id>": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/parts/<domain_id>": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/parts/<domain_id>/remove": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/parts/<domain_id>/remove": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/parts/<domain_id>/asked": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/parts/<domain_id>/asked": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/parts/<domain_id>/statements/new": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/parts/<domain_id>/statements/new": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/statements/<statement_id>": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/statements/<statement_id>": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/statements/<statement_id>/words": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/statements/<statement_id>/words": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/statements/<statement_id>/part": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/statements/<statement_id>/part": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/statements/<statement_id>/remove": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/statements/<statement_id>/remove": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/targets/<role_group>": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/targets/<role_group>": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/add-question": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/add-question": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/questions/<question_id>": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/questions/<question_id>": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/questions/<question_id>/choices": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/questions/<question_id>/choices": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/questions/<question_id>/put-to": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/questions/<question_id>/put-to": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/questions/<question_id>/condition": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/questions/<question_id>/condition": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/languages/<language>": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/languages/<language>/survey": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/languages/<language>/survey": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/languages/<language>/parts/<domain_id>": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/languages/<language>/parts/<domain_id>": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/languages/<language>/questions": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/languages/<language>/questions": MANAGERS,
    "GET /surveys/editor/<int:draft_id>/questions/<question_id>/remove": MANAGERS,
    "POST /surveys/editor/<int:draft_id>/questions/<question_id>/remove": MANAGERS,
    "GET /people/agencies": MANAGERS,
    "GET /people/agencies/new": MANAGERS,
    "POST /people/agencies/new": MANAGERS,
    "GET /people/agencies/<agency_id>": MANAGERS,
    "POST /people/agencies/<agency_id>": MANAGERS,
    "GET /people/agencies/<agency_id>/change": MANAGERS,
    "POST /people/agencies/<agency_id>/change": MANAGERS,
    "GET /people/agencies/<agency_id>/addresses": MANAGERS,
    "POST /people/agencies/<agency_id>/addresses": MANAGERS,
    "GET /people/agencies/<agency_id>/agreements": MANAGERS,
    "GET /people/agencies/<agency_id>/agreements/<kind>": MANAGERS,
    "POST /people/agencies/<agency_id>/agreements/<kind>": MANAGERS,
    "POST /people/agencies/<agency_id>/agreements/<kind>/take-back": MANAGERS,
    "GET /people/agencies/<agency_id>/headcount-return": MANAGERS,
    "POST /people/agencies/<agency_id>/headcount-return": MANAGERS,
    "GET /people/agencies/agreements": MANAGERS,
    "GET /people/agencies/headcount-returns": MANAGERS,
    "POST /people/agencies/headcount-returns": MANAGERS,
    "GET /people/duplicates": MANAGERS,
    "GET /people/<int:person_id>/merge": MANAGERS,
    "GET /people/<int:person_id>/merge/<int:other_id>": MANAGERS,
    "POST /people/<int:person_id>/merge/<int:other_id>": MANAGERS,
    "GET /people/<int:person_id>/jobs/<int:membership_id>/move": MANAGERS,
    "POST /people/<int:person_id>/jobs/<int:membership_id>/move": MANAGERS,
    # lists that agencies send
    "GET /people/imports": MANAGERS,
    "GET /people/imports/new": MANAGERS,
    "POST /people/imports/new": MANAGERS,
    "GET /people/imports/<int:import_id>": MANAGERS,
    "GET /people/imports/<int:import_id>/columns": MANAGERS,
    "POST /people/imports/<int:import_id>/columns": MANAGERS,
    "GET /people/imports/<int:import_id>/jobs": MANAGERS,
    "POST /people/imports/<int:import_id>/jobs": MANAGERS,
    "GET /people/imports/<int:import_id>/check": MANAGERS,
    "POST /people/imports/<int:import_id>/check": MANAGERS,
    "GET /people/imports/<int:import_id>/faults.csv": MANAGERS,
    "POST /people/imports/<int:import_id>/undo": MANAGERS,
    "POST /people/imports/<int:import_id>/drop": MANAGERS,
    "GET /agencies/imports": MANAGERS,
    "GET /agencies/imports/new": MANAGERS,
    "POST /agencies/imports/new": MANAGERS,
    "GET /agencies/imports/<int:import_id>": MANAGERS,
    "GET /agencies/imports/<int:import_id>/columns": MANAGERS,
    "POST /agencies/imports/<int:import_id>/columns": MANAGERS,
    "GET /agencies/imports/<int:import_id>/check": MANAGERS,
    "POST /agencies/imports/<int:import_id>/check": MANAGERS,
    "GET /agencies/imports/<int:import_id>/faults.csv": MANAGERS,
    "POST /agencies/imports/<int:import_id>/undo": MANAGERS,
    "POST /agencies/imports/<int:import_id>/drop": MANAGERS,
    "GET /people": KEEPERS,
    "GET /people/new": MANAGERS,
    "POST /people/new": MANAGERS,
    "GET /people/<int:person_id>": KEEPERS,
    "GET /people/<int:person_id>/change": MANAGERS,
    "POST /people/<int:person_id>/change": MANAGERS,
    "GET /people/<int:person_id>/jobs/new": MANAGERS,
    "POST /people/<int:person_id>/jobs/new": MANAGERS,
    "GET /people/<int:person_id>/jobs/<int:membership_id>/end": MANAGERS,
    "POST /people/<int:person_id>/jobs/<int:membership_id>/end": MANAGERS,
    "GET /people/<int:person_id>/jobs/<int:membership_id>/role-group": MANAGERS,
    "POST /people/<int:person_id>/jobs/<int:membership_id>/role-group": MANAGERS,
    "GET /people/<int:person_id>/leave": MANAGERS,
    "POST /people/<int:person_id>/leave": MANAGERS,
    "GET /people/<int:person_id>/duties": ADMINISTRATORS,
    "POST /people/<int:person_id>/duties": ADMINISTRATORS,
    "POST /people/<int:person_id>/set-up-link": ADMINISTRATORS,
}
# For programs: by a token of theirs and by nothing else; everybody else, and every browser, gets a 401.
EXPECTED_BY_TOKEN: dict[str, frozenset[str]] = {
    "GET /api/v1/releases": PROGRAMMERS,
    "GET /api/v1/releases/<int:release_id>": PROGRAMMERS,
    "GET /api/v1/releases/<int:release_id>/groups": PROGRAMMERS,
    "GET /api/v1/releases/<int:release_id>/statements": PROGRAMMERS,
    "GET /api/v1/releases/<int:release_id>/domains": PROGRAMMERS,
    "GET /api/v1/releases/<int:release_id>/questions": PROGRAMMERS,
    "GET /api/v1/releases/<int:release_id>/themes": PROGRAMMERS,
}
# The same addresses with agency b in them: only its own lead changes places.
EXPECTED_OF_B: dict[str, frozenset[str]] = {
    "GET /agencies/<agency_id>/posters": MANAGERS_AND_LEAD_OF_B,
    "POST /agencies/<agency_id>/posters": MANAGERS_AND_LEAD_OF_B,
    "GET /agencies/<agency_id>/posters/<code>.pdf": MANAGERS_AND_LEAD_OF_B,
    "POST /agencies/<agency_id>/posters/<code>/end": MANAGERS_AND_LEAD_OF_B,
    "GET /agencies/<agency_id>/joiners": MANAGERS_AND_LEAD_OF_B,
    "POST /agencies/<agency_id>/joiners/<int:joiner_id>/let-in": MANAGERS_AND_LEAD_OF_B,
    "POST /agencies/<agency_id>/joiners/<int:joiner_id>/turn-away": MANAGERS_AND_LEAD_OF_B,
    "POST /courses/dates/<int:date_id>/bookings/<int:booking_id>/cancel": MANAGERS_AND_LEAD_OF_B,
    "POST /courses/dates/<int:date_id>/bookings/<int:booking_id>/nominate": MANAGERS_AND_LEAD_OF_B,
    "GET /needs/agencies/<agency_id>": READERS_AND_LEAD_OF_B,
    "GET /needs/agencies/<agency_id>/role-groups.csv": READERS_AND_LEAD_OF_B,
    "GET /needs/agencies/<agency_id>/statements.csv": READERS_AND_LEAD_OF_B,
    "GET /needs/agencies/<agency_id>/statements": READERS_AND_LEAD_OF_B,
    "GET /needs/agencies/<agency_id>/narrowed.csv": READERS_AND_LEAD_OF_B,
    "GET /needs/agencies/<agency_id>/domains/<domain_id>": READERS_AND_LEAD_OF_B,
    'GET /needs/agencies/<agency_id>/domains/<domain_id>/<any(statements,"role-groups"):part>.csv': (
        READERS_AND_LEAD_OF_B
    ),
    "GET /needs/agencies/<agency_id>/statements/<statement_id>": READERS_AND_LEAD_OF_B,
    'GET /needs/agencies/<agency_id>/statements/<statement_id>/<any(levels,"role-groups"):part>.csv': (
        READERS_AND_LEAD_OF_B
    ),
    "GET /reports/pictures/<digest>.<any(svg,png,pdf):form>": READERS_AND_LEAD_OF_B,
    "GET /people/agencies/<agency_id>": MANAGERS,
    "POST /people/agencies/<agency_id>": MANAGERS,
    "GET /people/agencies/<agency_id>/change": MANAGERS,
    "POST /people/agencies/<agency_id>/change": MANAGERS,
    "GET /people/agencies/<agency_id>/addresses": MANAGERS,
    "POST /people/agencies/<agency_id>/addresses": MANAGERS,
    "GET /people/agencies/<agency_id>/agreements": MANAGERS,
    "GET /people/agencies/<agency_id>/agreements/<kind>": MANAGERS,
    "POST /people/agencies/<agency_id>/agreements/<kind>": MANAGERS,
    "POST /people/agencies/<agency_id>/agreements/<kind>/take-back": MANAGERS,
    "GET /people/agencies/<agency_id>/headcount-return": MANAGERS,
    "POST /people/agencies/<agency_id>/headcount-return": MANAGERS,
    "GET /plans/agencies/<agency_id>/people/<int:person_id>": PLANNERS_OF_B,
    "GET /plans/agencies/<agency_id>/people/<int:person_id>/completions/new": PLANNERS_OF_B,
    "POST /plans/agencies/<agency_id>/people/<int:person_id>/completions/new": PLANNERS_OF_B,
    "POST /plans/agencies/<agency_id>/people/<int:person_id>/completions/<int:completion_id>/take-back": PLANNERS_OF_B,
    "GET /plans/agencies/<agency_id>": PLANNERS_OF_B,
    "GET /plans/agencies/<agency_id>/assign": PLANNERS_OF_B,
    "POST /plans/agencies/<agency_id>/assign": PLANNERS_OF_B,
    "GET /plans/agencies/<agency_id>/batches": PLANNERS_OF_B,
    "POST /plans/agencies/<agency_id>/batches": PLANNERS_OF_B,
    "GET /plans/agencies/<agency_id>/batches/<int:batch_id>": PLANNERS_OF_B,
    "POST /plans/agencies/<agency_id>/batches/<int:batch_id>/undo": PLANNERS_OF_B,
    "POST /plans/agencies/<agency_id>/batches/<int:batch_id>/people/<int:person_id>/withdraw": PLANNERS_OF_B,
    "GET /agencies/<agency_id>/reach": MANAGERS_AND_LEAD_OF_B,
    "GET /agencies/<agency_id>/reach/words/<any(invitation, reminder):kind>": MANAGERS_AND_LEAD_OF_B,
    "POST /agencies/<agency_id>/reach/words/<any(invitation, reminder):kind>": MANAGERS_AND_LEAD_OF_B,
    "POST /agencies/<agency_id>/reach/words/<any(invitation, reminder):kind>/usual": MANAGERS_AND_LEAD_OF_B,
    "GET /agencies/<agency_id>/reach/reminders": MANAGERS_AND_LEAD_OF_B,
    "POST /agencies/<agency_id>/reach/reminders": MANAGERS_AND_LEAD_OF_B,
    "POST /agencies/<agency_id>/reach/reminders/follow-round": MANAGERS_AND_LEAD_OF_B,
    "POST /agencies/<agency_id>/reach/pause": MANAGERS_AND_LEAD_OF_B,
    "POST /agencies/<agency_id>/reach/resume": MANAGERS_AND_LEAD_OF_B,
    "GET /agencies/<agency_id>/reach/mail-merge": MANAGERS_AND_LEAD_OF_B,
    "POST /agencies/<agency_id>/reach/mail-merge": MANAGERS_AND_LEAD_OF_B,
}
# After these a browser holds another cookie than before, so it is not used again.
CHANGES_THE_COOKIE = {
    "POST /sign-in",
    "POST /sign-out",
    "POST /set-up/<token>",
    "POST /link/<token>",
    "POST /joining/<token>",
    "POST /account/password",
}


@pytest.fixture
def partnership(app: Flask, session: Session, connection: Connection) -> Partnership:
    return build(app, session, connection)


def requests_of(app: Flask) -> Iterator[tuple[str, Rule]]:
    """Every request the product answers: "GET /needs" and the rule behind it."""
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            if rule.endpoint != "static":
                yield f"{method} {rule.rule}", rule


class Browsers:
    """A browser for everybody, kept from one request to the next, each with a token for its forms."""

    def __init__(self, partnership: Partnership) -> None:
        self._partnership = partnership
        self._open: dict[str, tuple[Any, str]] = {}

    def of(self, who: str) -> tuple[Any, str]:
        if who not in self._open:
            client = self._partnership.client(who)
            page = client.get("/privacy").get_data(as_text=True) + client.get("/sign-in").get_data(as_text=True)
            self._open[who] = client, str(re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', page)[-1])
        return self._open[who]

    def forget(self) -> None:
        self._open.clear()


def let_in(
    partnership: Partnership, browsers: Browsers, request: str, rule: Rule, *, agency: str = "a"
) -> frozenset[str]:
    """Who is let in by this request; everybody else must be sent to sign in or see a 404, and nothing else."""
    with partnership.app.test_request_context():
        url = partnership.app.url_for(rule.endpoint, **partnership.arguments(rule, agency=agency))
    method = request.partition(" ")[0]
    inside = set()
    for who in EVERYBODY:
        client, token = browsers.of(who)
        partnership.session.commit()
        before = partnership.connection.begin_nested()
        answer = client.open(url, method=method, data={"csrf_token": token} if method == "POST" else None)
        before.rollback()
        if is_let_in(who, request, answer):
            inside.add(who)
    if request in CHANGES_THE_COOKIE:
        browsers.forget()
    return frozenset(inside)


def is_let_in(who: str, request: str, answer: Any) -> bool:
    """Whether this answer lets somebody in; fails for an answer that is neither in nor properly out."""
    outside = who in {ANONYMOUS, LEFT}
    if answer.status_code == 302 and answer.location.startswith("/sign-in") and request != "POST /sign-out":
        assert outside, f"{who} is sent to sign in by {request}"
        return False
    if answer.status_code == 404:
        assert not outside, f"{who} sees a 404 at {request}"
        return False
    assert answer.status_code in {200, 302, 409, 422}, f"{who} gets {answer.status} from {request}"
    return True


def test_every_request_is_written_down(app: Flask) -> None:
    assert {request for request, _ in requests_of(app)} == set(EXPECTED) | set(EXPECTED_BY_TOKEN)
    assert not set(EXPECTED) & set(EXPECTED_BY_TOKEN)


def test_every_endpoint_declares_who_may_open_it(app: Flask) -> None:
    undeclared = [r.endpoint for _, r in requests_of(app) if rule_of(app.view_functions[r.endpoint]) is None]
    assert undeclared == []


def test_each_request_lets_in_exactly_those_who_may(partnership: Partnership) -> None:
    browsers = Browsers(partnership)
    surprises = {
        request: sorted(found ^ EXPECTED[request])
        for request, rule in requests_of(partnership.app)
        if request in EXPECTED and (found := let_in(partnership, browsers, request, rule)) != EXPECTED[request]
    }
    assert surprises == {}


def test_programs_are_let_in_by_a_token_whose_owner_may_read_figures_and_by_no_cookie(partnership: Partnership) -> None:
    rules = dict(requests_of(partnership.app))
    for place, (request, expected) in enumerate(EXPECTED_BY_TOKEN.items(), 1):
        asking = {"REMOTE_ADDR": f"192.0.2.{place}"}  # so many refusals from one address would be one too many
        with partnership.app.test_request_context():
            url = partnership.app.url_for(rules[request].endpoint, **partnership.arguments(rules[request]))
        inside = set()
        for who in EVERYBODY:
            browser = partnership.client(who)
            assert browser.get(url).status_code == 401, f"{who} needs no token at {request}"
            token = partnership.tokens.get(who, "")
            bearer = {"Authorization": f"Bearer {token}"}
            answer = partnership.app.test_client().get(url, headers=bearer, environ_base=asking)
            assert answer.status_code in {200, 401}, f"{who} gets {answer.status} from {request}"
            inside |= {who} if answer.status_code == 200 else set()
        assert inside == expected, request


def test_another_agency_has_its_own_lead(partnership: Partnership) -> None:
    rules, browsers = dict(requests_of(partnership.app)), Browsers(partnership)
    surprises = {
        request: sorted(found ^ expected)
        for request, expected in EXPECTED_OF_B.items()
        if (found := let_in(partnership, browsers, request, rules[request], agency="b")) != expected
    }
    assert surprises == {}


def test_the_picture_of_the_whole_partnership_is_for_its_readers(partnership: Partnership) -> None:
    url = f"/reports/pictures/{partnership.digests['everyone']}.svg"
    inside = {who for who in EVERYBODY if partnership.client(who).get(url).status_code == 200}
    assert inside == READERS


def test_the_picture_of_a_shift_is_for_leads_too(partnership: Partnership) -> None:
    url = f"/reports/pictures/{partnership.digests['shift']}.svg"
    inside = {who for who in EVERYBODY if partnership.client(who).get(url).status_code == 200}
    assert inside == READERS_AND_LEADS


def test_a_screener_reads_only_in_the_rounds_they_are_named_for(partnership: Partnership) -> None:
    client, planned = partnership.client(SCREENER), partnership.rounds["planned"].id
    assert client.get(f"/texts/{partnership.rounds['released'].id}").status_code == 200
    assert client.get(f"/texts/{planned}").status_code == 404
    assert client.get(f"/texts/{planned}/{partnership.text_key}").status_code == 404
    assert client.get(f"/texts/{partnership.rounds['open'].id}/{partnership.text_key}").status_code == 404


@pytest.mark.parametrize("address", ["/needs/agencies/no-such-agency", "/people/999999", "/surveys/999999/check"])
def test_what_is_not_there_answers_like_what_is_not_yours(partnership: Partnership, address: str) -> None:
    not_there = partnership.client(MANAGER).get(address)
    not_yours = partnership.client(PRACTITIONER).get("/needs")
    assert (not_there.status_code, not_yours.status_code) == (404, 404)
