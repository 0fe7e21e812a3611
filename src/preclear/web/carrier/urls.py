"""Addresses of carriers: pages for their people, and the relay for their programs."""

from __future__ import annotations

from django.urls import path

from preclear.web.carrier import portal, relay

urlpatterns = [
    path("v1/<path:route>", relay.relay, name="carrier_relay"),
    path("", portal.look_up, name="carrier_home"),
    path("list", portal.board, name="carrier_list"),
    path("key", portal.key, name="carrier_key"),
    path("answers/<slug:number>", portal.answer, name="carrier_answer"),
    path("answers/<slug:number>/again", portal.again, name="carrier_again"),
    path("answers/<slug:number>/receipt", portal.receipt, {"part": "receipt"}, name="carrier_receipt"),
    path("answers/<slug:number>/question", portal.receipt, {"part": "question"}, name="carrier_question"),
]
