"""The app as Django knows it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The provable history; accounts and access."""

    name = "wayhome.apps.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the policy table with `rules`; listen to what allauth's pages change."""
        from wayhome.apps.audit import policies, receivers  # noqa: F401, PLC0415

        policies.install()
