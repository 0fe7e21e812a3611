"""The ordinary dossier: a seasonal worker from Utopia with everything in order, and variations of it.

A variation says only what differs, as nested mappings of the form's own field names:
``vary(ordinary(), trip={"leave": "2026-05-25"}, registers={"permit": {"status": "revoked"}})``. Passport zone and
chip follow the form unless the variation says otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from preclear.documents import mrz as zones
from preclear.model.application import Application, TravelDocument
from preclear.model.codes import CheckStatus
from preclear.model.dossier import (
    AgreementTerms,
    Dossier,
    Evidence,
    PutContradiction,
    ReadPage,
    ReadSeal,
    RegisterAnswer,
    ScreenedOrganisation,
    Source,
)
from preclear.model.screening import PossibleMatch, ScreeningAnswer
from preclear.model.verification import (
    Mrz,
    MrzFields,
    PageReading,
    SealVerification,
    Signer,
    Step,
    Verification,
)
from preclear.writing import application as applications
from preclear.writing import itinerary

AS_OF = datetime.fromisoformat("2026-05-17T08:00:00+00:00")

_APPLICATION: Mapping[str, Any] = {
    "reference": "UTO-2026-0001",
    "submitted_at": "2026-05-16T10:00:00Z",
    "applicant": {
        "surname": "Eriksson",
        "given_names": "Anna Maria",
        "birth_date": "1990-04-12",
        "nationality": ["UTO"],
        "sex": "F",
        "birth_place": "Zenith",
        "birth_country": "UTO",
        "national_id": "UTO-0000-1111-2222",
        "marital_status": "single",
        "preferred_language": "en",
    },
    "contact": {
        "email": "anna.eriksson@traveller.example",
        "phone": "+12025550101",
        "address": {"city": "Zenith", "country": "UTO", "lines": ["1 Specimen Street"]},
    },
    "document": {
        "type": "P",
        "number": "L898902C3",
        "issuing_state": "UTO",
        "issued": "2021-05-02",
        "expires": "2031-05-01",
    },
    "trip": {
        "purpose": "work",
        "arrive": "2026-06-01",
        "leave": "2026-11-20",
        "destination": {"country": "USA", "address": {"city": "Springfield", "country": "USA"}},
        "legs": [
            {
                "carrier": "XX",
                "number": "101",
                "from": "ISB",
                "to": "DOH",
                "departs": "2026-06-01T02:00:00+05:00",
                "arrives": "2026-06-01T03:30:00+03:00",
                "mode": "air",
            },
            {
                "carrier": "XX",
                "number": "707",
                "from": "DOH",
                "to": "IAD",
                "departs": "2026-06-01T08:00:00+03:00",
                "arrives": "2026-06-01T15:30:00-04:00",
                "mode": "air",
            },
        ],
    },
    "funding": {"payer": "employer"},
    "offer": {
        "employer": {
            "name": "Example Orchards",
            "country": "USA",
            "registration_number": "EX-1000",
            "email": "office@orchards.example",
        },
        "title": "Fruit picker",
        "occupation_code": "45-2092",
        "salary": {"amount": 2900, "currency": "USD", "period": "month"},
        "start": "2026-06-08",
        "permit_number": "EXP0000000001",
        "permit_kind": "H2A",
        "recruiter": {"name": "Sample Overseas Office", "licence_number": "LIC-0001"},
        "permission_number": "PRM-0001",
        "permission_issued": "2026-03-01",
        "protector_number": "PRT-0001",
    },
}

_REGISTERS: Mapping[str, Mapping[str, str]] = {
    "permit": {
        "beneficiary_document": "L898902C3",
        "beneficiary_name": "Anna Maria Eriksson",
        "employer": "Example Orchards",
        "class": "H2A",
        "valid_from": "2026-04-01",
        "valid_until": "2026-12-31",
        "status": "active",
    },
    "employer": {"legal_name": "Example Orchards", "status": "active", "staff": "140"},
    "recruiter": {"name": "Sample Overseas Office", "status": "active"},
    "permission": {"issued": "2026-03-01", "status": "active"},
    "protector": {
        "passport": "L898902C3",
        "name": "Anna Maria Eriksson",
        "employer": "Example Orchards",
        "country": "USA",
    },
    "school": {"status": "active"},
    "wage": {"low": "28000", "high": "46000", "currency": "USD", "period": "year"},
    "cost": {"amount": "1200", "currency": "USD"},
    "transit": {"QAT": "airside"},
    "identity": {"status": "valid"},
}

_EVIDENCE = frozenset(
    {
        "mrz",
        "chip",
        "visa_mrz",
        "page",
        "seal",
        "screening",
        "organisations",
        "registers",
        "as_of",
        "put",
        "agreement",
        "cleared_matches",
    }
)
_CHIP_STEPS = ("sod.parse", "sod.signature", "dg.1.hash", "dg.2.hash", "chain", "validity.at_check", "issuer.matches")
_SEAL_STEPS = ("seal.read", "seal.format", "signature", "chain", "validity.at_check", "issuer.matches")


def ordinary_application(**changes: Any) -> Application:
    """The ordinary application, or one that differs from it as ``changes`` say (None takes a part away)."""
    return applications.parse(_merge(_APPLICATION, _plain(changes)))


def ordinary() -> Dossier:
    """A dossier in which every check can be asked, except those of study, and none has anything to say."""
    registers = {
        name: RegisterAnswer(register=name, asked="", found=True, fields=row) for name, row in _REGISTERS.items()
    }
    screening = ScreeningAnswer(id="UTO-2026-0001", candidates=(), snapshot="made-up-list")
    bare = Dossier(
        application=ordinary_application(),
        as_of=AS_OF,
        evidence=(),
        itinerary=itinerary.of(ordinary_application().trip),
        registers=registers,
        screening=screening,
    )
    employer = {"role": "employer", "name": "Example Orchards"}
    return vary(bare, mrz={}, chip={}, page={}, seal={}, organisations=[employer])


def vary(dossier: Dossier, **changes: Any) -> Dossier:
    """The dossier with the differences that ``changes`` say.

    Names of the form (``document``, ``trip``, ``offer`` ...) change the application. ``mrz`` and ``chip["holder"]``
    change fields of what was read, ``failed`` (and ``undetermined``) the results of its steps. ``registers`` change
    fields of answers, ``found`` and ``unavailable`` among them; ``screening`` is a list of candidates. None takes a
    part away; a list replaces the whole list. ``page`` changes fields of what two readers saw on the photographed page
    (``readers`` the result of their agreement), ``seal`` its steps: ``failed`` and ``against`` give reasons by step.
    """
    changes = _plain(changes)
    form = {name: value for name, value in changes.items() if name not in _EVIDENCE}
    application = applications.parse(_merge(applications.format(dossier.application), form))
    told = {name: value for name, value in changes.items() if name in _EVIDENCE}
    as_of = datetime.fromisoformat(told["as_of"]) if "as_of" in told else dossier.as_of
    varied = replace(
        dossier,
        application=application,
        as_of=as_of,
        itinerary=itinerary.of(application.trip),
        mrz=_zone(application, told["mrz"]) if "mrz" in told else dossier.mrz and _zone(application, {}),
        chip=_chip(application, told["chip"]) if "chip" in told else dossier.chip and _chip(application, {}),
        pages=_pages(application, told.get("page", {} if dossier.pages else None)),
        seals=_seals(told.get("seal", {} if dossier.seals else None)),
        visa_mrz=tuple(_visa(application, one) for one in told["visa_mrz"]) if "visa_mrz" in told else dossier.visa_mrz,
        screening=_screening(application, told["screening"]) if "screening" in told else dossier.screening,
        organisations=_organisations(application, told["organisations"])
        if "organisations" in told
        else dossier.organisations,
        registers=_registers(dossier.registers, told.get("registers", {})),
        put=tuple(_put(one) for one in told["put"]) if "put" in told else dossier.put,
        agreement=_agreement(told["agreement"]) if "agreement" in told else dossier.agreement,
        cleared_matches=frozenset(told.get("cleared_matches", dossier.cleared_matches)),
    )
    return replace(varied, evidence=tuple(_evidence(varied)))


def _plain(value: Any) -> Any:
    """Days as text, as YAML and Python write them differently."""
    match value:
        case date():
            return value.isoformat()
        case Mapping():
            return {name: _plain(item) for name, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
    return value


def _merge(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for name, value in changes.items():
        if value is None:
            merged.pop(name, None)
        elif isinstance(value, Mapping):
            merged[name] = _merge(merged.get(name) or {}, value)
        else:
            merged[name] = value
    return merged


def _fields(application: Application, *, kind: str = "P") -> MrzFields:
    applicant, document = application.applicant, application.document
    return MrzFields(
        document_code=kind,
        issuing_state=document.issuing_state,
        surname=_latin(applicant.surname),
        given_names=_latin(applicant.given_names or ""),
        document_number=re.sub(r"[^A-Z0-9]", "", document.number.upper())[:9],
        nationality=applicant.nationality[0] if applicant.nationality else "",
        birth_date=str(applicant.birth_date),
        sex={"X": ""}.get(applicant.sex or "", applicant.sex or ""),
        expiry_date=str(document.expires) if document.expires else None,
        optional_data="",
    )


def _latin(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    return " ".join(re.sub(r"[^A-Z]", " ", letters).split())


def _zone(application: Application, told: Mapping[str, Any] | None, *, kind: str = "P") -> Mrz | None:
    if told is None:
        return None
    stated = _fields(application, kind=kind)
    lines = zones.format(stated, "TD3" if kind == "P" else "MRV-A")
    read = zones.parse(lines, today=AS_OF.date())
    known = {field.name for field in fields(MrzFields)}
    failed = told.get("failed", {})
    return replace(
        read,
        fields=replace(stated, **{name: value for name, value in told.items() if name in known}),
        checks=tuple(
            replace(step, status=CheckStatus.FAILED, **failed[step.id]) if step.id in failed else step
            for step in read.checks
        ),
    )


def _chip(application: Application, told: Mapping[str, Any] | None) -> Verification | None:
    if told is None:
        return None
    failed, undetermined = told.get("failed", {}), told.get("undetermined", ())
    statuses = dict.fromkeys(_CHIP_STEPS, CheckStatus.PASSED)
    statuses |= dict.fromkeys(undetermined, CheckStatus.UNDETERMINED)
    statuses |= dict.fromkeys(failed, CheckStatus.FAILED)
    worst = next((status for status in ("failed", "undetermined") if status in statuses.values()), "passed")
    holder = told.get("holder", {})
    return Verification(
        result=CheckStatus(worst),
        checks=tuple(Step(id=id_, status=status, reason=failed.get(id_) or "") for id_, status in statuses.items())
        if isinstance(failed, Mapping)
        else (),
        holder=None if holder is None else replace(_fields(application), **holder),
        signer=Signer(country="UT", subject="CN=Utopia Document Signer", serial="01", algorithm="ecdsa-sha256"),
    )


def _pages(application: Application, told: Mapping[str, Any] | None) -> tuple[ReadPage, ...]:
    zone = _zone(application, told)
    if told is None or zone is None:
        return ()
    agreed = Step(id="readers.agree", status=CheckStatus(told.get("readers", "passed")))
    reading = PageReading(mrz=zone, checks=(*zone.checks, agreed), confidence=1.0)
    return (ReadPage(file="f1", kind="passport_page", reading=reading),)


def _seals(told: Mapping[str, Any] | None) -> tuple[ReadSeal, ...]:
    if told is None:
        return ()
    failed = told.get("failed", {})
    statuses = {step: CheckStatus.FAILED if step in failed else CheckStatus.PASSED for step in (*_SEAL_STEPS, *failed)}
    return (
        ReadSeal(
            file="f2",
            seal=SealVerification(
                kind="vds",
                profile="visa",
                result=CheckStatus.FAILED if failed else CheckStatus.PASSED,
                checks=tuple(
                    Step(id=id_, status=status, reason=failed.get(id_, "")) for id_, status in statuses.items()
                ),
            ),
            against=tuple(
                Step(id=id_, status=CheckStatus.FAILED, reason=reason)
                for id_, reason in told.get("against", {}).items()
            ),
        ),
    )


def _visa(application: Application, told: Mapping[str, Any]) -> tuple[TravelDocument, Mrz]:
    zone = _zone(application, told, kind="V")
    if zone is None:
        raise ValueError("a visa has a zone")
    return TravelDocument(type="V", number="V0012345", issuing_state="UTO"), zone


def _organisations(
    application: Application, told: Sequence[Mapping[str, Any]] | None
) -> tuple[ScreenedOrganisation, ...]:
    answers = ((one, _screening(application, one.get("candidates", ()))) for one in told or ())
    return tuple(
        ScreenedOrganisation(role=one["role"], name=one["name"], answer=answer) for one, answer in answers if answer
    )


def _screening(application: Application, told: Sequence[Mapping[str, Any]] | None) -> ScreeningAnswer | None:
    if told is None:
        return None
    candidates = tuple(
        PossibleMatch(**{"score": 0.95, "alert": True, **one, "why": tuple(one.get("why", ()))}) for one in told
    )
    return ScreeningAnswer(id=application.reference, candidates=candidates, snapshot="made-up-list")


def _registers(
    answers: Mapping[str, RegisterAnswer], told: Mapping[str, Mapping[str, Any] | None]
) -> Mapping[str, RegisterAnswer]:
    merged = dict(answers)
    for name, row in told.items():
        if row is None:
            merged.pop(name, None)
            continue
        before = merged.get(name) or RegisterAnswer(register=name, asked="", found=True)
        known = {key: value for key, value in row.items() if key in {"asked", "found", "unavailable"}}
        rest = {key: value for key, value in row.items() if key not in known}
        merged[name] = replace(before, **known, fields=_merge(before.fields, rest))
    return merged


def _put(told: Mapping[str, Any]) -> PutContradiction:
    given: dict[str, Any] = {"put_at": AS_OF, "due": AS_OF, **told}
    for name in ("put_at", "due", "answered_at"):
        if isinstance(given.get(name), str):
            given[name] = datetime.fromisoformat(given[name])
    return PutContradiction(**given)


def _agreement(told: Mapping[str, Any] | None) -> AgreementTerms | None:
    if told is None:
        return None
    sets = {name: frozenset(told.get(name, ())) for name in ("mandatory", "immediate_hold")}
    return AgreementTerms(**{"id": "made-up", "version": "1", **told, **sets})


def _evidence(dossier: Dossier) -> Iterator[Evidence]:
    present = {
        "mrz": dossier.mrz,
        "chip": dossier.chip,
        "visa_mrz": dossier.visa_mrz,
        "page": dossier.pages,
        "seal": dossier.seals,
        "screening": dossier.screening,
        "organisations": dossier.organisations,
    }
    kinds = ["form", *(kind for kind, value in present.items() if value)]
    kinds += [f"register.{name}" for name in dossier.registers]
    for number, kind in enumerate(kinds, 1):
        answer = dossier.registers.get(kind.removeprefix("register."))
        yield Evidence(
            id=f"e{number:02}",
            kind=kind,
            source=Source(name=kind, version="made-up"),
            as_of=dossier.as_of,
            unavailable=answer.unavailable if answer else "",
        )
