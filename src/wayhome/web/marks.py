"""Marks that every template has at hand."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def apart(name: object) -> SafeString:
    """A name in a direction of its own, so that it turns no sentence around it. Nothing of ''."""
    return format_html("<bdi>{}</bdi>", name) if name else SafeString("")
