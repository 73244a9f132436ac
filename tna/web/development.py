"""Mail for whoever tries the product on their own machine, where nothing is sent: it is read here.

The pages are for anybody, since a link in a message is how one signs in. So they are there only while no mail server is
set, the product is reached at this machine's own name, and the one who asks sits at it.
"""

from ipaddress import ip_address

from flask import Blueprint, abort, render_template, request

from tna.services.kept_mail import kept_message, kept_messages
from tna.web.access import public, settings

blueprint = Blueprint("development", __name__, url_prefix="/development")


@blueprint.get("/mail")
@public
def mail() -> str:
    """The messages that would have been sent, the newest first."""
    _only_here()
    return render_template("development/mail.html", messages=kept_messages(settings().mail_folder))


@blueprint.get("/mail/<letter>")
@public
def message(letter: str) -> str:
    """One of them."""
    _only_here()
    found = kept_message(settings().mail_folder, name=letter) or abort(404)
    return render_template("development/message.html", message=found)


def _only_here() -> None:
    """404 wherever somebody else could read what is meant for others.

    Behind a proxy that is so everywhere: who asks is then what headers say.
    """
    if settings().trusted_proxies:
        abort(404)
    asking = request.remote_addr or ""
    is_near = asking != "" and ip_address(asking).is_loopback
    if settings().smtp is not None or not settings().is_on_this_machine or not is_near:
        abort(404)
