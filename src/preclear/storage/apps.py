"""The Django application: settings of every connection, and triggers after every migration."""

from __future__ import annotations

from django.apps import AppConfig


class StorageConfig(AppConfig):
    """Records of preclear."""

    name = "preclear.storage"
    label = "storage"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Watch new connections and finished migrations."""
        from django.db.backends.signals import connection_created
        from django.db.models.signals import post_migrate

        from preclear.storage.connecting import set_up_connection
        from preclear.storage.triggers import install_after_migration

        connection_created.connect(set_up_connection, dispatch_uid="preclear.storage.connection")
        post_migrate.connect(install_after_migration, sender=self, dispatch_uid="preclear.storage.triggers")
