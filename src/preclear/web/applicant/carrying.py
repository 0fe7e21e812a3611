"""The credential in the forms in which it is carried, and what anybody needs to verify it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from preclear import clearance as credentials
from preclear.model.clearance import Credential
from preclear.model.codes import Role
from preclear.services import papers
from preclear.services.status_list import status_list
from preclear.web.access import role
from preclear.web.office import actor_of, office

FORMS: Mapping[str, tuple[str, Callable[[Credential], str | bytes]]] = MappingProxyType(
    {
        "cwt": ("application/cwt", lambda one: one.cwt),
        "txt": ("text/plain; charset=us-ascii", lambda one: one.qr),
        "json": ("application/json", lambda one: one.vds_nc),
        "svg": ("image/svg+xml", lambda one: credentials.svg(one.qr)),
        "png": ("image/png", lambda one: credentials.png(one.qr)),
    }
)
"""The compact token, the text of the QR code, the VDS-NC document of ICAO, and the QR code as a picture."""

_LIST_FOR = 60
_KEY_FOR = 3600


@role(Role.APPLICANT)
@require_safe
def download(request: HttpRequest, reference: str, number: str, kind: str) -> HttpResponse:  # noqa: ARG001 -- the address names the application
    """The credential as a file."""
    if kind not in FORMS:
        raise Http404
    media, of = FORMS[kind]
    response = HttpResponse(of(papers.credential(office(), number, actor_of(request))), content_type=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{number}.{kind}"'
    response.headers["Content-Security-Policy"] = "sandbox"
    return response


@require_safe
def statuses(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Which clearances no longer hold: the signed status list, for everybody."""
    response = HttpResponse(status_list(office()), content_type="application/statuslist+cwt")
    response.headers["Cache-Control"] = f"public, max-age={_LIST_FOR}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def key(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """The public key and root certificate with which anybody verifies a credential."""
    response = HttpResponse(office().issuer.public.format(), content_type="application/x-pem-file")
    response.headers["Cache-Control"] = f"public, max-age={_KEY_FOR}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
