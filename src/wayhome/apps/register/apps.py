"""The app as Django knows it."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Lists, lines, judgements, persons, assertions, answers, disclosures."""

    name = "wayhome.apps.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
