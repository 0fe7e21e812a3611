"""Every macro and base page, rendered with invented content (``gallery``)."""

from collections import Counter
from html.parser import HTMLParser

import pytest
from gallery import PAGES, render

LANGUAGES = ("en", "ur")


class Elements(HTMLParser):
    """Tags with their attributes, in order."""

    def __init__(self, html):
        super().__init__()
        self.all = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.all.append((tag, dict(attrs)))


@pytest.fixture(
    params=[(page, language) for page in PAGES for language in LANGUAGES],
    ids="-".join,
)
def elements(request):
    return Elements(render(*request.param)).all


def test_nothing_is_styled_or_scripted_inside_the_page(elements):
    inline = [(tag, name) for tag, attributes in elements for name in attributes if name == "style" or name[:2] == "on"]

    assert [] == inline
    assert [] == [tag for tag, _ in elements if tag == "style"]


def test_every_script_has_the_nonce_and_a_file(elements):
    scripts = [attributes for tag, attributes in elements if tag == "script"]

    assert ["gallery"] * 2 == [script["nonce"] for script in scripts]
    assert all(script["src"].startswith("/static/") for script in scripts)


def test_ids_are_unique_and_every_reference_has_its_element(elements):
    ids = Counter(attributes["id"] for _, attributes in elements if "id" in attributes)
    referred = [
        id_
        for _, attributes in elements
        for name in ("for", "aria-describedby", "aria-labelledby")
        for id_ in (attributes.get(name) or "").split()
    ]

    assert [] == [id_ for id_, count in ids.items() if count > 1]
    assert [] == [id_ for id_ in referred if id_ not in ids]


def test_a_page_has_one_main_landmark_and_one_first_heading(elements):
    tags = Counter(tag for tag, _ in elements)

    assert (1, 1) == (tags["main"], tags["h1"])


def test_every_form_that_changes_something_has_its_token(elements):
    posts = sum(tag == "form" and attributes.get("method") == "post" for tag, attributes in elements)
    tokens = sum(attributes.get("name") == "csrfmiddlewaretoken" for _, attributes in elements)

    assert posts == tokens


def test_a_page_says_its_language_and_direction():
    html = dict(Elements(render("status", "ur")).all)["html"]

    assert {"lang": "ur", "dir": "rtl"} == html


def test_the_chosen_theme_stands_on_the_page():
    assert "dark" == dict(Elements(render("work", "en", "dark")).all)["html"]["data-theme"]


def test_values_are_escaped():
    assert "<script>alert" not in render("error", heading="<script>alert(1)</script>")


def test_a_field_in_error_names_its_hint_and_its_error():
    fields = {attributes.get("name"): attributes for _, attributes in Elements(render("propose")).all}

    assert ("fact-hint fact-error", "true") == (fields["fact"]["aria-describedby"], fields["fact"]["aria-invalid"])


def test_the_error_summary_leads_to_the_field():
    assert '<a href="#trip-arrive">' in render("question")


def test_nothing_is_chosen_beforehand():
    assert [] == [attributes for tag, attributes in Elements(render("match")).all if "checked" in attributes]
