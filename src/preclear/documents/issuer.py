"""Whether the State that signed is the one that issued (BSI TR-03135-1, section 5.6.4.5)."""

from __future__ import annotations

from preclear.documents.certificates import Certificate
from preclear.documents.keys import Outcome
from preclear.documents.steps import failed, passed, step, undetermined
from preclear.model.verification import MrzFields, Step
from preclear.writing.states import name_of, signs_for


def issuer_matches(signer: Certificate | None, holder: MrzFields | None) -> Step:
    """Whether the signer's State is the one in DG1; codes are not one to one, and what the table lacks is unknown."""
    return step("issuer.matches", _match(signer, holder), "5.6.4.5")


def _match(signer: Certificate | None, holder: MrzFields | None) -> Outcome:
    if signer is None or holder is None:
        return undetermined("DG1 or the signer's certificate was not read")
    country = signer.issuer_country or signer.country
    match signs_for(country, holder.issuing_state):
        case True:
            return passed(f"a signer of {country} signs documents of {holder.issuing_state}")
        case False:
            issuer = name_of(holder.issuing_state)
            return failed(f"a signer of country {country} has signed a document of {issuer}")
        case None:
            pair = f"{country or 'none'} and {holder.issuing_state or 'none'}"
            return undetermined(f"the table of codes does not know both {pair}")
