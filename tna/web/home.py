"""Pages to come."""

from flask import Blueprint

blueprint = Blueprint("home", __name__)
