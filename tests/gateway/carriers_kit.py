from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from preclear.gateway.options import GatewayOptions
from preclear.gateway.sealing import Seal
from preclear.gateway.store import ReadStore
from preclear.model.carriage import CarrierEntry, CarrierRoute, CarrierScope, CarrierState
from preclear.model.dates import PartialDate

AT = datetime(2026, 7, 1, 12, tzinfo=UTC)
ENTRY = CarrierEntry(
    number="CL-7K4M-2QX9",
    state=CarrierState.OK,
    document_type="P",
    document_number="UTO100001",
    issuing_state="UTO",
    surname="SPECIMEN",
    given_names="ALI",
    birth_date=PartialDate(1990, 5, 17),
    nationality="UTO",
    valid_from=date(2026, 1, 1),
    valid_until=date(2036, 8, 31),
    destination="USA",
    version=1,
    changed_at=AT,
)
SCOPE = CarrierScope(
    routes=(CarrierRoute(from_airport="UTA", to_state="USA", first_day=date(2026, 1, 1)),),
    desk_phone="+15550100",
    airports={"UTA": "UTO", "JFK": "USA", "LHR": "GBR"},
    younger_than=12,
)


def question(request_id="r-1", day=date(2026, 7, 2), **changes):
    passenger = {
        "reference": "p1",
        "surname": "SPECIMEN",
        "given_names": "ALI",
        "birth_date": "1990-05-17",
        "documents": [{"type": "P", "number": "UTO100001", "issuing_state": "UTO"}],
    }
    return {
        "request_id": request_id,
        "flight": {"carrier": "ZZ", "number": "701", "date": str(day), "from": "UTA", "to": "JFK"},
        "passengers": [passenger | changes],
    }


def entry(**changes):
    return replace(ENTRY, **changes)


@pytest.fixture
def options(tmp_path):
    return GatewayOptions(folder=tmp_path / "gateway", open_access=True)


@pytest.fixture
def seal(options):
    return Seal.of(options.store_key)


@pytest.fixture
def store(options, seal):
    return ReadStore(options.store, seal)


@pytest.fixture
def filled(store):
    store.set_scope(SCOPE)
    store.publish([ENTRY], 7, AT)
    return store
