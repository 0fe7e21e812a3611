"""Backups: everything in one file that any version from this one on, and either database, can restore."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction

from preclear import __version__
from preclear.errors import Conflict, InvalidInput, PreclearError
from preclear.oversight import Log, LogKey, verify
from preclear.storage import triggers
from preclear.storage.archive import RULE, ArchiveReader, Manifest, read_archive, write_archive
from preclear.storage.audit import LogInDatabase
from preclear.storage.faults import in_our_words
from preclear.storage.promises import CASE, DECISION
from preclear.storage.versions import Versions

_LEFT_OUT = frozenset({"sessions", "contenttypes", "auth", "axes"})
"""Sessions end, failed sign-ins are forgotten, and Django makes the others itself."""

_BATCH_ROWS, _BATCH_BYTES = 500, 8 * 1024 * 1024


def backup(path: Path, *, at: datetime, using: str = DEFAULT_DB_ALIAS, keys: Path | None = None) -> Manifest:
    """Write everything as of one moment into a new file that only its owner can read.

    ``keys`` is the folder of keys to take along, or None. Works on a database of an older version too.
    """
    with in_our_words(), _one_moment(using), write_archive(path) as archive:
        versions = Versions(using)
        versions.refuse_newer()
        if not versions.applied:
            raise Conflict("there is nothing in the database yet", mend="Start the service once, or restore a backup")
        log = LogInDatabase(using)
        registry = versions.models(versions.applied)
        manifest = Manifest(
            made_at=at.isoformat(),
            made_by=__version__,
            migrations=versions.applied,
            tables={label: archive.table(label, _rows(model, using)) for label, model in _exported(registry).items()},
            audit_size=log.size(),
            audit_root=Log(log).root().hex(),
            keys={name: archive.key(name, content) for name, content in _keys(keys)},
        )
        archive.manifest(manifest)
    return manifest


def restore(path: Path, *, using: str = DEFAULT_DB_ALIAS, keys: Path | None = None) -> Manifest:
    """Fill an empty database from a backup, and bring it up to date.

    Counts, hashes, the promises and the whole audit log are checked before anything stays. ``keys`` is the folder
    to put keys into, or None. ``Conflict`` when the database is not empty, ``InvalidInput`` for a bad backup.
    """
    with in_our_words(), read_archive(path) as archive:
        manifest = archive.manifest
        brought_along = dict(archive.keys()) if keys else {}
        versions = Versions(using)
        registry = versions.models(manifest.migrations)
        _make_tables(versions, manifest)
        with transaction.atomic(using=using):
            _fill(archive, registry, using)
            _check(manifest, using)
        Versions(using).bring_up_to_date()
    if keys:
        _put_keys(brought_along, keys)
    return manifest


def _make_tables(versions: Versions, manifest: Manifest) -> None:
    if not versions.applied:
        versions.bring_to(manifest.migrations)
    elif set(versions.applied) != set(manifest.migrations):
        raise Conflict(
            "the backup was made by another version than the tables of this database",
            mend="Restore it into a new database: its tables are made first, then brought up to date",
        )


def _fill(archive: ArchiveReader, registry: Any, using: str) -> None:
    exported = _exported(registry)
    if set(exported) != set(archive.manifest.tables):
        raise InvalidInput("not the tables of its version", where="manifest.json", rule=RULE)
    for label, model in exported.items():
        if model._default_manager.using(using).exists():  # noqa: SLF001 -- Django's public API
            raise Conflict(f"the database is not empty ({label})", mend="Restore into a new database")
    triggers.remove(using)
    for label, model in exported.items():
        for batch in _batches(model, archive.rows(label), label):
            model._default_manager.using(using).bulk_create(batch)  # noqa: SLF001 -- Django's public API
    connection = connections[using]
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(exported.values())):
            cursor.execute(statement)
    triggers.install(using)


def _check(manifest: Manifest, using: str) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {CASE} c WHERE c.state IN ('GRANTED', 'REFUSED') AND NOT EXISTS"  # noqa: S608 -- constants
            f" (SELECT 1 FROM {DECISION} d WHERE d.key = c.decision AND d.case_id = c.reference"
            f" AND (d.outcome = 'refuse') = (c.state = 'REFUSED'))"
        )
        undecided = cursor.fetchone()[0]
    if undecided:
        raise InvalidInput(f"{undecided} decided cases without their decision", where="tables", rule=RULE)
    # No checkpoint kept elsewhere is compared here, so any key will do; `preclear audit verify` compares them.
    report = verify(LogInDatabase(using), (), LogKey.make("restored").public)
    if report.fault or (report.size, report.root.hex()) != (manifest.audit_size, manifest.audit_root):
        raise InvalidInput(f"the audit log does not hold: {report.fault or 'another root'}", where="tables", rule=RULE)


def _exported(registry: Any) -> dict[str, type[models.Model]]:
    found = (model for model in registry.get_models(include_auto_created=True) if model._meta.managed)  # noqa: SLF001 -- Django's public API
    kept = (model for model in found if model._meta.app_label not in _LEFT_OUT)  # noqa: SLF001 -- Django's public API
    return {model._meta.label_lower: model for model in sorted(kept, key=lambda model: model._meta.label_lower)}  # noqa: SLF001 -- Django's public API


def _rows(model: type[models.Model], using: str) -> Iterator[Mapping[str, Any]]:
    rows = model._default_manager.using(using).order_by("pk")  # noqa: SLF001 -- Django's public API
    for row in rows.iterator(chunk_size=_BATCH_ROWS):
        yield {one.attname: _plain(row, one) for one in model._meta.concrete_fields}  # noqa: SLF001 -- Django's public API


def _plain(row: models.Model, column: models.Field[Any, Any]) -> Any:
    match column.value_from_object(row):
        case None | bool() | int() | float() | str() | list() | dict() as value:
            return value
        case date() as value:
            return value.isoformat()
        case _:
            return column.value_to_string(row)


def _batches(model: type[models.Model], rows: Iterator[Mapping[str, Any]], label: str) -> Iterator[list[models.Model]]:
    """Rows as objects, so many at a time that memory stays small."""
    batch: list[models.Model] = []
    size = 0
    for count, row in enumerate(rows, 1):
        batch.append(_object(model, row, f"tables/{label}.jsonl, line {count}"))
        size += sum(len(value) for value in row.values() if isinstance(value, str))
        if len(batch) >= _BATCH_ROWS or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _object(model: type[models.Model], row: Mapping[str, Any], where: str) -> models.Model:
    columns = {one.attname: one for one in model._meta.concrete_fields}  # noqa: SLF001 -- Django's public API
    if row.keys() != columns.keys():
        raise InvalidInput("not the columns of its table", where=where, rule=RULE)
    try:
        return model(**{name: columns[name].to_python(value) for name, value in row.items()})
    except (ValidationError, ValueError, TypeError) as error:
        raise InvalidInput("a value does not fit its column", where=where, rule=RULE) from error


@contextmanager
def _one_moment(using: str) -> Iterator[None]:
    """Everything read inside is as of the same moment."""
    with transaction.atomic(using=using):
        connection = connections[using]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _keys(folder: Path | None) -> Iterator[tuple[str, bytes]]:
    if folder is None:
        return
    for place in sorted(folder.rglob("*")):
        if place.is_file():
            yield place.relative_to(folder).as_posix(), place.read_bytes()


def _put_keys(keys: Mapping[str, bytes], folder: Path) -> None:
    """Keys that stand there already and differ are kept beside as ``NAME.before-restore``."""
    try:
        for name, content in keys.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if place.exists() and place.read_bytes() != content:
                place.replace(place.with_name(f"{place.name}.before-restore"))
            place.touch(mode=0o600)
            place.write_bytes(content)
    except OSError as error:
        raise PreclearError(f"the records are restored, the keys are not: {error.strerror}") from error
