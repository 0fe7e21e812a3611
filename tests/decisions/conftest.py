"""The demo's agreement, for tests of decisions."""

import pytest

from preclear import bootstrap
from preclear.model.agreement import Agreement


@pytest.fixture(scope="session")
def agreement() -> Agreement:
    return bootstrap.agreement("")
