"""Looking at pages in a real browser as everybody sees them: phone and desk, English and Urdu, without a violation."""

import os
from pathlib import Path

from browser import DESK, PHONE

PICTURES = os.environ.get("PRECLEAR_PICTURES", "")


def looked_at(tab, axe, site, address, name):
    """What is wrong with a page: violations of axe, scrolling to the side, words of the console."""
    wrong = []
    for language in ("en", "ur"):
        tab.context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
        for size in (PHONE, DESK):
            tab.set_viewport_size(size)
            tab.goto(site.url + address)
            wrong += [f"{language} {size['width']}: {one}" for one in axe(tab)]
            if tab.evaluate("document.documentElement.scrollWidth") > size["width"]:
                wrong.append(f"{language} {size['width']}: scrolls to the side")
            if PICTURES:
                tab.screenshot(path=Path(PICTURES) / f"{name}-{language}-{size['width']}.png", full_page=True)
    return wrong
