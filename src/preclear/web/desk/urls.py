"""Addresses of the desk. A reference stands in each address that is about a case; a name never does."""

from __future__ import annotations

from django.urls import path

from preclear.web.desk import acting, appeals, clearances, dossier, matching, proposing, putting, second, work

urlpatterns = [
    path("", work.work, name="desk_work"),
    path("take/<slug:what>", work.take_next, name="desk_take"),
    path("find", work.find, name="desk_find"),
    path("services", work.services, name="desk_services"),
    path("cases/<str:reference>/", dossier.dossier, name="desk_dossier"),
    path("cases/<str:reference>/documents", dossier.documents, name="desk_documents"),
    path("cases/<str:reference>/matches", dossier.matches, name="desk_matches"),
    path("cases/<str:reference>/history", dossier.history, name="desk_history"),
    path("cases/<str:reference>/log", dossier.log, name="desk_log"),
    path("cases/<str:reference>/why", dossier.why, name="desk_why"),
    path("cases/<str:reference>/files/<str:file>", dossier.file, name="desk_file"),
    path("cases/<str:reference>/put", putting.put, name="desk_put"),
    path("cases/<str:reference>/judge/<slug:question>", putting.judge, name="desk_judge"),
    path("cases/<str:reference>/grant", proposing.grant, name="desk_grant"),
    path("cases/<str:reference>/refuse", proposing.refuse, name="desk_refuse"),
    path("cases/<str:reference>/second", second.second, name="desk_second"),
    path("cases/<str:reference>/do/<slug:name>", acting.act, name="desk_act"),
    path("matches/<str:reference>/<int:place>", matching.match, name="desk_match"),
    path("late-matches/<int:number>", matching.late_match, name="desk_late_match"),
    path("appeals/<str:reference>", appeals.appeal, name="desk_appeal"),
    path("clearances/<str:number>", clearances.clearance, name="desk_clearance"),
]
