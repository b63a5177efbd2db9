"""Sentences in four languages: a table per language, filled in with plural forms.

A pattern is plain text with `{name}` and, after ICU's MessageFormat,
`{name, plural, one {# line} other {# lines}}`, where `#` is the number itself. A form `zero`
is used for none in every language.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

LANGUAGES = ("en", "uk", "ru", "ar")
RIGHT_TO_LEFT = frozenset({"ar"})

_SLOT = re.compile(r"\{(?P<name>\w+)(?:, plural,(?P<forms>(?: ?\w+ \{[^{}]*\})+))?\}")
_FORM = re.compile(r"(\w+) \{([^{}]*)\}")
_GROUP_SIGN = {"en": ",", "uk": "\u00a0", "ru": "\u00a0", "ar": ","}
_OTHER = "other"  # the last word of the neutral sentence for codes no catalogue knows


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Every key of a language with its pattern."""
    text = files("wayhome").joinpath("resources", "messages", f"{lang}.tsv").read_text("utf-8")
    rows = (line.partition("\t") for line in text.splitlines() if not line.startswith("#"))
    return MappingProxyType({key: pattern for key, _, pattern in rows})


def message(key: str, lang: str, **values: object) -> str:
    """The sentence behind a key.

    A code that no catalogue knows (`problem.x`) gets the neutral sentence of its kind
    (`problem.other`).

    Raises:
        KeyError: an unknown key that has no neutral sentence, or a value missing.
    """
    return fill(pattern_of(key, lang), lang, values, str)


def pattern_of(key: str, lang: str) -> str:
    """The pattern behind a key, English until translated; else the neutral one of its kind."""
    patterns = catalogue(lang if lang in LANGUAGES else "en")
    if key in patterns or key in catalogue("en"):
        return patterns.get(key) or catalogue("en")[key]
    return patterns[f"{key.split('.', 1)[0]}.{_OTHER}"]


def fill(
    pattern: str, lang: str, values: Mapping[str, object], show: Callable[[object], str]
) -> str:
    """Put values into a pattern; `show` turns each value, numbers already grouped, into text."""

    def slot(found: re.Match[str]) -> str:
        value = values[found["name"]]
        if found["forms"] is None:
            return show(number(value, lang) if isinstance(value, int) else value)
        if not isinstance(value, int):
            raise TypeError(f"{found['name']} is counted and must be a whole number.")
        forms = dict(_FORM.findall(found["forms"]))
        category = "zero" if value == 0 and "zero" in forms else plural_form(value, lang)
        form = forms.get(category, forms[_OTHER])
        return str(form).replace("#", show(number(value, lang)))

    return _SLOT.sub(slot, pattern)


def number(value: int, lang: str) -> str:
    """A whole number with its thousands grouped."""
    return f"{value:,}".replace(",", _GROUP_SIGN.get(lang, ","))


def plural_form(count: int, lang: str) -> str:
    """The plural category of a whole number (Unicode CLDR, language plural rules)."""
    return _PLURALS.get(lang, _english)(abs(count))


def _english(count: int) -> str:
    return "one" if count == 1 else _OTHER


def _slavic(count: int) -> str:
    if count % 10 == 1 and count % 100 != 11:
        return "one"
    if 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14:
        return "few"
    return "many"


def _arabic(count: int) -> str:
    if count <= 2:
        return ("zero", "one", "two")[count]
    if 3 <= count % 100 <= 10:
        return "few"
    return "many" if count % 100 >= 11 else _OTHER


_PLURALS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {"en": _english, "uk": _slavic, "ru": _slavic, "ar": _arabic}
)
