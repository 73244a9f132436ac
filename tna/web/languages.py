"""In which language a page is made, and how somebody chooses another.

Chosen in this order: by hand in this browser, on one's account, by what the browser asks for, the first of the
installation. Where an installation offers one language there is nothing to choose, and nothing is asked.
"""

from flask import Flask

from tna import language


def install(app: Flask) -> None:
    """Let the templates of an application speak."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    # The line breaks of a template are not part of a sentence.
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda message: language.gettext(message),
        ngettext=lambda one, more, n: language.spoken().translations.ngettext(one, more, n),
        pgettext=lambda context, message: language.pgettext(context, message),
        npgettext=lambda context, one, more, n: language.spoken().translations.npgettext(context, one, more, n),
        newstyle=True,
    )
