"""A program that asks the API, and an application to hand in."""

import json

from django.test import Client
from seeded import START

from preclear.testing.dossiers import ordinary, vary
from preclear.writing import application as forms


class Program:
    """A program with a key; ``ask`` answers status and JSON."""

    def __init__(self, key=""):
        self.client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {key}"} if key else {})

    def ask(self, method, path, body=None, **more):
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        told = self.client.generic(method, f"/api/v1/{path}", content, content_type="application/json", **more)
        return told.status_code, told.json()

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, **body):
        return self.ask("POST", path, body)


def document(reference="PC-2222-0009", **changes):
    varied = vary(ordinary(), reference=reference, submitted_at=START, **changes)
    whole = forms.format(varied.application)
    whole["document"]["mrz"] = list(varied.mrz.lines)
    return json.loads(json.dumps(whole, default=str))
