"""Pages to come."""

from flask import Blueprint

blueprint = Blueprint("people", __name__)
