r"""Languages of the pages: the English sentence is the key of its translation.

A language has gettext files beside this one, read as they are, so nothing has to be compiled: ``ur.po`` holds the
templates' sentences and ``ur.words.po``, kept by hand, those that come from elsewhere (states, findings, answers,
refusals). To bring new sentences of the templates in, run at the root of the checkout::

    pybabel extract -F src/preclear/web/i18n/babel.cfg -k _ -k ngettext:1,2 -o build/messages.pot src/preclear/web
    pybabel update --no-fuzzy-matching --ignore-obsolete --no-wrap -l ur -i build/messages.pot \
        -o src/preclear/web/i18n/ur.po
"""

from preclear.web.i18n.catalogue import LANGUAGES, Catalogue, Language, load

__all__ = ["LANGUAGES", "Catalogue", "Language", "load"]
