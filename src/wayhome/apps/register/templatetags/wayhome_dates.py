"""Partial dates and fields in the reader's language."""

from collections.abc import Mapping

from django import template

from wayhome.apps.register.selectors.dates import date_in_words
from wayhome.apps.register.selectors.words import criterion_in_words

register = template.Library()
register.filter("edtf", date_in_words)
register.filter("criterion", criterion_in_words)


@register.filter
def of(mapping: Mapping[str, str], key: str) -> str:
    """What a mapping has under a key, or the key itself."""
    return mapping.get(key, key)
