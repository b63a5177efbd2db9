"""What the planner says, in any language: its codes and values as sentences."""

from collections.abc import Mapping

from wayhome.files.messages import message

WORDS = ("category", "aim")
"""Values that are codes of the planner and have words of their own."""


def planned_in(code: str, values: Mapping[str, int | str], lang: str) -> str:
    """The sentence of a clash, a breach or an answer of `engines.planning`, by its code."""
    words = {name: message(f"plan.{name}_{values[name]}", lang) for name in WORDS if name in values}
    return message(f"plan.{code}", lang, **{**values, **words})
