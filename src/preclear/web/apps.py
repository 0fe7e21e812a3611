"""The Django application of the pages."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages and the HTTP API."""

    name = "preclear.web"
    label = "web"
