"""The application for a web server: `gunicorn wsgi:app`."""

from tna.app import create_app
from tna.settings import Settings

app = create_app(Settings.from_environment())
