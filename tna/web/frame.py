"""What stands around every page: the partnership's name, who is signed in, where they may go."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Flask, g, request, url_for
from flask_login import current_user

from tna.domain.people import Action, Duty, Standing, may
from tna.language import gettext, mark, spoken
from tna.web.access import settings, standing


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the menu: its words, its endpoint, and what lets somebody see it (any one is enough).

    `around`: beginnings of other endpoints that are reached from it. Where two entries that somebody sees claim one,
    it belongs to the later: refused addresses stand under Mail, and for those without Mail under Reaching people.
    """

    text: str
    endpoint: str
    actions: tuple[Action, ...]
    around: tuple[str, ...] = ()

    def is_current(self, asked: str) -> bool:
        """Whether the endpoint asked for is this one or reached from it."""
        return asked == self.endpoint or asked.startswith(self.around or (self.endpoint.partition(".")[0] + ".",))


# At most five sections beside Home. A section leads to the first of its pages that somebody may see; the others stand
# in a second line once they are there.
_SECTIONS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        mark("My learning"),
        (Entry(mark("My learning"), "learning.show", (Action.LEARN,), ("learning.", "evaluations.", "certificates.")),),
    ),
    (
        mark("Courses"),
        (
            Entry(
                mark("Catalogue"),
                "courses.index",
                (Action.LEARN, Action.KEEP_COURSES, Action.ASSIGN_COURSES),
                ("courses.", "course_changes.", "completions."),
            ),
            Entry(
                mark("Dates"),
                "course_dates.index",
                (Action.LEARN, Action.KEEP_COURSES, Action.ASSIGN_COURSES, Action.KEEP_REGISTER),
                ("course_dates.", "bookings.", "registers."),
            ),
            Entry(mark("Learning resources"), "resources.index", (Action.LEARN, Action.KEEP_COURSES)),
        ),
    ),
    (mark("Plans"), (Entry(mark("Plans"), "plans.index", (Action.ASSIGN_COURSES,), ("plans.", "assigning.")),)),
    (
        mark("Findings"),
        (
            Entry(
                mark("Needs"),
                "needs.overview",
                (Action.SEE_NEEDS,),
                ("needs.", "need_details.", "need_filters.", "comparisons.", "what_if."),
            ),
            Entry(
                mark("Needs"),
                "needs.own_agencies",
                (Action.SEE_AGENCY_NEEDS,),
                ("needs.", "need_details.", "need_filters."),
            ),
            Entry(mark("Did it work?"), "shift.index", (Action.SEE_SHIFT,)),
            Entry(mark("Who has answered"), "reports.coverage", (Action.SEE_COVERAGE,), ("reports.coverage",)),
            Entry(mark("Who has been trained"), "reach.reach", (Action.SEE_REACH,), ("reach.reach",)),
            Entry(mark("ABE cover"), "reach.abe_cover", (Action.SEE_REACH,), ("reach.abe_cover",)),
            Entry(mark("Check a table"), "table_audits.check", (Action.AUDIT_TABLES,)),
            Entry(mark("What people wrote"), "screening.index", (Action.SCREEN_TEXTS,)),
            Entry(
                mark("Download"),
                "downloads.show",
                (Action.SEE_NEEDS,),
                ("downloads.", "api_pages.programs"),
            ),
        ),
    ),
    (
        mark("Run"),
        (
            Entry(
                mark("Rounds"),
                "rounds.index",
                (Action.RUN_ROUNDS,),
                (
                    "rounds.",
                    "round_targets.",
                    "round_changes.",
                    "target_files.",
                    "target_proposals.",
                    "open_questions.",
                ),
            ),
            Entry(
                mark("Surveys"),
                "survey_drafts.index",
                (Action.KEEP_SURVEYS,),
                (
                    "survey_drafts.",
                    "survey_editor.",
                    "asked_editor.",
                    "question_editor.",
                    "survey_publishing.",
                    "survey_translations.",
                ),
            ),
            Entry(
                mark("Reaching people"),
                "invitations.index",
                (Action.REACH_PEOPLE,),
                ("invitations.", "agency_invitations.", "posters.", "mail.bounces"),
            ),
            Entry(
                mark("People"),
                "people.index",
                (Action.KEEP_PEOPLE, Action.KEEP_ACCOUNTS),
                ("people.", "people_imports.", "movers.", "merging."),
            ),
            Entry(
                mark("Agencies"),
                "agencies.index",
                (Action.KEEP_AGENCIES,),
                ("agencies.", "agency_addresses.", "agreements.", "headcount_returns.", "headcount_imports."),
            ),
            Entry(mark("Mail"), "mail.index", (Action.KEEP_MAIL,)),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Menu:
    """Where somebody may go: the sections, and the pages of the one they are in where it has several."""

    sections: tuple[dict[str, Any], ...] = ()
    pages: tuple[dict[str, Any], ...] = ()


def menu(standing: Standing) -> Menu:
    """The menu of this standing on the page asked for, home first; empty for an account alone."""
    return _menu(standing, request.endpoint or "", request.script_root, spoken().code)


@lru_cache(maxsize=1024)
def _menu(standing: Standing, asked: str, root: str, language: str) -> Menu:  # noqa: ARG001
    """Worked out once for each standing, page, place the product is served under and language: every page has it."""
    seen = [(title, _entries(entries, standing)) for title, entries in _SECTIONS]
    seen = [(title, entries) for title, entries in seen if entries]
    if not seen:
        return Menu()
    home = {"text": gettext("Home"), "href": url_for("home.show"), "current": asked == "home.show"}
    current = [_current(entries, asked) for _, entries in seen]
    sections = [_link(title, entries[0], one is not None) for (title, entries), one in zip(seen, current, strict=True)]
    here, at = next(((entries, one) for (_, entries), one in zip(seen, current, strict=True) if one), ((), None))
    pages = tuple(_link(entry.text, entry, entry is at) for entry in here) if len(here) > 1 else ()
    return Menu((home, *sections), pages)


def _current(entries: tuple[Entry, ...], asked: str) -> Entry | None:
    """The entry that the page asked for belongs to, if any of these."""
    return next((entry for entry in reversed(entries) if entry.is_current(asked)), None)


def _entries(entries: tuple[Entry, ...], standing: Standing) -> tuple[Entry, ...]:
    """Those that this standing may see; of two with the same words the first."""
    allowed: dict[str, Entry] = {}
    for entry in entries:
        if any(may(standing, action) for action in entry.actions):
            allowed.setdefault(entry.text, entry)
    return tuple(allowed.values())


def _link(text: str, entry: Entry, is_current: bool) -> dict[str, Any]:
    return {"text": gettext(text), "href": url_for(entry.endpoint), "current": is_current}


def _context() -> dict[str, Any]:
    around: dict[str, Any] = {"partnership_name": settings().partnership_name}
    # A page of error may be made before anybody asked who it is; it must not start asking then.
    if "_login_user" in g and current_user.is_authenticated:
        if current_user.only_round_id is not None:  # a name to know the right link by, and nowhere to go
            around["account"] = {"name": current_user.name, "href": None}
            return around
        around["account"] = {"name": current_user.name, "href": url_for("account.show")}
        shown = menu(standing())
        around["navigation"], around["section_pages"] = shown.sections, shown.pages
    return around


def install(app: Flask) -> None:
    """Give every template of an application its frame."""
    app.context_processor(_context)
    app.jinja_env.globals["Duty"] = Duty
