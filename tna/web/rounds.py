"""Pages to come."""

from flask import Blueprint

blueprint = Blueprint("rounds", __name__)
