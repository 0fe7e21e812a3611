"""The build hook knows when there is nothing to build: then a wheel needs no Node."""

import importlib.util
from pathlib import Path

import pytest

pytest.importorskip("hatchling", reason="the build backend is not installed here")

ROOT = Path(__file__).parents[1]


def build_script():
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def assets(tmp_path):
    for name, text in {"hatch_build.py": "build", "assets/keys.js": "keys", "assets/styles/app.scss": "a {}"}.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    built = build_script().Assets(tmp_path)
    built.static.mkdir(parents=True)
    (built.static / "app.css").write_text("a{}")
    (built.static / "STAMP").write_text(f"{built.stamp()}\napp.css\n")
    return built


def test_what_was_built_from_these_sources_is_fresh(assets):
    assert assets.fresh()


def test_a_changed_source_is_built_again(assets):
    (assets.sources / "keys.js").write_text("other keys")

    assert not assets.fresh()


def test_a_new_source_is_built_again(assets):
    (assets.sources / "more.js").write_text("more")

    assert not assets.fresh()


def test_a_lost_file_is_built_again(assets):
    (assets.static / "app.css").unlink()

    assert not assets.fresh()


def test_installed_node_packages_do_not_count(assets):
    (assets.sources / "node_modules").mkdir()
    (assets.sources / "node_modules" / "left.js").write_text("left")

    assert assets.fresh()


def test_a_checkout_also_needs_what_its_tests_need(assets):
    (assets.root / "tests").mkdir()

    assert not assets.fresh()
