"""The identity that a ruled-out match is remembered for: any change of name, birth date or document makes a new one."""

from __future__ import annotations

import hashlib

from preclear.model.application import Application
from preclear.writing import records


def identity_of(application: Application) -> str:
    """Hash of name, birth date and travel document (lower-case hexadecimal SHA-256)."""
    who, document = application.applicant, application.document
    parts = (
        who.surname,
        who.given_names,
        who.other_names,
        who.native_name,
        str(who.birth_date),
        document.issuing_state,
        document.number,
    )
    return hashlib.sha256(records.to_json(parts).encode()).hexdigest()
