"""The look of every page in a real browser: axe, phone width, keys, content security policy."""

import pytest
from gallery import ORIGIN, PAGES, serve

from browser import DESK, PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def gallery(page):
    serve(page)
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.said = said
    return page


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_used_by_everybody(gallery, axe, name, language):
    for size, theme in ((PHONE, "light"), (DESK, "dark")):
        gallery.set_viewport_size(size)
        gallery.goto(f"{ORIGIN}/{name}?{language}&{theme}")

        assert [] == axe(gallery)
        assert size["width"] == gallery.evaluate("document.documentElement.scrollWidth")
    assert [] == gallery.said


def test_the_first_tab_leads_to_the_main_content(gallery):
    gallery.goto(f"{ORIGIN}/work")
    gallery.keyboard.press("Tab")
    gallery.keyboard.press("Enter")

    assert "main" == gallery.evaluate("document.activeElement.id")


def test_a_key_presses_its_button(gallery):
    gallery.goto(f"{ORIGIN}/dossier")
    gallery.keyboard.press("o")

    assert gallery.url.endswith("#o")


def test_a_key_works_on_an_urdu_keyboard(gallery):
    gallery.goto(f"{ORIGIN}/dossier?ur")
    gallery.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ہ', code: 'KeyO'}))")

    assert gallery.url.endswith("#o")


def test_a_key_is_a_letter_while_somebody_types(gallery):
    gallery.goto(f"{ORIGIN}/carrier")
    gallery.locator("#flight").focus()
    gallery.keyboard.press("d")

    assert "d" == gallery.locator("#flight").input_value()


def test_a_key_can_lead_to_a_field(gallery):
    gallery.goto(f"{ORIGIN}/carrier")
    gallery.keyboard.press("d")

    assert "number" == gallery.evaluate("document.activeElement.id")


def test_the_question_mark_lists_the_keys(gallery):
    gallery.goto(f"{ORIGIN}/dossier")
    gallery.keyboard.press("?")
    rows = gallery.locator("#keys dd").all_inner_texts()

    assert ["Put to the applicant", "Ask", "Verify with a third party", "Interview", "Protection", "Propose"] == rows


def test_every_script_of_letters_has_its_face(gallery):
    gallery.goto(f"{ORIGIN}/status?ur")
    gallery.evaluate("document.fonts.ready")
    loaded = gallery.evaluate("[...document.fonts].filter(f => f.status == 'loaded').map(f => f.family)")

    assert {"Source Sans 3", "preclear Naskh", "preclear Nastaliq"} <= {family.strip('"') for family in loaded}
