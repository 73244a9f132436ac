"""In which language a page is made, and how somebody chooses another.

Chosen in this order: by hand in this browser, on one's account, by what the browser asks for, the first of the
installation. Where an installation offers one language there is nothing to choose, and nothing is asked.
"""

from functools import lru_cache

from flask import Blueprint, Flask, redirect, request, session
from flask_babel import get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup
from werkzeug.wrappers import Response

from tna import language
from tna.extensions import babel, db
from tna.language import Language
from tna.services import people
from tna.services.languages import language_of, languages_of
from tna.web.access import CHOSEN_LANGUAGE, own_account_id, public, safe_next, settings

blueprint = Blueprint("languages", __name__)


@blueprint.post("/language")
@public
def choose() -> Response:
    """Choose the language of pages in this browser; whoever is signed in is written to in it too."""
    chosen = language_of(settings(), request.form.get("language"))
    session[CHOSEN_LANGUAGE] = chosen.code
    if (person_id := own_account_id()) is not None:
        people.choose_language(db.session(), person_id=person_id, code=chosen.code)
        db.session.commit()
    return redirect(safe_next(request.form.get("next")))


def install(app: Flask) -> None:
    """Let an application and its templates speak, each page in the language of whoever asks for it."""
    offered = languages_of(app.extensions["settings"])  # a catalogue that cannot be used stops the start
    babel.init_app(app, default_locale=str(offered[0].locale), locale_selector=_chosen)
    app.before_request(_begin)
    app.teardown_request(_end)
    app.context_processor(_context)
    _teach(app)


def _chosen() -> str:
    """The code of the language to speak in, as Babel writes it; nobody's account is asked, so that it costs nothing."""
    offered = languages_of(settings())
    if len(offered) > 1 and (found := _by_code(offered, session.get(CHOSEN_LANGUAGE)) or _accepted(offered)):
        return str(found.locale)
    return str(offered[0].locale)


def _by_code(offered: tuple[Language, ...], code: str | None) -> Language | None:
    return next((one for one in offered if one.code == code), None)


def _accepted(offered: tuple[Language, ...]) -> Language | None:
    """The language that the browser asks for first among those offered, whatever the country it adds."""
    wanted = (_by_code(offered, code) or _by_code(offered, code.partition("-")[0]) for code in _asked_for())
    return next(filter(None, wanted), None)


def _asked_for() -> list[str]:
    return [code for code, quality in request.accept_languages if quality > 0]


def _begin() -> None:
    offered = languages_of(settings())
    if len(offered) == 1:
        language.speak(offered[0])
        return
    spoken = str(get_locale())
    language.speak(next(one for one in offered if str(one.locale) == spoken))


def _end(_fault: BaseException | None) -> None:
    """A thread answers one request after another: none goes on in the language of the last."""
    language.speak(language.ENGLISH)


def _context() -> dict[str, object]:
    """For templates: the tag of the language spoken, and the others where there are any, with where to come back to."""
    offered = languages_of(settings())
    if len(offered) == 1:
        return {"language_tag": offered[0].tag}
    others = tuple(one for one in offered if one is not language.spoken())
    back = (
        request.full_path.rstrip("?") if request.method == "GET" and "token" not in (request.view_args or ()) else "/"
    )
    return {"language_tag": language.spoken().tag, "other_languages": others, "came_from": back}


def _teach(app: Flask) -> None:
    """Let the templates of an application ask for words."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    # The line breaks of a template are not part of a sentence.
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    # Values are named in the calls, and not filled in after them: so they are escaped, and the sentence is not.
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]
    app.jinja_env.globals.update(gettext=_gettext, ngettext=_ngettext, pgettext=_pgettext, npgettext=_npgettext)


@pass_eval_context
def _gettext(page: EvalContext, message: str, /, **values: object) -> str:
    if page.autoescape and not values:
        return _finished(language.spoken(), message)
    return _filled(page, language.gettext(message), values)


@lru_cache(maxsize=8192)  # most of what a page says names no value, and every page says some of it
def _finished(spoken: Language, message: str) -> str:
    return Markup(spoken.translations.gettext(message) % {})  # noqa: S704 - ours or a catalogue's, without any value


@pass_eval_context
def _pgettext(page: EvalContext, context: str, message: str, /, **values: object) -> str:
    return _filled(page, language.pgettext(context, message), values)


@pass_eval_context
def _ngettext(page: EvalContext, one: str, more: str, n: int, /, **values: object) -> str:
    translations = language.spoken().translations
    return _filled(page, translations.ngettext(one, more, n), values | {"n": language.number(n)})


@pass_eval_context
def _npgettext(page: EvalContext, context: str, one: str, more: str, n: int, /, **values: object) -> str:
    translations = language.spoken().translations
    return _filled(page, translations.npgettext(context, one, more, n), values | {"n": language.number(n)})


def _filled(page: EvalContext, said: str, values: dict[str, object]) -> str:
    """A sentence of ours with its values, escaped where the page is; in templates `%%` always stands for `%`."""
    return (Markup(said) if page.autoescape else said) % values  # noqa: S704 - ours; Markup escapes each value
