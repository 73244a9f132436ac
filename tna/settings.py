"""Every setting of an installation, read once from the environment and checked before anything starts."""

import hashlib
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

# 32 characters of base64url or hex hold at least 128 bits; anything shorter can be guessed.
_LEAST_SECRET_LENGTH = 32
_WEAK_SECRETS = ("change", "secret", "password", "default", "example")
# Publishing about fewer than five people is never a choice: see docs/methods and the methods page.
LOWEST_THRESHOLD = 5
DEFAULT_THRESHOLD = 10
DEFAULT_PARTNERSHIP_NAME = "Your safeguarding partnership"
DEFAULT_LEASE_SECONDS = 60
DEFAULT_LANGUAGE = "en"
SETTINGS_FILE = "settings.env"
DEFAULT_MAIL_FROM = "training-needs@localhost"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_MAIL_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_LARGEST_PORT = 65_535
_LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")


class SettingsError(Exception):
    """A setting is missing or cannot be used; the message names it and says what to do."""


class Security(StrEnum):
    """How a connection to the mail server is kept from being read or changed on its way."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


_USUAL_PORTS = {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}


@dataclass(frozen=True, slots=True)
class Smtp:
    """The mail server that takes our messages; `user` and `password` are empty where it asks for none."""

    host: str
    port: int
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one installation, which serves one partnership."""

    secret_key: str  # signs cookies and forms
    respondent_secret: str  # turns a person into the key on the answers; never in the database
    database_url: str
    instance: Path
    base_url: str = "http://127.0.0.1:8000"
    partnership_name: str = DEFAULT_PARTNERSHIP_NAME
    threshold: int = DEFAULT_THRESHOLD  # k: the fewest people a figure may speak of
    demo_password: str | None = None
    lease_seconds: int = DEFAULT_LEASE_SECONDS  # how long a worker may hold a piece of owed work without a sign of life
    has_base_url: bool = False  # whether the base URL was given; without it links lead to this machine alone
    smtp: Smtp | None = None  # without it mail is kept in a folder of the instance
    mail_from: str = DEFAULT_MAIL_FROM
    trusted_proxies: int = 0  # how many proxies of our own each request comes through
    languages: tuple[str, ...] = (DEFAULT_LANGUAGE,)  # codes; the first is spoken to those of whom nothing is known

    @property
    def host(self) -> str:
        """The name of the machine that people reach the product by."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def is_on_this_machine(self) -> bool:
        """Whether the product is reached from the machine it runs on, and from no other."""
        return self.host in _LOOPBACK

    @property
    def mail_folder(self) -> Path:
        """Where mail is kept while there is no mail server."""
        return self.instance / "mail"

    @property
    def languages_folder(self) -> Path:
        """Where the translations of every language but English lie, each as <code>.po."""
        return self.instance / "languages"

    @property
    def is_secure(self) -> bool:
        """Whether the product is reached by HTTPS, so that cookies may be marked Secure."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def trusted_hosts(self) -> list[str]:
        """Host names a request may carry: the configured one, and its loopback names when it is one."""
        return sorted(_LOOPBACK | {self.host}) if self.is_on_this_machine else [self.host]

    @property
    def secret_id(self) -> str:
        """A name for the respondent secret that gives nothing of it away; a release keeps it."""
        return hashlib.sha256(b"secret-id:" + self.respondent_secret.encode()).hexdigest()[:12]

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read settings from the environment and, where it is silent, from settings.env in the instance folder.

        Raises SettingsError naming the first setting that is missing, weak or unusable.
        """
        own = os.environ if environ is None else environ
        instance = Path(own.get("TNA_INSTANCE", "instance")).resolve()
        values = {**_read_file(instance / SETTINGS_FILE), **own}
        smtp = _smtp(values)
        return cls(
            secret_key=_secret(values, "TNA_SECRET_KEY"),
            respondent_secret=_secret(values, "TNA_RESPONDENT_SECRET"),
            database_url=_database_url(values, instance),
            instance=instance,
            base_url=_base_url(values),
            partnership_name=values.get("TNA_PARTNERSHIP_NAME", DEFAULT_PARTNERSHIP_NAME),
            threshold=_whole_number(values, "TNA_THRESHOLD", DEFAULT_THRESHOLD, LOWEST_THRESHOLD),
            demo_password=values.get("TNA_DEMO_PASSWORD") or None,
            lease_seconds=_whole_number(values, "TNA_LEASE_SECONDS", DEFAULT_LEASE_SECONDS, 1),
            has_base_url=bool(values.get("TNA_BASE_URL")),
            smtp=smtp,
            mail_from=_mail_from(values, is_needed=smtp is not None),
            trusted_proxies=_whole_number(values, "TNA_TRUSTED_PROXIES", 0, 0),
            languages=_languages(values),
        )

    @classmethod
    def for_tests(cls, *, database_url: str, instance: Path, **changes: object) -> "Settings":
        """Settings for a test: fresh secrets, everything else as given."""
        given: dict[str, object] = {
            "secret_key": secrets.token_urlsafe(32),
            "respondent_secret": secrets.token_urlsafe(32),
            "database_url": database_url,
            "instance": instance,
            "has_base_url": True,
        }
        return cls(**(given | changes))  # type: ignore[arg-type]


# The names that documentation must cover, in the order the class reads them.
ENVIRONMENT_NAMES = (
    "TNA_INSTANCE",
    "TNA_SECRET_KEY",
    "TNA_RESPONDENT_SECRET",
    "TNA_DATABASE_URL",
    "TNA_BASE_URL",
    "TNA_PARTNERSHIP_NAME",
    "TNA_THRESHOLD",
    "TNA_DEMO_PASSWORD",
    "TNA_LEASE_SECONDS",
    "TNA_SMTP_HOST",
    "TNA_SMTP_PORT",
    "TNA_SMTP_USER",
    "TNA_SMTP_PASSWORD",
    "TNA_SMTP_SECURITY",
    "TNA_MAIL_FROM",
    "TNA_TRUSTED_PROXIES",
    "TNA_LANGUAGES",
)


def write_first_secrets(instance: Path) -> bool:
    """Write settings.env with fresh secrets, readable by its owner alone; False if it was there already."""
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = instance / SETTINGS_FILE
    try:
        # Created with its final mode: there is no moment in which others could read it.
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write("# Written once at the first start. Keep it safe, and keep it apart from backups of the database:\n")
        out.write("# with both, answers could be linked to people; without it, nobody can return to their answers.\n")
        for name in ("TNA_SECRET_KEY", "TNA_RESPONDENT_SECRET", "TNA_DEMO_PASSWORD"):
            out.write(f"{name}={secrets.token_urlsafe(32 if 'DEMO' not in name else 9)}\n")
    return True


def _read_file(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _secret(values: Mapping[str, str], name: str) -> str:
    value = values.get(name, "")
    if not value:
        raise SettingsError(f"{name} is not set. Run `tna settings init`, or set it to 32 or more random characters.")
    if len(value) < _LEAST_SECRET_LENGTH or len(set(value)) < 10 or value.lower().startswith(_WEAK_SECRETS):
        raise SettingsError(f"{name} is too weak. Use at least {_LEAST_SECRET_LENGTH} random characters.")
    return value


def _database_url(values: Mapping[str, str], instance: Path) -> str:
    url = values.get("TNA_DATABASE_URL") or f"sqlite:///{instance / 'training-needs.sqlite'}"
    if url.startswith("postgresql://"):
        return url.replace("postgresql://", "postgresql+psycopg://", 1)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError("TNA_DATABASE_URL must start with sqlite:/// or postgresql://.")
    return url


def _base_url(values: Mapping[str, str]) -> str:
    url = (values.get("TNA_BASE_URL") or f"http://127.0.0.1:{values.get('PORT', '8000')}").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError("TNA_BASE_URL must be the address people use, such as https://training.example.org.")
    return url


def _smtp(values: Mapping[str, str]) -> Smtp | None:
    host = values.get("TNA_SMTP_HOST", "").strip()
    if not host:
        return None
    given = values.get("TNA_SMTP_SECURITY") or Security.STARTTLS.value
    if given not in set(Security):
        raise SettingsError(f"TNA_SMTP_SECURITY must be {', '.join(Security)}; it is {given!r}.")
    security = Security(given)
    port = _whole_number(values, "TNA_SMTP_PORT", _USUAL_PORTS[security], 1)
    if port > _LARGEST_PORT:
        raise SettingsError(f"TNA_SMTP_PORT must be a port, which is at most {_LARGEST_PORT}.")
    user, password = values.get("TNA_SMTP_USER", ""), values.get("TNA_SMTP_PASSWORD", "")
    if bool(user) != bool(password):
        raise SettingsError("TNA_SMTP_USER and TNA_SMTP_PASSWORD go together: set both, or neither.")
    if password and security is Security.NONE and host not in _LOOPBACK:
        raise SettingsError("TNA_SMTP_SECURITY=none would show TNA_SMTP_PASSWORD to the network. Use starttls or tls.")
    return Smtp(host=host, port=port, security=security, user=user, password=password)


def _mail_from(values: Mapping[str, str], *, is_needed: bool) -> str:
    address = values.get("TNA_MAIL_FROM", "").strip() or ("" if is_needed else DEFAULT_MAIL_FROM)
    if not _MAIL_ADDRESS.fullmatch(address):
        raise SettingsError("TNA_MAIL_FROM must be the address mail is sent from, such as training@example.org.")
    return address


def _languages(values: Mapping[str, str]) -> tuple[str, ...]:
    codes = [code.strip() for code in values.get("TNA_LANGUAGES", "").split(",") if code.strip()]
    if unusable := [code for code in codes if not _LANGUAGE_CODE.fullmatch(code)]:
        raise SettingsError(f"TNA_LANGUAGES must be language codes such as en,cy; {unusable[0]!r} is none.")
    return tuple(dict.fromkeys(codes)) or (DEFAULT_LANGUAGE,)


def _whole_number(values: Mapping[str, str], name: str, default: int, lowest: int) -> int:
    given = values.get(name, str(default))
    if not given.isascii() or not given.isdigit() or int(given) < lowest:
        raise SettingsError(f"{name} must be a whole number of at least {lowest}, not {given!r}.")
    return int(given)
