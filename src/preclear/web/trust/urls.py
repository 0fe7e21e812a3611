"""Addresses of the trust store."""

from __future__ import annotations

from django.urls import path

from preclear.web.trust import anchors, imports

urlpatterns = [
    path("", anchors.store, name="trust_store"),
    path("states/<str:country>/", anchors.state, name="trust_state"),
    path("anchors/<str:fingerprint>/", anchors.anchor, name="trust_anchor"),
    path("imports/", imports.listing, name="trust_imports"),
    path("imports/new", imports.propose, name="trust_propose"),
    path("imports/<int:number>/", imports.one, name="trust_import"),
]
