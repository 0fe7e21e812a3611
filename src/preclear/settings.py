"""Every setting, typed and documented: from ``preclear.toml`` or the environment (``PRECLEAR_NAME``).

A setting's documentation is the comment string under its name; ``docs/reference/settings.md`` is made from them.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any

from preclear.errors import InvalidInput


def _setting(default: Any, doc: str) -> Any:
    return field(default=default, metadata={"doc": doc})


def _home(environment: Mapping[str, str]) -> Path:
    base = environment.get("XDG_DATA_HOME") or str(Path(environment.get("HOME", ".")) / ".local" / "share")
    return Path(base) / "preclear"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How this installation is set up."""

    home: Path = field(default=Path(), metadata={"doc": "Folder of the database, keys, lists and backups"})
    database: str = _setting("", "postgresql://user@host/name; empty: SQLite in the home folder")
    host: str = _setting("127.0.0.1", "Address that the pages listen on")
    port: int = _setting(8000, "Port of the pages and the HTTP API")
    gateway_port: int = _setting(8001, "Port of the carrier gateway")
    gateway_url: str = _setting("", "Where the carrier gateway answers; empty: this machine, gateway_port")
    public_url: str = _setting("", "Address under which people reach the pages, for links and status lists")
    workers: int = _setting(1, "Processes that serve pages (1 on SQLite; more on PostgreSQL)")
    agreement: str = _setting("", "Path of the agreement file; empty: the demo's own")
    lists: str = _setting("", "Path of the list snapshot made by `preclear lists build`; empty: none")
    lists_fresh_days: str = _setting(
        "30", "Days for which lists count as fresh: a number for all, LIST=DAYS for some, by commas; empty: for ever"
    )
    opensearch: str = _setting(
        "", "https://user:password@host:9200 (several by commas) that proposes names; empty: the snapshot itself does"
    )
    opensearch_alias: str = _setting("preclear-names", "Alias and first part of the names of its indexes")
    opensearch_ca: str = _setting("", "File of certificates that vouch for it; empty: the system's own")
    trust: str = _setting("", "Paths of master lists, certificates and CRLs, separated by commas; empty: none")
    registers: str = _setting("", "Path of the registers file; empty: none")
    rulebook: str = _setting("", "Path of the rulebook file; empty: the base rulebook")
    demo: bool = _setting(False, "Synthetic people: pages say so, the outbox is a page, passkeys work on localhost")
    help_line: str = _setting("0800 000 0000", "Telephone of the help line that every traveller page shows")
    desk_phone: str = _setting("0800 000 0002", "Telephone of the desk that carriers call at CONTACT")
    smtp: str = _setting("", "smtp://user:password@host:port for notices; empty: they stay in the outbox")
    sender: str = _setting("preclear@localhost", "Sender of notices")
    checkpoint_file: str = _setting("", "File outside the database to which each checkpoint is added")
    checkpoint_url: str = _setting("", "Address to which each checkpoint is sent")

    @classmethod
    def load(cls, environment: Mapping[str, str] | None = None, file: Path | None = None) -> Settings:
        """Read the settings: defaults, then the file, then the environment. ``InvalidInput`` names what is wrong."""
        given = os.environ if environment is None else environment
        place = file or (Path(given["PRECLEAR_CONFIG"]) if given.get("PRECLEAR_CONFIG") else None)
        values: dict[str, Any] = dict(_read(place)) if place else {}
        known = {one.name: one for one in fields(cls)}
        for name in known:
            if (text := given.get(f"PRECLEAR_{name.upper()}")) is not None:
                values[name] = text
        unknown = sorted(values.keys() - known.keys())
        if unknown:
            raise InvalidInput("no such setting", where=unknown[0], mend="See `preclear doctor`")
        values.setdefault("home", _home(given))
        return cls(**{name: _typed(name, known[name].default, value) for name, value in values.items()})

    @property
    def fresh_for(self) -> Mapping[str, int]:
        """Days for which each list counts as fresh, by its name; ``*`` for all others."""
        found: dict[str, int] = {}
        for part in filter(None, (piece.strip() for piece in self.lists_fresh_days.split(","))):
            name, equals, days = part.rpartition("=")
            if not days.strip().isascii() or not days.strip().isdecimal() or (equals and not name.strip()):
                raise InvalidInput(
                    "not a number of days", where="lists_fresh_days", mend="Write 30, or ofac=2, un=7, 30"
                )
            found[name.strip() or "*"] = int(days)
        return found

    @property
    def sqlite(self) -> Path:
        """The SQLite file, where no other database is set."""
        return self.home / "preclear.sqlite3"

    @property
    def keys(self) -> Path:
        """Folder of the keys; made with tight permissions at first start."""
        return self.home / "keys"

    @property
    def gateway(self) -> str:
        """Address of the carrier gateway."""
        return self.gateway_url or f"http://{self.host}:{self.gateway_port}"

    @property
    def base_url(self) -> str:
        """Address of the pages as people see it, without a slash at the end."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"


def _read(place: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(place.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInput(
            "the settings file cannot be read", where=str(place), rule="TOML", mend=str(error)
        ) from error


def _typed(name: str, default: Any, value: Any) -> Any:
    if default is MISSING or isinstance(default, Path):
        return Path(value)
    if isinstance(default, bool):
        if str(value).lower() in {"1", "true", "yes", "on"}:
            return True
        if str(value).lower() in {"0", "false", "no", "off", ""}:
            return False
        raise InvalidInput("not yes or no", where=name, rule="settings")
    if isinstance(default, int):
        try:
            return int(value)
        except (TypeError, ValueError) as error:
            raise InvalidInput("not a whole number", where=name, rule="settings") from error
    return str(value)
