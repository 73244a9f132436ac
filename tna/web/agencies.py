"""Pages to come."""

from flask import Blueprint

blueprint = Blueprint("agencies", __name__)
