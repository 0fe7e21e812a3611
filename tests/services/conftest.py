import pytest
from population_house import House


@pytest.fixture
def house() -> House:
    """An empty office in memory."""
    return House()
