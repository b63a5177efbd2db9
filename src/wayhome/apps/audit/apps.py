"""The app as Django knows it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The provable history; accounts and access."""

    name = "wayhome.apps.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the policy table with `rules`."""
        from wayhome.apps.audit import policies  # noqa: PLC0415

        policies.install()
