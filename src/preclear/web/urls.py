"""Every address of the pages, room by room."""

from __future__ import annotations

from django.urls import include, path

from preclear.web import pages
from preclear.web.applicant import carrying
from preclear.web.oversight import means

urlpatterns = [
    path("", pages.home, name="home"),
    path("healthz", pages.health, name="health"),
    path("privacy", pages.privacy, name="privacy"),
    path("help", pages.help_page, name="help"),
    path("accessibility", pages.accessibility, name="accessibility"),
    path("theme", pages.theme, name="theme"),
    path("language", pages.language, name="language"),
    path("sign-out", pages.sign_out, name="sign_out"),
    path("accounts/", include("allauth.urls")),
    path("apply/", include("preclear.web.applicant.urls")),
    path("status/1", carrying.statuses, name="status_list"),
    path("keys/clearance.pem", carrying.key, name="clearance_key"),
    path("desk/lists", means.lists, name="desk_lists"),
    path("desk/", include("preclear.web.desk.urls")),
    path("api/", include("preclear.web.api.urls")),
    path("carrier/", include("preclear.web.carrier.urls")),
    path("administration/", include("preclear.web.administration.urls")),
    path("oversight/", include("preclear.web.oversight.urls")),
    path("protection/", include("preclear.web.protection.urls")),
    path("trust/", include("preclear.web.trust.urls")),
]

handler400 = "preclear.web.errors.bad_request"
handler403 = "preclear.web.errors.not_permitted"
handler404 = "preclear.web.errors.not_found"
handler500 = "preclear.web.errors.broken"
