"""The rights of the application's own role on PostgreSQL, as an administrator grants them.

The tables belong to another role, which migrates. The application's cannot change or remove what is only added, even
if a trigger were missing, and cannot drop a trigger.
"""

from __future__ import annotations

import re

from django.apps import apps

from preclear.errors import InvalidInput
from preclear.storage.models import (
    Account,
    AuditHash,
    AuditRow,
    AuditSalt,
    CaseRow,
    ClearanceRow,
    DecisionRow,
    DossierRow,
    TrustImportRow,
    TrustStepRow,
)

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_ADD = "SELECT, INSERT"
_CHANGE = "SELECT, INSERT, UPDATE"
_FORGET = "SELECT, INSERT, DELETE"
_ALL = "SELECT, INSERT, UPDATE, DELETE"

_RIGHTS = {
    **dict.fromkeys((AuditRow, AuditHash, DecisionRow, DossierRow, TrustImportRow, TrustStepRow), _ADD),
    **dict.fromkeys((CaseRow, ClearanceRow, Account), _CHANGE),
    AuditSalt: _FORGET,
}


def grants(role: str) -> tuple[str, ...]:
    """Statements for the owner of the tables to run; ``InvalidInput`` where ``role`` is no plain name."""
    if not _NAME.fullmatch(role):
        raise InvalidInput(
            "not a plain name of a role", where="role", rule="PostgreSQL, identifiers", mend="Use a-z, 0-9, _"
        )
    models = apps.get_models(include_auto_created=True)
    tables = {model._meta.db_table: _RIGHTS.get(model, _ALL) for model in models}  # noqa: SLF001 -- Django's public API
    return (
        f"GRANT USAGE ON SCHEMA public TO {role};",
        f"GRANT SELECT ON django_migrations TO {role};",
        *(f"GRANT {rights} ON {table} TO {role};" for table, rights in sorted(tables.items())),
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};",
    )
