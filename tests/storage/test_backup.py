import json
import shutil
import zipfile
from contextlib import contextmanager

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up import NOW, OFFICER, appealed, assessment, clearance, credential, file, granted, sign_up, stored
from trust_contract import BYTES, decided, proposal

from preclear.errors import Conflict, InvalidInput, NotFound
from preclear.oversight import LogKey, verify
from preclear.services.ports import Draft
from preclear.storage import triggers
from preclear.storage.archive import read_archive
from preclear.storage.backup import backup, restore
from preclear.testing import ordinary
from preclear.testing.databases import database, migrate, sqlite_config


@pytest.fixture
def full(sqlite_store):
    """A database with something in every table that matters."""
    fill(sqlite_store)
    return sqlite_store


def fill(kept):
    sign_up(kept.using)
    dossier = ordinary()
    with kept.transaction() as records:
        appealed(records, "UTO-APPEAL")
        granted(records)
        records.clearances.add(clearance(), credential())
        made = stored(records, "IN_REVIEW", "UTO-OPEN")
        records.files.put(made.reference, file(content=bytes(range(256))))
        stored(records, "IN_REVIEW", f"{dossier.reference}-2")
        records.drafts.put(Draft(id="DRA-1", account="applicant.anna", document={"narrative": "آنا"}, saved_at=NOW))
        records.jobs.add("process", "UTO-OPEN", due=NOW)
        records.letters.add("applicant.anna", "UTO-OPEN", "received", {"name": "آنا"}, NOW)
        records.protections.add("UTO-OPEN", "applicant", "asked for help", NOW)
        records.dossiers.add(dossier, assessment(dossier), NOW)
        records.trust_imports.decide(decided(records.trust_imports.add(proposal(), BYTES)))
        for number in range(5):
            records.audit.add(at=NOW, actor=OFFICER, verb="case.viewed", about=f"UTO-{number}", record=made)


@contextmanager
def empty_sqlite(template, folder, name="other"):
    path = folder / f"{name}.sqlite3"
    shutil.copyfile(template, path)
    with database(name, sqlite_config(path)) as made:
        yield made


def content(kept):
    """All records of a database, as a backup would write them, except its own name."""
    tables = {}
    with connections[kept.using].cursor() as cursor:
        names = [
            name for name in connections[kept.using].introspection.table_names(cursor) if name.startswith("preclear_")
        ]
    for name in sorted(names):
        with connections[kept.using].cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {name}")
            tables[name] = cursor.fetchone()[0]
    with kept.transaction() as records:
        case = records.cases.get("UTO-APPEAL")
        tables["case"] = (case, records.decisions.of(case.reference))
        tables["open"] = (records.cases.get("UTO-OPEN"), records.files.of("UTO-OPEN"))
        tables["clearance"] = (records.clearances.get("CL-7K4M-2QX9"), records.clearances.credential("CL-7K4M-2QX9"))
        tables["letters"] = records.letters.newest()
        tables["drafts"] = records.drafts.of_account("applicant.anna")
        tables["dossier"] = records.dossiers.latest(ordinary().reference)
    return tables


def test_a_backup_comes_back_whole(full, sqlite_template, tmp_path):
    manifest = backup(tmp_path / "all.zip", at=NOW, using=full.using)
    with empty_sqlite(sqlite_template, tmp_path) as other:
        assert manifest == restore(tmp_path / "all.zip", using=other.using)
        assert content(full) == content(other)
        assert () == triggers.missing(other.using)
        assert verify(other.log, (), LogKey.make("preclear.example/log").public).ok
        with other.transaction() as records:
            records.audit.add(at=NOW, actor=OFFICER, verb="case.viewed", about="UTO-AFTER")
            records.letters.add("applicant.anna", "UTO-OPEN", "received", {}, NOW)


@pytest.mark.database
def test_a_backup_moves_from_sqlite_to_postgresql_and_back(full, postgres_store, sqlite_template, tmp_path):
    backup(tmp_path / "there.zip", at=NOW, using=full.using)
    restore(tmp_path / "there.zip", using=postgres_store.using)
    backup(tmp_path / "back.zip", at=NOW, using=postgres_store.using)
    with postgres_store.transaction() as records:
        stored(records, "IN_REVIEW", "UTO-AFTER")
        records.letters.add("applicant.anna", "UTO-AFTER", "received", {}, NOW)
    with empty_sqlite(sqlite_template, tmp_path) as other:
        restore(tmp_path / "back.zip", using=other.using)
        assert content(full) == content(other)
    with read_archive(tmp_path / "there.zip") as there, read_archive(tmp_path / "back.zip") as back:
        assert there.manifest.tables == back.manifest.tables


def test_a_backup_goes_into_a_database_without_tables(full, tmp_path):
    backup(tmp_path / "all.zip", at=NOW, using=full.using)
    with database("new", sqlite_config(tmp_path / "new.sqlite3")) as new:
        restore(tmp_path / "all.zip", using=new.using)
        assert content(full) == content(new)


def test_only_an_empty_database_is_restored_into(full, tmp_path):
    backup(tmp_path / "all.zip", at=NOW, using=full.using)
    with pytest.raises(Conflict):
        restore(tmp_path / "all.zip", using=full.using)


