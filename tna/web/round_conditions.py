"""What keeps a round from opening, each with the page where somebody sees to it."""

from collections.abc import Iterable

from flask import url_for

from tna.services.rounds import Missing


def to_do(missing: Iterable[Missing]) -> list[dict[str, str]]:
    """What is missing as the error summary takes it: words, and where to go."""
    return [{"text": f"{one.what} {one.remedy}", "href": _address(one)} for one in missing]


def _address(missing: Missing) -> str:
    """Where a condition is met; empty where that is outside the product."""
    of_a_round = {
        "targets": "round_targets.show",
        "notice": "round_changes.privacy_notice",
        "open-question": "open_questions.change",
        "screeners": "open_questions.screeners",
        "closing-day": "round_changes.change",
        "another-round": "rounds.show",
    }
    elsewhere = {"audience": "people.index", "headcounts": "agencies.index"}
    if missing.id in of_a_round:
        return url_for(of_a_round[missing.id], round_id=missing.subject)
    if missing.id == "agreement":
        return url_for("agreements.show", agency_id=missing.subject)
    return url_for(elsewhere[missing.id]) if missing.id in elsewhere else ""
