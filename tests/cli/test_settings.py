"""What the settings on mail and addresses admit, and what they refuse by name."""

from pathlib import Path

import pytest

from tna.settings import DEFAULT_MAIL_FROM, Security, Settings, SettingsError

SECRETS = {
    "TNA_SECRET_KEY": "k3y-" * 4 + "0123456789abcdefgh",
    "TNA_RESPONDENT_SECRET": "r3s-" * 4 + "0123456789abcdefgh",
}
SERVER = {"TNA_SMTP_HOST": "smtp.council.example", "TNA_MAIL_FROM": "training@council.example"}


def read(tmp_path: Path, **given: str) -> Settings:
    return Settings.from_environment({"TNA_INSTANCE": str(tmp_path), **SECRETS, **given})


def test_without_a_mail_server_there_is_a_folder(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert (settings.smtp, settings.mail_from) == (None, DEFAULT_MAIL_FROM)
    assert settings.mail_folder == tmp_path / "mail"


@pytest.mark.parametrize(("security", "port"), [("none", 25), ("starttls", 587), ("tls", 465), ("", 587)])
def test_a_mail_server_has_the_usual_port_of_its_kind(tmp_path: Path, security: str, port: int) -> None:
    smtp = read(tmp_path, **SERVER, TNA_SMTP_SECURITY=security).smtp
    assert smtp is not None
    assert (smtp.port, smtp.security) == (port, Security(security or "starttls"))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"TNA_SMTP_SECURITY": "ssl"}, "TNA_SMTP_SECURITY"),
        ({"TNA_SMTP_PORT": "0"}, "TNA_SMTP_PORT"),
        ({"TNA_SMTP_PORT": "65536"}, "TNA_SMTP_PORT"),
        ({"TNA_SMTP_USER": "tna"}, "TNA_SMTP_PASSWORD"),
        ({"TNA_SMTP_USER": "tna", "TNA_SMTP_PASSWORD": "p", "TNA_SMTP_SECURITY": "none"}, "TNA_SMTP_SECURITY"),
        ({"TNA_MAIL_FROM": ""}, "TNA_MAIL_FROM"),
        ({"TNA_MAIL_FROM": "Training <training@council.example>"}, "TNA_MAIL_FROM"),
        ({"TNA_MAIL_FROM": "training@council.example\nBcc: eve@x.example"}, "TNA_MAIL_FROM"),
    ],
)
def test_what_cannot_work_is_refused_by_name(tmp_path: Path, changes: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        read(tmp_path, **(SERVER | changes))


def test_a_password_needs_no_safe_line_on_the_machine_itself(tmp_path: Path) -> None:
    given = SERVER | {"TNA_SMTP_HOST": "127.0.0.1", "TNA_SMTP_SECURITY": "none"}
    smtp = read(tmp_path, **given, TNA_SMTP_USER="tna", TNA_SMTP_PASSWORD="plain").smtp
    assert smtp is not None
    assert "plain" not in repr(smtp)


@pytest.mark.parametrize(("given", "has_one"), [({}, False), ({"TNA_BASE_URL": ""}, False)])
def test_an_address_that_nobody_gave_is_this_machine(tmp_path: Path, given: dict[str, str], has_one: bool) -> None:
    settings = read(tmp_path, **given)
    assert (settings.has_base_url, settings.is_on_this_machine) == (has_one, True)


def test_an_address_that_was_given_is_known_to_be(tmp_path: Path) -> None:
    settings = read(tmp_path, TNA_BASE_URL="https://training.example.org")
    assert (settings.has_base_url, settings.is_on_this_machine, settings.host) == (True, False, "training.example.org")


def test_no_proxy_is_trusted_unless_it_is_said_how_many(tmp_path: Path) -> None:
    assert read(tmp_path).trusted_proxies == 0
    assert read(tmp_path, TNA_TRUSTED_PROXIES="2").trusted_proxies == 2
    for wrong in ("-1", "yes", "1.5"):
        with pytest.raises(SettingsError, match="TNA_TRUSTED_PROXIES"):
            read(tmp_path, TNA_TRUSTED_PROXIES=wrong)
