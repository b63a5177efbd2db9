"""The app as Django knows it."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Exchanges, their lists and lines, the wish to return, draws and plans."""

    name = "wayhome.apps.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the history which subjects are whose, and others where more stands."""
        from wayhome.apps.audit.further import tell_further  # noqa: PLC0415
        from wayhome.apps.audit.subjects import hold_subjects  # noqa: PLC0415
        from wayhome.apps.exchange.selectors import further  # noqa: PLC0415
        from wayhome.apps.exchange.selectors.subjects import keys_within  # noqa: PLC0415

        tell_further(self.label, "register.listentry", further.of_entries)
        tell_further(self.label, "talks.commitment", further.of_commitments)
        from wayhome.apps.register.services.following import follow_claims  # noqa: PLC0415

        hold_subjects(self.label, keys_within)
        follow_claims(self.label, f"{self.name}.services.handover.following.follow_claim")
