"""The application for a web server: `gunicorn wsgi:app`."""

import gc

from tna.app import create_app
from tna.settings import Settings

app = create_app(Settings.from_environment())

# What the application is made of stays as long as the process does: the collector need not go through it again and
# again while people wait.
gc.collect()
gc.freeze()
