"""The app as Django knows it."""

from django.apps import AppConfig


class TalksConfig(AppConfig):
    """Processes, rounds, statements, proposals, commitments, deliveries."""

    name = "wayhome.apps.talks"
    label = "talks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the history which subjects are whose."""
        from wayhome.apps.audit.subjects import hold_subjects  # noqa: PLC0415
        from wayhome.apps.talks.selectors.subjects import keys_within  # noqa: PLC0415

        hold_subjects(self.label, keys_within)
