"""The web site as Django knows it: base templates, static files, commands."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Base templates and static files."""

    name = "wayhome.web"
    label = "web"
