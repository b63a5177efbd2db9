"""The app as Django knows it."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Lists, lines, judgements, persons, assertions, answers, disclosures."""

    name = "wayhome.apps.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the history which subjects are whose."""
        from wayhome.apps.audit.subjects import hold_subjects  # noqa: PLC0415
        from wayhome.apps.register.selectors.subjects import GUARDED, keys_within  # noqa: PLC0415

        hold_subjects(self.label, keys_within, guarded=GUARDED)