def test_a_backup_is_for_its_owner_only_and_overwrites_nothing(full, tmp_path):
    backup(tmp_path / "all.zip", at=NOW, using=full.using)
    assert 0o600 == (tmp_path / "all.zip").stat().st_mode & 0o777
    with pytest.raises(InvalidInput):
        backup(tmp_path / "all.zip", at=NOW, using=full.using)
    assert [] == list(tmp_path.glob("*.new"))


def test_keys_come_along_only_when_asked_for(full, sqlite_template, tmp_path):
    keys, others = tmp_path / "keys", tmp_path / "others"
    (keys / "clearance").mkdir(parents=True)
    (keys / "clearance" / "signer.key").write_bytes(b"made-up key")
    others.mkdir()
    (others / "secret").write_text("stays")
    backup(tmp_path / "without.zip", at=NOW, using=full.using)
    backup(tmp_path / "with.zip", at=NOW, using=full.using, keys=keys)
    assert [] == [name for name in zipfile.ZipFile(tmp_path / "without.zip").namelist() if name.startswith("keys/")]
    with empty_sqlite(sqlite_template, tmp_path) as other:
        restore(tmp_path / "with.zip", using=other.using, keys=others)
    assert b"made-up key" == (others / "clearance" / "signer.key").read_bytes()
    assert 0o600 == (others / "clearance" / "signer.key").stat().st_mode & 0o777
    assert "stays" == (others / "secret").read_text()


def rewritten(source, target, change):
    """The archive with each member changed by ``change(name, data)``; None leaves it out."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            data = change(name, before.read(name))
            if data is not None:
                after.writestr(name, data)
    return target


def not_restored(path, template, tmp_path):
    with empty_sqlite(template, tmp_path, "victim") as victim:
        with pytest.raises(InvalidInput):
            restore(path, using=victim.using)
        with victim.transaction() as records:
            assert ({}, 0, ()) == (records.cases.count(), victim.log.size(), triggers.missing(victim.using))


def test_a_changed_row_is_found(full, sqlite_template, tmp_path):
    backup(tmp_path / "all.zip", at=NOW, using=full.using)

    def change(name, data):
        return data.replace(b"UTO-OPEN", b"UTO-OPEM") if "letterrow" in name else data

    not_restored(rewritten(tmp_path / "all.zip", tmp_path / "bad.zip", change), sqlite_template, tmp_path)


def test_a_missing_table_is_found(full, sqlite_template, tmp_path):
    backup(tmp_path / "all.zip", at=NOW, using=full.using)

    def change(name, data):
        return None if "decisionrow" in name else data

    not_restored(rewritten(tmp_path / "all.zip", tmp_path / "bad.zip", change), sqlite_template, tmp_path)


def test_a_refusal_without_its_decision_is_found_even_with_a_fitting_manifest(full, sqlite_template, tmp_path):
    backup(tmp_path / "all.zip", at=NOW, using=full.using)
    empty = {"rows": 0, "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}

    def change(name, data):
        if name == "manifest.json":
            manifest = json.loads(data)
            manifest["tables"]["storage.decisionrow"] = empty
            return json.dumps(manifest)
        return b"" if "decisionrow" in name else data

    not_restored(rewritten(tmp_path / "all.zip", tmp_path / "bad.zip", change), sqlite_template, tmp_path)


def test_a_backup_of_a_newer_version_is_refused(full, sqlite_template, tmp_path):
    backup(tmp_path / "all.zip", at=NOW, using=full.using)

    def change(name, data):
        return data.replace(b'"0001_initial"', b'"0099_later"') if name == "manifest.json" else data

    not_restored(rewritten(tmp_path / "all.zip", tmp_path / "bad.zip", change), sqlite_template, tmp_path)


def test_what_is_not_there_is_not_restored(tmp_path):
    with pytest.raises(NotFound):
        restore(tmp_path / "none.zip")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.integers(0, 2**32))
def test_no_bytes_are_a_backup_unless_one_was_written(tmp_path, noise, place):
    path = tmp_path / "any.zip"
    path.write_bytes(noise)
    with pytest.raises(InvalidInput), read_archive(path) as archive:
        list(archive.keys())


def test_a_damaged_backup_is_found_wherever_it_is_damaged(full, sqlite_template, tmp_path):
    backup(tmp_path / "all.zip", at=NOW, using=full.using)
    whole = (tmp_path / "all.zip").read_bytes()
    for tenth in range(10):
        place = len(whole) * tenth // 10 + 40
        damaged = bytearray(whole)
        damaged[place : place + 8] = bytes(255 - byte for byte in damaged[place : place + 8])
        (tmp_path / "bad.zip").write_bytes(damaged)
        with empty_sqlite(sqlite_template, tmp_path, "victim") as victim:
            try:
                restore(tmp_path / "bad.zip", using=victim.using)
            except InvalidInput:
                with victim.transaction() as records:
                    assert {} == records.cases.count()
            else:
                assert content(full) == content(victim)


def test_migrating_twice_changes_nothing(full):
    migrate(full.using)
    assert () == triggers.missing(full.using)
