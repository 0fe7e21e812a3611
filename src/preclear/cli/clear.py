"""``preclear clear``: one application, judged here and now, with every finding explained. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter
from rich.table import Table

from preclear import bootstrap
from preclear.cli.output import out, print_json
from preclear.errors import InvalidInput
from preclear.model.application import Application
from preclear.model.codes import Colour, Recommendation, Verdict, Weight
from preclear.model.dossier import Dossier
from preclear.model.finding import Assessment, AxisState, Finding
from preclear.services.as_contract import as_contract
from preclear.services.clear import clear
from preclear.settings import Settings
from preclear.writing import application as forms

app = App(name="clear", help="Judge one application, and say why.")

_COLOURS = {Colour.GREEN: "green", Colour.AMBER: "yellow", Colour.RED: "red"}
_LOUDNESS = {Weight.SERIOUS: "bold red", Weight.CONCERN: "yellow", Weight.NOTE: ""}
_LARGEST_FILE = 20_000_000


@app.default
def run(
    file: Path,
    *,
    agreement: str = "",
    lists: str = "",
    trust: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    files: Path | None = None,
    at: str = "",
    json: bool = False,
) -> None:
    """Judge the application in FILE: its claims, findings and axes, and whether the machine may grant it.

    What is not given comes from the settings; with neither, the check says not_checked, and that counts against
    nobody. Example: preclear clear application.json --lists lists.snapshot --trust masterlist.ml --files scans/

    Parameters
    ----------
    file
        The application (application.schema.json).
    agreement
        Id of the agreement, or path of its file. Only an agreement makes a check mandatory.
    lists
        Snapshot made by `preclear lists build`.
    trust
        Master list, certificate or CRL, or a folder of them. May be repeated.
    files
        Folder with the application's files: the content of file f3 is f3 or f3.* in it.
    at
        Judge as of this time (RFC 3339, or a day) instead of now.
    json
        Print one JSON document.

    """
    settings = Settings.load()
    application = forms.parse(_read(file))
    agreed = bootstrap.agreement_named(agreement, settings) if agreement else None
    means = bootstrap.means(settings, agreed=agreed, lists=lists, trust=trust)
    dossier, assessment = clear(application, _contents(application, files), means, _time(at))
    if json:
        print_json(as_contract(assessment))
    else:
        show(dossier, assessment)


def show(dossier: Dossier, assessment: Assessment) -> None:
    """The same facts for a person."""
    granted = assessment.recommendation is Recommendation.GRANT
    word = "[bold green]grant[/]" if granted else "[bold yellow]refer to a person[/]"
    out.print(f"[bold]{assessment.reference}[/]  recommendation: {word}")
    for reason in assessment.refer_because:
        out.print(f"  because {reason}", markup=False)
    out.print(_axes(assessment.axes.values()))
    out.print(_claims(assessment))
    for finding in assessment.findings:
        _show_finding(finding)
    if not assessment.findings:
        out.print("No check speaks.")
    out.print(
        f"\n{len(assessment.silent)} checks found nothing; {len(assessment.not_checked)} were not asked:", markup=False
    )
    for why, names in _grouped(assessment).items():
        out.print(f"  {why}: {', '.join(names)}", markup=False)
    sources = ", ".join(sorted({f"{one.source.name} {one.source.version}".strip() for one in dossier.evidence}))
    book = assessment.rulebook
    out.print(f"\nAs of {dossier.as_of:%Y-%m-%d %H:%M} UTC; rulebook {book.id} {book.version}; {sources}", markup=False)
    out.print(f"Not used: {', '.join(assessment.not_used)}", markup=False)


def _axes(states: Any) -> Table:
    table = Table("Axis", "Colour", "Counted", "Waiting for an answer", box=None, pad_edge=False)
    state: AxisState
    for state in states:
        colour = f"[{_COLOURS[state.colour]}]{state.colour}{' (open)' if state.open else ''}[/]"
        table.add_row(str(state.axis), colour, f"{state.counted} of {state.cap}", str(state.pending))
    return table


def _claims(assessment: Assessment) -> Table:
    table = Table("Claim", "Stated", "Verdict", "Evidence", "Resolved by", box=None, pad_edge=False)
    for one in assessment.claims:
        style = {Verdict.CONFIRMED: "green", Verdict.CONTRADICTED: "yellow"}.get(one.verdict, "")
        verdict = f"[{style}]{one.verdict}[/]" if style else str(one.verdict)
        table.add_row(one.claim, one.stated, verdict, " ".join(one.evidence), str(one.resolved_by or ""))
    return table


def _show_finding(finding: Finding) -> None:
    style = _LOUDNESS[finding.weight]
    waits = " (not put to the applicant yet: counts nothing)" if finding.open else ""
    out.print()
    out.print(f"{finding.weight}{waits}: {finding.question}", style=style, markup=False)
    for label, text in (
        ("fact", finding.text),
        ("about", ", ".join(finding.about)),
        ("may be", finding.innocent),
        ("source", f"{finding.source} ({finding.check})"),
        ("resolved by", finding.resolved_by),
    ):
        if text:
            out.print(f"  {label:<12}{text}", markup=False)


def _grouped(assessment: Assessment) -> Mapping[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for one in assessment.not_checked:
        groups.setdefault(one.why, []).append(one.check)
    return groups


def _time(text: str) -> datetime:
    if not text:
        return bootstrap.now()
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(f"{text!r} is no time", where="--at", rule="RFC 3339") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(forms.BYTES + 1)
    except OSError as error:
        raise InvalidInput("the file cannot be read", where=str(file), mend=str(error.strerror)) from error


def _contents(application: Application, folder: Path | None) -> dict[str, bytes]:
    """Bytes of the application's files that are there; what is not there is said by the dossier."""
    if folder is None:
        return {}
    if not folder.is_dir():
        raise InvalidInput("there is no such folder", where=str(folder), rule="--files")
    named = {file.id for file in application.files} | set(application.document.chip.values())
    by_id = {path.name.partition(".")[0]: path for path in sorted(folder.iterdir()) if path.is_file()}
    by_id |= {path.name: path for path in folder.iterdir() if path.is_file()}
    return {id_: _bounded(by_id[id_]) for id_ in sorted(named) if id_ in by_id}


def _bounded(path: Path) -> bytes:
    if path.stat().st_size > _LARGEST_FILE:
        raise InvalidInput(f"larger than {_LARGEST_FILE} bytes", where=str(path), rule="files of an application")
    return path.read_bytes()
