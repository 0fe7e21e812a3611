"""The clearance: its states, the credential that the traveller carries, and how anybody verifies it offline."""

from preclear.clearance.claims import Claims, StatusReference
from preclear.clearance.issuing import Issuer, issue
from preclear.clearance.keys import SigningKey, VerificationKeys
from preclear.clearance.qr import png, svg
from preclear.clearance.states import ClearanceEvent, allowed, apply, events_for
from preclear.clearance.status import Status, StatusList, pack
from preclear.clearance.status import encode as sign_status_list
from preclear.clearance.verifying import CredentialVerification, verify

__all__ = [
    "Claims",
    "ClearanceEvent",
    "CredentialVerification",
    "Issuer",
    "SigningKey",
    "Status",
    "StatusList",
    "StatusReference",
    "VerificationKeys",
    "allowed",
    "apply",
    "events_for",
    "issue",
    "pack",
    "png",
    "sign_status_list",
    "svg",
    "verify",
]
