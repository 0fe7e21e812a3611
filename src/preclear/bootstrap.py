"""The only place that chooses what stands behind the ports. Nothing else knows all the rooms.

``means`` is enough to judge one application and needs no database; ``office`` is the whole house.
"""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from preclear import checks, connectors, partners, rulebook
from preclear.clearance import Issuer
from preclear.connectors.post import SmtpPost
from preclear.documents import TrustStore
from preclear.errors import InvalidInput
from preclear.gateway.options import GatewayOptions
from preclear.gateway.sealing import Seal
from preclear.gateway.store import ReadStore
from preclear.model.agreement import Agreement
from preclear.model.paper import PaperHints
from preclear.model.verification import Mrz, PageReading, SealVerification, Step
from preclear.oversight import Log, LogKey, witness
from preclear.screening import Snapshot
from preclear.services.means import Means
from preclear.services.office import Office
from preclear.services.ports import Post, Register
from preclear.services.scope import scope_of
from preclear.settings import Settings
from preclear.writing.airports import states_by_airport
from preclear.writing.states import STATES

if TYPE_CHECKING:
    from preclear.connectors.opensearch_names import OpenSearchServer
    from preclear.model.case import Actor
    from preclear.oversight import LogStorage

_DEMO_AGREEMENT = "uto-xar.yaml"
_NEXT_LISTS = "next-lists.snapshot"


def now() -> datetime:
    """The time, with its zone. The only clock of the house."""
    return datetime.now(UTC)


def agreement(named: str) -> Agreement:
    """The agreement in this file, or the demo's own when none is named."""
    if named:
        return partners.parse(_read(Path(named), "agreement"))
    return partners.parse(files("preclear.partners").joinpath("agreements", _DEMO_AGREEMENT).read_bytes())


def agreement_named(named: str, settings: Settings) -> Agreement:
    """An agreement by its id (the configured one or the demo's), or by the path of its file."""
    if Path(named).is_file():
        return agreement(named)
    known = [agreement(settings.agreement)] + ([agreement("")] if settings.agreement else [])
    for one in known:
        if one.id == named:
            return one
    raise InvalidInput(
        f"no agreement {named!r}", where="--agreement", mend=f"Known: {', '.join(one.id for one in known)}; or a path"
    )


def means(
    settings: Settings, *, agreed: Agreement | None = None, lists: str = "", trust: tuple[str, ...] = ()
) -> Means:
    """With what to judge: what is given here, else what the settings name, else nothing (``not_checked``)."""
    snapshot = lists or settings.lists
    anchors = trust or tuple(part for part in settings.trust.split(",") if part)
    return Means(
        catalogue=checks.catalogue(),
        rulebook=_rulebook(settings),
        agreement=agreed,
        # A place that was installed stands for a file that has its key beside it.
        lists=lists_reader(settings)(Path(snapshot) if lists else Path(snapshot).resolve()) if snapshot else None,
        trust=TrustStore.load([Path(part) for part in anchors]) if anchors else None,
        pages=LatePages(),
        seals=LateSeals(),
        papers=LatePapers(),
        registers=_registers(settings),
        fresh_for=settings.fresh_for,
    )


def lists_reader(settings: Settings) -> Callable[[Path], Snapshot]:
    """How a snapshot is opened: with candidates from the search server, where one is set up."""
    server = search_server(settings)
    if server is None:
        return Snapshot.open
    return lambda path: server.beside(Snapshot.open(path))


def search_server(settings: Settings) -> OpenSearchServer | None:
    """The OpenSearch of the settings, None where none is named. ``InvalidInput`` where its client is not installed."""
    if not settings.opensearch:
        return None
    try:
        from preclear.connectors import opensearch_names
    except ImportError as error:
        if not (error.name or "").startswith("opensearchpy"):
            raise
        raise InvalidInput(
            "is set, and its client is not installed", where="opensearch", mend="Install preclear[opensearch]"
        ) from error
    return opensearch_names.connect(settings.opensearch, alias=settings.opensearch_alias, ca=settings.opensearch_ca)


