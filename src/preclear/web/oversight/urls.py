"""Addresses of oversight."""

from __future__ import annotations

from django.urls import path

from preclear.web.oversight import desk, means

urlpatterns = [
    path("", desk.overview, name="oversight_overview"),
    path("log", desk.log, name="oversight_log"),
    path("looks", desk.looks, name="oversight_looks"),
    path("log-state", desk.state, name="oversight_state"),
    path("lists", means.lists, name="oversight_lists"),
    path("rulebook", means.rulebook, name="oversight_rulebook"),
]
