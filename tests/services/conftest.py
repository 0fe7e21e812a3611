import pytest
from house import House


@pytest.fixture
def house() -> House:
    """An empty office in memory."""
    return House()