class _Memory(dict[tuple[str, str], Any]):
    """What was read from a file, by the file's SHA-256: a case is judged again with each answer, its files stay.

    Only answers are kept, the newest few hundred; two threads may at worst read the same file twice.
    """

    most = 512

    def of(self, data: bytes, also: str, read: Callable[[], Any]) -> Any:
        """The answer for these bytes and ``also``, read the first time."""
        key = (hashlib.sha256(data).hexdigest(), also)
        answer = self.get(key)
        if answer is None:
            answer = read()
            while len(self) >= self.most:
                self.pop(next(iter(self), key), None)
            self[key] = answer
        return answer


class LatePages:
    """``preclear.documents.images``, loaded when the first page comes: its models cost half a second and memory."""

    def __init__(self) -> None:
        self._memory = _Memory()

    def read(self, data: bytes) -> PageReading:
        """What is on the page: ``images.read``."""
        from preclear.documents import images

        reading: PageReading = self._memory.of(data, "", lambda: images.read(data))
        return reading

    def preview(self, data: bytes, longest: int) -> bytes:
        """A small picture of its first page: ``decoding.preview``."""
        from preclear.documents import decoding

        return decoding.preview(data, longest)


class LateSeals:
    """``preclear.documents.seals``, loaded when the first picture comes."""

    def find(self, picture: bytes) -> tuple[bytes, ...]:
        """The codes on a picture: ``seals.find``."""
        from preclear.documents import seals

        return seals.find(picture)

    def verify(self, data: bytes, trust: TrustStore, at: datetime) -> SealVerification:
        """Verify a seal: ``seals.verify``."""
        from preclear.documents import seals

        return seals.verify(data, trust, at)

    def against(self, seal: SealVerification, mrz: Mrz | None, passport_number: str | None) -> tuple[Step, ...]:
        """Compare it with the documents: ``seals.against``."""
        from preclear.documents import seals

        return seals.against(seal, mrz, passport_number)


class LatePapers:
    """``preclear.documents.papers``, loaded when the first paper comes; it reads each in a process of its own."""

    def __init__(self) -> None:
        self._memory = _Memory()

    def look(self, data: bytes, at: datetime) -> PaperHints:
        """What a paper shows of its own history: ``papers.look``."""
        from preclear.documents import papers

        hints: PaperHints = self._memory.of(data, at.date().isoformat(), lambda: papers.look(data, at))
        return hints


@cache
def office(settings: Settings) -> Office:
    """The whole house: Django's storage, keys, and everything that judges. Made once."""
    store = _django().store()
    agreed = agreement(settings.agreement)
    from preclear.storage.list_files import ListFiles

    snapshots = ListFiles(Path(settings.lists), lists_reader(settings)) if settings.lists else None
    return Office(
        store=store,
        means=means(replace(settings, lists=""), agreed=agreed),
        snapshots=snapshots,
        agreement=agreed,
        clock=now,
        issuer=_issuer(settings, agreed),
        status_uri=f"{settings.base_url}/status/1",
        choose=random.SystemRandom().choice,
    )


def gateway_options(settings: Settings) -> GatewayOptions:
    """How the carrier gateway of this installation runs. In the demo anybody on this machine may ask."""
    return GatewayOptions(
        folder=settings.home / "gateway",
        issuer=agreement(settings.agreement).id,
        host=settings.host,
        port=settings.gateway_port,
        workers=settings.workers,
        open_access=settings.demo,
    )


def read_store(settings: Settings) -> ReadStore:
    """The gateway's store, for the case side to write to; its scope is brought up to date."""
    options = gateway_options(settings)
    options.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    store = ReadStore(options.store, Seal.of(options.store_key))
    store.set_scope(scope_of(agreement(settings.agreement), settings.desk_phone, states_by_airport()))
    return store


def log_key(settings: Settings) -> LogKey:
    """The key that signs checkpoints of the audit log; made at first start."""
    place = settings.keys / "log.key"
    if not place.exists():
        _private(settings.keys)
        LogKey.make("preclear/log").save(place)
    return LogKey.load(place)


