"""Where everything meets: the application for the web server, and the tools of the command line."""

import sys
from functools import cache
from wsgiref.headers import Headers

import structlog
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from tna import web
from tna.cli.main import main
from tna.cli.tools import Tools
from tna.extensions import csrf, db, login_manager, migrate
from tna.jobs.queue import Queue, SessionFactory, build_queue
from tna.jobs.releases import work_in
from tna.jobs.senders import sender_for
from tna.models.engines import WRITES_AT_ONCE, engine_options, journal_mode, prepare_engine
from tna.paths import migrations_folder, static_folder, templates_folder
from tna.services.languages import languages_of
from tna.settings import Settings, SettingsError
from tna.web.headers import ON_EVERY_ANSWER

log = structlog.get_logger()

# A year: every static address carries the hash of its file, so a changed file has another address.
_STATIC_KEPT_FOR = 365 * 24 * 3600
# A survey part is a few kilobytes; nothing anybody sends here needs more than this.
_LARGEST_REQUEST = 2 * 1024 * 1024


def create_app(settings: Settings) -> Flask:
    """The application of one installation."""
    _set_up_logs()
    app = Flask("tna", template_folder=str(templates_folder()), static_folder=str(static_folder()))
    _configure(app, settings)
    _open_database(app)
    _bind_extensions(app)
    work = work_in(languages_of(settings))
    app.extensions["queue"] = build_queue(settings, _writing_sessions(app), work, sender_for(settings))
    web.register(app)
    _serve_static_files(app)
    _believe_proxies(app, settings.trusted_proxies)
    return app


def _set_up_logs() -> None:
    """One line of JSON an event, on standard error. Tracebacks never show variables: they could hold answers."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        # Asked for anew each time: whoever redirects standard error later still gets the log.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def _configure(app: Flask, settings: Settings) -> None:
    app.extensions["settings"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        TRUSTED_HOSTS=settings.trusted_hosts,
        MAX_CONTENT_LENGTH=_LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=_LARGEST_REQUEST,
        SESSION_COOKIE_NAME="__Host-session" if settings.is_secure else "session",
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # A form may lie open through a whole visit; its token lives as long as the session it belongs to.
        WTF_CSRF_TIME_LIMIT=None,
        # Pages with a token in their address send no Referer, which this would ask of their forms.
        WTF_CSRF_SSL_STRICT=False,
    )


def _open_database(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        if db.engine.dialect.name == "sqlite":
            log.info("SQLite keeps its journal so", mode=journal_mode())


def _bind_extensions(app: Flask) -> None:
    migrate.init_app(app, db, directory=str(migrations_folder()), render_as_batch=True)
    login_manager.init_app(app)
    csrf.init_app(app)


def _writing_sessions(app: Flask) -> SessionFactory:
    """Sessions for jobs and commands, which write: on SQLite they take the write lock when they begin."""
    with app.app_context():
        return sessionmaker(bind=db.engine.execution_options(**WRITES_AT_ONCE))


def _serve_static_files(app: Flask) -> None:
    white_noise = WhiteNoise(
        app.wsgi_app, max_age=_STATIC_KEPT_FOR, allow_all_origins=False, add_headers_function=_add_static_headers
    )
    white_noise.add_files(str(static_folder()), prefix="static/")
    app.wsgi_app = white_noise  # type: ignore[method-assign]


def _believe_proxies(app: Flask, number: int) -> None:
    """Take from so many proxies who asks and by which scheme; never by which host, which is a setting."""
    if number:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=number, x_proto=number, x_host=0, x_port=0, x_prefix=0
        )


def _add_static_headers(headers: Headers, _path: str, _url: str) -> None:
    """Static files do not pass through Flask, so they get here what every other answer gets there."""
    for name, value in ON_EVERY_ANSWER.items():
        headers[name] = value
    headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"


@cache
def _application() -> Flask:
    return create_app(Settings.from_environment())


def _session_factory() -> sessionmaker[Session]:
    return _writing_sessions(_application())


def _queue() -> Queue:
    queue: Queue = _application().extensions["queue"]
    return queue


def _upgrade_database() -> None:
    with _application().app_context():
        upgrade()


def command_line() -> None:
    """The console script `tna`."""
    try:
        _run_command()
    except SettingsError as fault:
        print(f"Error: {fault}", file=sys.stderr)
        sys.exit(1)


def _run_command() -> None:
    main(
        obj=Tools(
            settings=Settings.from_environment,
            session_factory=_session_factory,
            queue=_queue,
            upgrade_database=_upgrade_database,
        )
    )
