"""Every base page and macro with invented content: looked at in tests of pages, and by eye.

``python tests/web/gallery.py FOLDER`` writes pictures of it: English and Urdu, phone and desk, day and night.
"""

import sys
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from preclear.web.i18n import load

WEB = Path(__file__).parents[2] / "src" / "preclear" / "web"
HERE = Path(__file__).parent / "gallery"
PAGES = tuple(sorted(page.stem for page in HERE.glob("*.html")))
ORIGIN = "http://gallery.test"
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-gallery'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'"
)
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
QR = Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 21 21"><path d="M1 1h7v7H1zM13 1h7v7h-7z"/></svg>')


ENVIRONMENT = Environment(
    loader=FileSystemLoader([WEB / "templates", HERE]), autoescape=True, undefined=StrictUndefined
)


class _Person:
    name = "A. Specimen"
    role_name = "case officer"


def render(page: str, language: str = "en", theme: str = "", **changes: Any) -> str:
    """The page as a browser gets it, with ``changes`` of its content. A variable that nobody gives is an error."""
    catalogue = load(language)
    working = page in ("dossier", "work", "propose", "match")
    context: dict[str, Any] = {
        "_": catalogue.markup,
        "ngettext": catalogue.plural,
        "lang": language,
        "dir": catalogue.language.direction,
        "theme": theme,
        "csp_nonce": "gallery",
        "csrf_input": Markup('<input type="hidden" name="csrfmiddlewaretoken" value="none">'),
        "user": _Person() if working else None,
        "demo": True,
        "path": f"/{page}",
        "nav": [{"href": "/work", "text": catalogue.markup("Work"), "current": True}] if working else [],
        "help_phone": {"display": "0800 000 0000", "href": "tel:08000000000"},
        "url": lambda name, **_: f"/{name}",
        "static": lambda path: f"/static/{path}",
        "wide": False,
        "body_class": "",
        "link": lambda id_: f"#{id_}",
        "page_link": lambda number: f"?page={number}",
        "qr": QR,
        "heading": "The register of permits does not answer",
        "what": "Your case is safe. We ask the register again by ourselves.",
        "works": ["Everything but new permit answers"],
        "fails": ["Answers about permits"],
        "todo": ["Go on with another case"],
        "reference": "E-0000-0001",
        "back": {"href": "/work", "text": "Back to work"},
        **changes,
    }
    return ENVIRONMENT.get_template(f"{page}.html").render(context)


def serve(page: Any) -> None:
    """Answer a Playwright page's requests from memory; no address outside is ever asked."""

    def answer(route: Any) -> None:
        path, _, query = route.request.url.removeprefix(ORIGIN).lstrip("/").partition("?")
        if path.startswith("static/"):
            file = WEB / path
            route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])
            return
        language, _, theme = query.partition("&")
        route.fulfill(
            body=render(path, language or "en", theme),
            content_type="text/html; charset=utf-8",
            headers={"Content-Security-Policy": POLICY},
        )

    page.route("**/*", answer)


def _pictures(folder: Path) -> None:
    from browser import launch  # noqa: I001 -- for the eye alone
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        for width in (360, 1440):
            tab = chromium.new_page(viewport={"width": width, "height": 900})
            serve(tab)
            for name in PAGES:
                for language in ("en", "ur"):
                    for theme in ("light", "dark"):
                        tab.goto(f"{ORIGIN}/{name}?{language}&{theme}")
                        tab.screenshot(path=folder / f"{name}-{language}-{width}-{theme}.png", full_page=True)
        chromium.close()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    _pictures(Path(sys.argv[1]))