def audit_log() -> tuple[LogStorage, LogKey]:
    """The audit log of this installation with its key, for ``preclear audit``."""
    settings = Settings.load()
    return _django().log_storage(), log_key(settings)


def sign_in(account: str, password: str, code: str = "") -> Actor:
    """Who types at a command line. ``NotPermitted`` where password or code is wrong."""
    _django()
    from preclear.storage.faults import in_our_words
    from preclear.web.accounts.prompt import actor_at_prompt

    with in_our_words():
        return actor_at_prompt(account, password, code, now())


def web_application() -> Any:
    """The pages as a WSGI application, for a server's worker."""
    _django()
    from preclear.web.wsgi import application

    return application(lambda: office(Settings.load()))


def prepare(settings: Settings) -> None:
    """Bring the database to this version, after a backup where something is to be changed."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    _django().prepare(settings, now())


def prepare_demo(settings: Settings, tell: Callable[[str], None]) -> None:
    """Make the demo's surroundings (registers, lists, a trust store) the first time, and prepare the database."""
    from preclear import screening, specimens

    folder = settings.home / "demo"
    if not (folder / "registers.yaml").exists():
        tell("Making registers, lists and a trust store of an invented State ...")
        specimens.write_surroundings(folder)
        screening.build(specimens.list_sources(folder), Path(settings.lists))
        screening.build(specimens.list_sources(folder, next_edition=True), folder / _NEXT_LISTS)
    prepare(settings)
    office(settings)


def play_demo(settings: Settings, tell: Callable[[str], None]) -> None:
    """Play the invented population through the product, the first time: people and cases together, or nothing."""
    from preclear.services.rehearse import rehearse
    from preclear.specimens import accounts

    opening, house = _django(), office(settings)
    if opening.is_empty():
        tell("Playing an invented population through the product ...")
        with house.store.transaction():
            opening.add_accounts(accounts.ACCOUNTS, accounts.PASSWORD)
            rehearse(house, next_lists=settings.home / "demo" / _NEXT_LISTS)


def database_says() -> str:
    """What database this is and how many applications it holds. ``Unavailable`` when it does not answer."""
    said: str = _django().says()
    return said


def post(settings: Settings) -> Post | None:
    """How notices leave the house; None where they stay in the outbox."""
    if not settings.smtp:
        return None
    return SmtpPost(url=settings.smtp, sender=settings.sender, address_of=_django().address_of)


def keep_checkpoint(settings: Settings) -> None:
    """Sign the audit log as it is now, and send the checkpoint to those who keep it."""
    note = Log(_django().log_storage()).checkpoint(log_key(settings))
    for place in filter(None, (settings.checkpoint_file, settings.checkpoint_url)):
        if place == settings.checkpoint_file:
            Path(place).parent.mkdir(parents=True, exist_ok=True)
        witness(place).keep(note)


def _django() -> Any:
    """Django's storage, set up; imported late so that the rest of the house needs no Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "preclear.web.django_settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    from preclear.storage import opening

    return opening


def _issuer(settings: Settings, agreed: Agreement) -> Issuer:
    folder = settings.keys / "clearance"
    state = agreed.parties[-1]
    if not (folder / "signer.key").exists():
        _private(settings.keys)
        return Issuer.found(folder, state=state, country=_two_letters(state), at=now())
    return Issuer.load(folder, state=state)


def _two_letters(state: str) -> str:
    """Country of the certificates; a State without an ISO code gets the user-assigned ZZ."""
    known = STATES.get(state)
    return (known.alpha2 if known else "") or "ZZ"


def _rulebook(settings: Settings) -> rulebook.Rulebook:
    return rulebook.load(_read(Path(settings.rulebook), "rulebook")) if settings.rulebook else rulebook.base()


def _registers(settings: Settings) -> Mapping[str, Register]:
    return connectors.load(Path(settings.registers)) if settings.registers else {}


def _read(place: Path, what: str) -> bytes:
    try:
        return place.read_bytes()
    except OSError as error:
        raise InvalidInput(f"the {what} cannot be read", where=str(place), mend=str(error.strerror)) from error


def _private(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
