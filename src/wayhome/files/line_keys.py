"""Plain keys that two lines share: one is the other's changed form, or stands there twice."""

import re
import unicodedata
from collections.abc import Mapping

from wayhome.files.whole_name import whole_name


def number_key(fields: Mapping[str, str]) -> str:
    """The personal number without case, blanks and hyphens; '' where there is none."""
    return re.sub(r"[\W_]", "", _fold(fields.get("number", "")))


def name_key(fields: Mapping[str, str]) -> str:
    """The whole name, without case and signs, and the birth date; '' where one is missing."""
    words = re.findall(r"\w+", re.sub(r"['’ʼ`]", "", _fold(whole_name(fields))))
    born = fields.get("birth_date", "")
    return f"{' '.join(words)}|{born}" if words and born else ""


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


RULES = (("number", number_key), ("name_and_birth_date", name_key))
"""Which shared key makes a line the changed form, or the double, of another, in this order."""


def rule_of(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """The rule by which these two belong together; '' if none does."""
    return next((rule for rule, key in RULES if key(after) and key(before) == key(after)), "")
