"""Travel documents after ICAO Doc 9303: machine readable zones, chips, signatures and trust.

Useful alone, without the rest of preclear::

    from datetime import UTC, datetime
    from preclear.documents import TrustStore, read_chip_folder, verify

    trust = TrustStore.load(["masterlists/"])
    verification = verify(read_chip_folder("passport/"), trust, datetime.now(UTC))
"""

from preclear.documents.chip import Portrait, read_chip_folder, read_dg1, read_portrait
from preclear.documents.passive import verify
from preclear.documents.trust import TrustSource, TrustStore

__all__ = ["Portrait", "TrustSource", "TrustStore", "read_chip_folder", "read_dg1", "read_portrait", "verify"]
