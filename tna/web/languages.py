"""In which language a page is made, and how somebody chooses another.

Chosen in this order: by hand in this browser, on one's account, by what the browser asks for, the first of the
installation. Where an installation offers one language there is nothing to choose, and nothing is asked.
"""

from flask import Flask
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from tna import language


def install(app: Flask) -> None:
    """Let the templates of an application speak."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    # The line breaks of a template are not part of a sentence.
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    # Values are named in the calls, and not filled in after them: so they are escaped, and the sentence is not.
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]
    app.jinja_env.globals.update(gettext=_gettext, ngettext=_ngettext, pgettext=_pgettext, npgettext=_npgettext)


@pass_eval_context
def _gettext(page: EvalContext, message: str, /, **values: object) -> str:
    return _filled(page, language.gettext(message), values)


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
    return (Markup(said) if page.autoescape else said) % values  # noqa: S704
