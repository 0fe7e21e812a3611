"""Fixtures that drive a real headless Chromium: ``browser``, ``page`` and ``axe``.

Without a browser the tests are skipped with the reason; under ``CI=true`` they fail instead.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from prepare_browser import found

FLAGS = (
    "--headless",
    "--no-sandbox",  # Chromium refuses to sandbox for root, as which containers run
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = Path(__file__).parents[1] / "build" / "axe.min.js"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 780}

# Playwright's synchronous calls run inside an event loop; Django would refuse its ORM to a test that uses both.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def _missing(what: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


def launch(playwright: Playwright) -> Browser:
    """Start the machine's Chromium; the test is skipped where there is none."""
    path = found()
    if path is None:
        _missing("no Chromium here: install one, or set PRECLEAR_CHROMIUM")
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS), chromium_sandbox=False)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole session."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page, with its own cookies, as wide as a desk. ``page.set_viewport_size(PHONE)`` makes it a phone."""
    context = browser.new_context(viewport=DESK, locale="en-GB", timezone_id="UTC")
    context.set_default_timeout(10_000)
    yield context.new_page()
    # What a page still asks for would hold the database when the server of the test wants to empty it.
    for each in context.pages:
        with suppress(PlaywrightError):
            each.wait_for_load_state("networkidle", timeout=5_000)
    context.close()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """What axe-core has against a page, one line a violation: ``expected == axe(page)`` with an empty list."""
    if not AXE.is_file():
        _missing("no axe-core here: install the package in place, which builds it")
    source = AXE.read_text(encoding="utf-8")

    def violations(page: Page) -> list[str]:
        page.evaluate(source)  # not a script tag: the page's content security policy forbids it
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
        return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in found for node in each["nodes"]]

    return violations
