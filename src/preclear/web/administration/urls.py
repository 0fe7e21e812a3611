"""Addresses of administration."""

from __future__ import annotations

from django.urls import path

from preclear.web.administration import house, people

urlpatterns = [
    path("", people.listing, name="admin_people"),
    path("accounts/new", people.adding, name="admin_new"),
    path("accounts/<str:account>/", people.one, name="admin_person"),
    path("accounts/<str:account>/password", people.password, name="admin_password"),
    path("accounts/<str:account>/keys/new", people.new_key, name="admin_new_key"),
    path("accounts/<str:account>/keys/<int:key>/withdraw", people.drop_key, name="admin_drop_key"),
    path("jobs", house.jobs, name="admin_jobs"),
    path("backups", house.backups, name="admin_backups"),
    path("health", house.health, name="admin_health"),
    path("outbox", house.outbox, name="admin_outbox"),
]
