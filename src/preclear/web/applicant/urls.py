"""Addresses of travellers' pages. An application keeps its reference, and so its address, from the first answer on."""

from __future__ import annotations

from django.urls import path

from preclear.web.applicant import acting, asking, carrying, home, reading, status

urlpatterns = [
    path("", home.home, name="applicant_home"),
    path("start", home.start, name="applicant_start"),
    path("new", home.new, name="applicant_new"),
    path("<str:reference>/", status.status, name="applicant_status"),
    path("<str:reference>/questions/<str:question>", asking.question, name="applicant_question"),
    path("<str:reference>/questions/<str:question>/keep", asking.keep, name="applicant_keep"),
    path("<str:reference>/questions/<str:question>/files", asking.files, name="applicant_files"),
    path("<str:reference>/check", asking.check, name="applicant_check"),
    path("<str:reference>/discard", home.discard, name="applicant_discard"),
    path("<str:reference>/answer/<slug:question>", acting.answer, name="applicant_answer"),
    path("<str:reference>/mend", acting.mend, name="applicant_mend"),
    path("<str:reference>/papers", acting.papers, name="applicant_papers"),
    path("<str:reference>/withdraw", acting.withdraw, name="applicant_withdraw"),
    path("<str:reference>/appeal", acting.appeal, name="applicant_appeal"),
    path("<str:reference>/help", acting.ask_for_help, name="applicant_help"),
    path("<str:reference>/file", reading.file, name="applicant_file"),
    path("<str:reference>/reasons", reading.reasons, name="applicant_reasons"),
    path("<str:reference>/papers/<slug:paper>", reading.paper, name="applicant_paper"),
    path("<str:reference>/clearance/<str:number>.<str:kind>", carrying.download, name="applicant_credential"),
]
