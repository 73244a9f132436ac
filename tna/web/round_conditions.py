"""What keeps a round from opening, each with the page where somebody sees to it."""

from collections.abc import Iterable

from flask import url_for

from tna.services.rounds import Missing


def to_do(missing: Iterable[Missing]) -> list[dict[str, str]]:
    """What is missing as the error summary takes it: words, and where to go."""
    return [{"text": f"{one.what} {one.remedy}", "href": _address(one)} for one in missing]


def _address(missing: Missing) -> str:
    """Where a condition is met; empty where that is outside the product."""
    pages = {
        "targets": ("round_targets.show", "round_id"),
        "notice": ("round_changes.privacy_notice", "round_id"),
        "closing-day": ("round_changes.change", "round_id"),
        "another-round": ("rounds.show", "round_id"),
        "audience": ("people.index", ""),
        "headcounts": ("agencies.index", ""),
        "agreement": ("agencies.show", "agency_id"),
    }
    endpoint, argument = pages.get(missing.id, ("", ""))
    if not endpoint:
        return ""
    return url_for(endpoint, **({argument: missing.subject} if argument else {}))
