"""Every document is reached from another, and leads to what is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def links(page):
    return [
        link for link in _LINK.findall(page.read_text("utf-8")) if "://" not in link and not link.startswith("mailto:")
    ]


def anchors(page):
    headings = _HEADING.findall(page.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_link_leads_somewhere(page):
    for link in links(page):
        place, _, anchor = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize(
    "page", [one for one in PAGES if one.parent != ROOT], ids=lambda page: str(page.relative_to(ROOT))
)
def test_every_page_is_reached_from_another(page):
    reached = {
        (other.parent / link.partition("#")[0]).resolve() for other in PAGES for link in links(other) if other != page
    }
    assert page in reached
