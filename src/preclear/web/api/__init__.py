"""The HTTP API under ``/api/v1``: the services' verbs for programs. Errors are problem documents (RFC 9457)."""
