"""A person at a browser, for tests of pages: signs in, follows links, sends forms with the token they carry.

Protection against forged requests is never switched off: `submit` sends what the page's own form holds.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from sqlalchemy.orm import Session

from tests.factories import NOW
from tests.markup import read
from tna.models.people import Person
from tna.models.surveys import Round
from tna.services import sign_ins

File = tuple[BytesIO, str]
"""What a file holds, and its name."""
Values = Mapping[str, str | list[str] | File]


def sign_in(client: Any, session: Session, person: Person, *, only_round: Round | None = None) -> None:
    """Let a client be signed in as a person, without the cost of hashing a password.

    With `only_round` as by a link of a mail merge, which reaches the survey of that round alone.
    """
    only_round_id = None if only_round is None else only_round.id
    token = sign_ins.open_sign_in(session, person_id=person.id, now=NOW, only_round_id=only_round_id)
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie["_user_id"], cookie["_fresh"] = token, True


def visit(client: Any, path: str, *, status: int = 200) -> "Page":
    """Open a page, following redirects; fails unless the answer has this status."""
    return Page(_checked(client.get(path, follow_redirects=True), status))


def submit(
    client: Any,
    page: "Page",
    values: Values | None = None,
    *,
    form: int | str = 0,
    status: int = 200,
    follow: bool = True,
) -> "Page":
    """Send a form of the content of a page: what stands in it, token included, overlaid by `values`.

    `form`: its place on the page from 0, or a word of the button to press, whose value is sent too.
    """
    fields = page.fields(form) | dict(values or {})
    answer = client.post(page.action(form), data=fields, follow_redirects=follow)
    return Page(_checked(answer, status))


def _checked(answer: Any, status: int) -> Any:
    assert answer.status_code == status, f"{answer.request.path} answered {answer.status}"
    return answer


class Page:
    """One answer, read strictly: an HTML page with a fault in its markup fails the test that opens it."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.path: str = answer.request.path
        self.html: str = answer.get_data(as_text=True)
        self.root: Element = read(self.html)

    @property
    def main(self) -> Element:
        """The content of the page, without header and footer."""
        return one(self.root, "main")

    @property
    def text(self) -> str:
        """All the words of the content."""
        return text_of(self.main)

    @property
    def main_html(self) -> str:
        """The content as it was sent, markup and all."""
        return self.html.partition("<main")[2].partition("</main>")[0]

    @property
    def title(self) -> str:
        return text_of(one(self.root, "title"))

    @property
    def heading(self) -> str:
        return text_of(one(self.main, "h1"))

    @property
    def buttons(self) -> list[str]:
        """The words on every button of the content, and on links that look like one."""
        drawn = [e for e in self.main.iter() if "govuk-button" in classes(e)]
        return [text_of(element) or element.get("value", "") for element in drawn]

    @property
    def links(self) -> dict[str, str]:
        """Words to address, for every link of the content."""
        return {text_of(link): link.get("href", "") for link in self.main.iter("a")}

    @property
    def errors(self) -> dict[str, str]:
        """Words to address, for every link of the error summary."""
        summary = [e for e in self.main.iter("div") if "govuk-error-summary" in classes(e)]
        return {text_of(link): link.get("href", "") for box in summary for link in box.iter("a")}

    @property
    def checked(self) -> dict[str, str]:
        """The chosen radio of every group that has one."""
        inputs = [e for e in self.main.iter("input") if e.get("type") == "radio" and e.get("checked") is not None]
        return {each.get("name", ""): each.get("value", "") for each in inputs}

    @property
    def radio_groups(self) -> list[str]:
        """The names of the radio groups, in the order of the page."""
        inputs = [e for e in self.main.iter("input") if e.get("type") == "radio"]
        return list(dict.fromkeys(each.get("name", "") for each in inputs))

    @property
    def token(self) -> str:
        """The token of the first form of the page, which may be the one that signs out."""
        return next(e.get("value", "") for e in self.root.iter("input") if e.get("name") == "csrf_token")

    def form(self, which: int | str = 0) -> Element:
        """A form of the content: by its place, or by a word of one of its buttons."""
        forms = list(self.main.iter("form"))
        if isinstance(which, int):
            return forms[which]
        return next(form for form in forms if any(which in _words(button) for button in _buttons(form)))

    def action(self, form: int | str = 0) -> str:
        return self.form(form).get("action") or self.answer.request.full_path.rstrip("?")

    def fields(self, form: int | str = 0) -> dict[str, Any]:
        """What a browser would send with a form as it stands."""
        found = self.form(form)
        values = dict(_standing_values(found))
        for button in _buttons(found):
            if isinstance(form, str) and form in _words(button) and button.get("name"):
                values[button.get("name", "")] = button.get("value", "")
        return values


def one(root: Element, tag: str) -> Element:
    """The only element of this kind."""
    found = list(root.iter(tag))
    assert len(found) == 1, f"{len(found)} <{tag}> on the page"
    return found[0]


def classes(element: Element) -> list[str]:
    """The classes of an element."""
    return element.get("class", "").split() if isinstance(element.tag, str) else []


def text_of(element: Element) -> str:
    """The words of an element, with every run of white space as one space."""
    return " ".join("".join(element.itertext()).split())


def path_of(address: str) -> str:
    """The path of an address, without host and query."""
    return urlsplit(address).path


def _standing_values(form: Element) -> Iterator[tuple[str, str]]:
    for field in form.iter("input"):
        kind, name = field.get("type", "text"), field.get("name")
        if not name or kind == "submit" or (kind in {"radio", "checkbox"} and field.get("checked") is None):
            continue
        yield name, field.get("value", "")
    for field in form.iter("textarea"):
        yield field.get("name", ""), "".join(field.itertext()).removeprefix("\n")
    for field in form.iter("select"):
        options = list(field.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        yield from ((field.get("name", ""), option.get("value", "")) for option in chosen)


def _buttons(form: Element) -> list[Element]:
    inputs = [field for field in form.iter("input") if field.get("type") == "submit"]
    return [*form.iter("button"), *inputs]


def _words(button: Element) -> str:
    return text_of(button) or button.get("value", "")
