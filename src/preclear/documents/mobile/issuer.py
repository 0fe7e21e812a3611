"""Who issued a mobile document: profile, chain, validity, revocation, country (ISO/IEC 18013-5, 9.3.3 and B.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from preclear.documents import standing
from preclear.documents.certificates import Certificate
from preclear.documents.chain import Chain
from preclear.documents.keys import Outcome
from preclear.documents.mobile.response import Mdoc
from preclear.documents.mobile.security_object import MobileSecurityObject
from preclear.documents.mobile.steps import step
from preclear.documents.steps import failed, passed, undetermined
from preclear.documents.trust import TrustStore
from preclear.model.verification import Step
from preclear.writing.states import signs_for

DRIVING_LICENCE = "org.iso.18013.5.1.mDL"
DOCUMENT_SIGNER = "1.0.18013.5.1.2"
"""Extended key usage of a document signer (ISO/IEC 18013-5, B.1.4)."""
_OTHER_USES = {"1.0.18013.5.1.6": "requests of readers", "1.0.18013.5.1.8": "lists of issuers"}
_CSCA = re.compile(r"\b(the|and|no) CSCA\b")
_STATE_OR_PROVINCE = "2.5.4.8"
_SECTIONS = {
    "signer.profile": "B.1.4",
    "chain": "9.3.3",
    "validity.at_check": "9.3.1",
    "validity.at_signing": "9.3.1",
    "validity.private_key": "9.3.3",
    "revocation": "9.3.3",
    "issuer.matches": "B.1.4",
}


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A document, what its issuer signed, the signer's certificate and those that came after it (``material``)."""

    mdoc: Mdoc
    mso: MobileSecurityObject
    signer: Certificate
    material: tuple[Certificate, ...] = ()


def steps(issued: Issued | None, trust: TrustStore, at: datetime) -> Iterator[Step]:
    """The steps about the issuer. Certificates that came with the document help to find a path and anchor nothing."""
    outcomes = _outcomes(issued, trust, at) if issued else dict.fromkeys(_SECTIONS, _nobody())
    for id_, outcome in outcomes.items():
        yield step(id_, outcome, _SECTIONS[id_])


def _nobody() -> Outcome:
    return undetermined("the security object or its signer's certificate is not at hand")


def _outcomes(issued: Issued, trust: TrustStore, at: datetime) -> dict[str, Outcome]:
    signer, mso = issued.signer, issued.mso
    store = replace(trust, material=(*trust.material, *issued.material)) if issued.material else trust
    found = standing.examine(signer, store, at, signed_at=mso.signed, usages=signer.extended_usages)
    outcomes = {one.id: _in_words_of_mobile(one) for one in found.steps if one.id in _SECTIONS}
    expired = _expired(mso, at)
    return {
        "signer.profile": _profile(signer, mso),
        **outcomes,
        **({"validity.at_check": expired} if expired else {}),
        "issuer.matches": _issuer_matches(signer, found.chain, issued.mdoc),
    }


def _in_words_of_mobile(one: Step) -> Outcome:
    """Roots of mobile documents are called IACA; names of certificates stay as they are."""
    return Outcome(status=one.status, reason=_CSCA.sub(r"\1 root (IACA)", one.reason))


def _expired(mso: MobileSecurityObject, at: datetime) -> Outcome | None:
    if mso.valid_from <= at <= mso.valid_until:
        return None
    return failed(
        f"the document is valid from {mso.valid_from:%Y-%m-%d} to {mso.valid_until:%Y-%m-%d}, not on {at:%Y-%m-%d}"
    )


def _profile(signer: Certificate, mso: MobileSecurityObject) -> Outcome:
    """May this certificate sign mobile documents? Types other than the licence may have usages of their own."""
    if signer.key_usage is not None and "digital_signature" not in signer.key_usage:
        return failed("the key of the signer's certificate may not sign")
    if DOCUMENT_SIGNER in signer.extended_usages:
        return passed()
    other = next((_OTHER_USES[one] for one in sorted(signer.extended_usages) if one in _OTHER_USES), "")
    if other:
        return failed(f"the signer's certificate is for {other}, not for documents")
    missing = "the signer's certificate does not say that it may sign mobile documents"
    return failed(missing) if mso.doc_type == DRIVING_LICENCE else undetermined(missing)


def _issuer_matches(signer: Certificate, chain: Chain, mdoc: Mdoc) -> Outcome:
    """Country and province of the certificates against what the document says of its issuer, where it says so."""
    provinces = {_province(one) for one in chain.path or (signer,)} - {""}
    if len(provinces) > 1:
        return failed(f"signer and root are of different provinces: {', '.join(sorted(provinces))}")
    country, jurisdiction = (_stated(mdoc, name) for name in ("issuing_country", "issuing_jurisdiction"))
    if country is None:
        return undetermined("the wallet did not disclose the issuing country")
    match _same_country(signer.country, country.upper()):
        case False:
            return failed(f"a signer of country {signer.country} has signed a document of {country}")
        case None:
            return undetermined(f"the table of codes does not know both {signer.country or 'none'} and {country}")
        case _:
            return _province_matches(next(iter(provinces), ""), jurisdiction)


def _same_country(signer: str, stated: str) -> bool | None:
    """Both are ISO 3166-1 alpha-2 in a licence; a photo ID may have the three letters of a passport."""
    return signer == stated if len(stated) == len(signer) else signs_for(signer, stated)


def _province_matches(province: str, jurisdiction: str | None) -> Outcome:
    """Provinces are written with and without their country (``US-MD`` and ``MD``)."""
    if province and jurisdiction and province != jurisdiction.rpartition("-")[2].casefold():
        return failed(f"a signer of province {province.upper()} has signed a document of {jurisdiction}")
    return passed()


def _province(certificate: Certificate) -> str:
    stated = dict(certificate.subject_key).get(_STATE_OR_PROVINCE, "")
    return stated.rpartition("-")[2]


def _stated(mdoc: Mdoc, name: str) -> str | None:
    found = (one.value for _, one in mdoc.all_elements() if one.name == name)
    return next((value.strip() for value in found if isinstance(value, str)), None)
