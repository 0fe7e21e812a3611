"""A demo without its rehearsal, as real processes, and the people of the story in browser contexts of their own."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from people import Applicant, Official, Person

from browser import DESK
from preclear.specimens import Population
from preclear.specimens.accounts import PASSWORD
from processes import Processes

HERE = Path(__file__).parent
STORIES = frozenset({"permit_of_another", "traveller"})
_PATIENCE = 30_000
"""Milliseconds for one page, on a machine that does other things too."""


@pytest.fixture(scope="session")
def population():
    """The invented people of today: processes live in the present."""
    return Population(at=datetime.now(UTC), only=STORIES)


@pytest.fixture
def installation(tmp_path, population):
    """Pages, gateway and worker on a fresh home with registers, lists, a trust store and the demo's accounts."""
    home = tmp_path / "home"
    home.mkdir()
    demo = home / "demo"
    made = Processes(
        home,
        PRECLEAR_LISTS=str(demo / "lists.snapshot"),
        PRECLEAR_TRUST=str(demo / "trust"),
        PRECLEAR_REGISTERS=str(demo / "registers.yaml"),
        PRECLEAR_CHECKPOINT_FILE=str(tmp_path / "kept-elsewhere" / "checkpoints.txt"),
    )
    made.run(str(HERE / "surroundings.py"), population.at.isoformat())
    made.start("web", "gateway", "worker")
    yield made
    made.stop()


@pytest.fixture
def people(browser, installation):
    """Whoever is called, each with cookies of their own; ``people("officer.amna")`` comes signed in."""
    contexts, called = [], {}

    def call(id_, *, signed_in=True):
        if id_ in called:
            return called[id_]
        contexts.append(browser.new_context(viewport=DESK, locale="en-GB", timezone_id="UTC"))
        contexts[-1].set_default_timeout(_PATIENCE)
        kind = {"applicant": Applicant, "carrier": Person}.get(id_.partition(".")[0], Official)
        called[id_] = kind(contexts[-1].new_page(), installation.url, id_)
        if signed_in:
            called[id_].sign_in(PASSWORD)
        return called[id_]

    call.called = called
    yield call
    for context in contexts:
        context.close()
