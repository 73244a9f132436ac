"""Committing what owes work to the worker, and waking it."""

from flask import current_app

from tna.extensions import db


def commit_and_wake() -> None:
    """Commit, then wake the worker; a lost wake-up is found by its sweep."""
    db.session.commit()
    current_app.extensions["queue"].wake()
