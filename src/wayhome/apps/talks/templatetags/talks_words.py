"""Rows and terms in a few words."""

from django import template

from wayhome.apps.talks.selectors.words import (
    deadline_in_words,
    duration_in_words,
    name_of,
    quantity_in_words,
    source_in_words,
)

register = template.Library()
register.filter("called", name_of)
register.filter("quantity", quantity_in_words)
register.filter("deadline", deadline_in_words)
register.filter("duration", duration_in_words)
register.filter("source", source_in_words)
