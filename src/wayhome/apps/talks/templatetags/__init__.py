"""Filters of the talks' templates."""
