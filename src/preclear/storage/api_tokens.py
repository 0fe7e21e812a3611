"""Keys of programs that act for an account: the hash of a token, never the token."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from preclear.services.accounts import ApiKey


class ApiTokenRow(models.Model):
    """A key. ``digest`` is the SHA-256 of its token in hexadecimal; a withdrawn key leaves no row, only the log."""

    account = models.ForeignKey("storage.Account", to_field="username", on_delete=models.PROTECT, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    label = models.TextField()
    made_by = models.TextField()
    made_at = models.DateTimeField()
    expires = models.DateTimeField()

    class Meta:
        """Names."""

        db_table = "preclear_api_token"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(expires__gt=models.F("made_at")), name="api_token_lives"),
        ]

    def __str__(self) -> str:
        return f"token {self.pk}"

    def told(self) -> ApiKey:
        """The key as services see it."""
        return ApiKey(
            id=self.pk,
            account=self.account_id,
            label=self.label,
            made_by=self.made_by,
            made_at=self.made_at,
            expires=self.expires,
        )
