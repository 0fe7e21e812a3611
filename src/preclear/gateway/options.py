"""Every option of the gateway."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class GatewayOptions:
    """How a gateway runs. All its files lie in ``folder``; ``issuer`` is the name that its receipts carry.

    Answers that are not OK need a sign of life of the case side younger than ``stale_after``, an OK one younger than
    ``trust_ok_for``. ``open_access`` lets anybody ask without a key and is refused beyond the loopback interface.
    A question must arrive within ``patience``. Replies are kept for ``keep_for`` as the carriers' proof.
    """

    folder: Path
    issuer: str = "preclear"
    host: str = "127.0.0.1"
    port: int = 8001
    workers: int = 2
    open_access: bool = False
    stale_after: timedelta = timedelta(minutes=15)
    trust_ok_for: timedelta = timedelta(hours=24)
    patience: timedelta = timedelta(seconds=10)
    keep_for: timedelta = timedelta(days=730)

    @property
    def store(self) -> Path:
        """The read store, written by the case side alone."""
        return self.folder / "store.db"

    @property
    def store_key(self) -> Path:
        """The key under which the read store is sealed; the case side needs it too."""
        return self.folder / "store.key"

    @property
    def replies(self) -> Path:
        """The replies given, written by the gateway alone."""
        return self.folder / "replies.db"

    @property
    def carriers(self) -> Path:
        """Hashes of the carriers' API keys."""
        return self.folder / "carriers.json"

    @property
    def receipt_key(self) -> Path:
        """The private key that signs receipts; its public half is served to carriers."""
        return self.folder / "receipt.key"
