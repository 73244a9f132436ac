"""Pages to come."""

from flask import Blueprint

blueprint = Blueprint("static_pages", __name__)
