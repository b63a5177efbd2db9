"""The app as Django knows it."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Lists, lines, judgements, persons, assertions, answers, disclosures."""

    name = "wayhome.apps.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the history which subjects are whose, and what the codes mean."""
        from wayhome.apps.audit.subjects import hold_subjects  # noqa: PLC0415
        from wayhome.apps.audit.words import hold_words  # noqa: PLC0415
        from wayhome.apps.register.selectors.subjects import GUARDED, keys_within  # noqa: PLC0415
        from wayhome.apps.register.selectors.words import WORDS, field_in_words  # noqa: PLC0415

        hold_subjects(self.label, keys_within, guarded=GUARDED)
        hold_words(WORDS, field=field_in_words)
