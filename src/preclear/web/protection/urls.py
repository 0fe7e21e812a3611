"""Addresses of the protection desk."""

from __future__ import annotations

from django.urls import path

from preclear.web.protection import desk

urlpatterns = [
    path("", desk.waiting, name="protection_waiting"),
    path("<int:number>/", desk.record, name="protection_record"),
    path("<int:number>/take", desk.take, name="protection_take"),
]
