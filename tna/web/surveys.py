"""Pages to come."""

from flask import Blueprint

blueprint = Blueprint("surveys", __name__)
