"""Patronymics, and the father's first name inside them: Олексійович is a son of Олексій.

A patronymic and the names it may come from meet in a stem of sounds, so that it does not matter
in which language or romanisation either is written.
"""

import re
from collections import defaultdict
from functools import cache, lru_cache

from wayhome.engines.names.keys import sound_key, stem_of
from wayhome.engines.names.romanise import romanise_for_reading
from wayhome.engines.names.same_name import (
    keys_by_sound,
    known_names,
    same_name_certainty,
    same_name_keys,
)
from wayhome.engines.names.script import comparison_form, script_of

# Endings with a margin for the letters before them: nominative, then the other cases.
_CYRILLIC_CASES = "(?:а|у|ю|ем|ом|еві|ові|і|е)?"
_ENDINGS = {
    "Cyrl": (
        re.compile(rf"(?:[оеєёая]вич|[оеєая]віч|[ії]в[иі]ч|йович){_CYRILLIC_CASES}"),
        re.compile(r"[оеєії](?:в|ў)н(?:а|и|ы|і|у|ою|ой|е|ї)|[ао]ўн(?:а|ы|у|ай|е)"),
    ),
    "Latn": (
        re.compile(r"[oeyi](?:v|w)(?:[iy]+)(?:ch|č|cz|tsch|tch|c)(?:a|u|em|om|evi)?"),
        re.compile(r"[oeiyj](?:v|w)n(?:a|y|i|u|oi|oiu|oju|oyu)"),
    ),
}
# Names whose patronymics are formed otherwise, written whole.
_WHOLE_WORDS = re.compile(
    rf"(?:[иі]лл?ь?[иії]ч|кузьмич|лукич|хомич|фомич|савич|саввич|никитич|микитич){_CYRILLIC_CASES}"
    r"|(?:іллівн|ильиничн|кузьминичн|никитичн|лукиничн|фоминичн|саввичн)(?:а|и|ы|і|е|у|ою|ой)"
    r"|(?:illi|il'?[yj]?i|kuz'?my|kuz'?mi|luky|luki|fomi|khomy|nikiti|mykyty)ch?(?:a|u|em|om)?"
    r"|(?:illivn|il'?inichn|kuz'?minichn|nikitichn)(?:a|y|i|u|oi|oiu)"
)
_SHORTEST = 5  # letters of a patronymic
_BEFORE_ENDING = 2  # letters of the name at least

_SUFFIX = re.compile(r"(?:[oai]viq|iniqn|iqn|iq|[oa]vn)$")
# Fathers' names whose stem changes under the ending.
_IRREGULAR = {"lev": "lv", "akiv": "ak", "akov": "ak", "akovl": "ak", "ilin": "il", "lov": "lv"}
_UKRAINIAN_I = re.compile(r"i(?=[rpn]$)")  # Федір, Прокіп, Антін: Федорович, Прокопович
_FLEETING = re.compile(r"(?<=.)[eo](?=[clkr]$)")


@lru_cache(maxsize=1 << 16)
def is_patronymic(token: str) -> bool:
    """Whether a token ends as Ukrainian, Russian and Belarusian patronymics do, in any case.

    Surnames such as Маркович end so as well: where a token stands decides in the end.
    """
    form = comparison_form(token)
    if len(form) < _SHORTEST:
        return False
    return bool(_WHOLE_WORDS.fullmatch(form)) or any(
        ending.fullmatch(form, at)
        for ending in _ENDINGS.get(script_of(form), ())
        for at in range(_BEFORE_ENDING, len(form) - 2)
    )


@lru_cache(maxsize=1 << 16)
def sex_of_patronymic(token: str) -> str | None:
    """`m` or `f` as the patronymic's ending says, None if the token is not a patronymic."""
    if not is_patronymic(token):
        return None
    return "m" if stem_of(sound_key(token)).endswith("q") else "f"


def _regular(stem: str) -> str:
    stem = _IRREGULAR.get(stem, stem)
    return _FLEETING.sub("", _UKRAINIAN_I.sub("o", stem))


@lru_cache(maxsize=1 << 16)
def fathers_stem(patronymic: str) -> str:
    """The sounds a patronymic shares with the father's name; of a name itself, its own."""
    stem = stem_of(sound_key(patronymic))
    shorter = _SUFFIX.sub("", stem)
    return _regular(stem_of(shorter) if len(shorter) > 1 else stem)


@cache
def _keys_by_stem() -> dict[str, frozenset[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    women = {name.key for name in known_names() if name.sex == "f"}
    for sound, keys in keys_by_sound().items():
        found[_regular(stem_of(sound))].update(key for key in keys if key not in women)
    return {stem: frozenset(keys) for stem, keys in found.items()}


@lru_cache(maxsize=1 << 16)
def father_keys(token: str) -> frozenset[int]:
    """The keys of the father's name, given as a patronymic or as the name itself."""
    if is_patronymic(token):
        return _keys_by_stem().get(fathers_stem(token), frozenset())
    return same_name_keys(token)


def is_same_father(x: str, y: str) -> bool:
    """Whether two patronymics, or a patronymic and a first name, speak of one father's name."""
    if is_patronymic(x) or is_patronymic(y):
        if fathers_stem(x) == fathers_stem(y):
            return True
        return any(
            same_name_certainty(mine, other) > 0.5
            for mine in fathers_names(x) or (x,)
            for other in fathers_names(y) or (y,)
        )
    return same_name_certainty(x, y) > 0


@cache
def _names_by_stem() -> dict[str, tuple[tuple[str, str], ...]]:
    """Men's names of our own table by stem: language (`uk`, `ru`) and form."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in known_names():
        if name.sex == "m":
            for language, forms in (("uk", name.ukrainian), ("ru", name.russian)):
                for form in forms:
                    found[_regular(stem_of(sound_key(form)))].append((language, form))
    return {stem: tuple(forms) for stem, forms in found.items()}


_RUSSIAN_SIGNS = re.compile("[ыэёъ]|евич|[ое]вна|[oe]vna|vich")


@lru_cache(maxsize=1 << 16)
def fathers_names(patronymic: str) -> tuple[str, ...]:
    """First names the father may have borne, likeliest first, in the patronymic's script.

    Empty when the token is no patronymic or no name in our table fits.
    """
    if not is_patronymic(patronymic):
        return ()
    form = comparison_form(patronymic)
    fitting = _names_by_stem().get(fathers_stem(patronymic), ())
    russian = bool(_RUSSIAN_SIGNS.search(form)) and not set(form) & set("іїє")
    wanted = "ru" if russian else "uk"
    ranked = sorted(
        dict.fromkeys(fitting), key=lambda one: (one[0] != wanted, -_shared_start(one[1], form))
    )
    names = [_as_written_like(patronymic, name, language) for language, name in ranked]
    return tuple(dict.fromkeys(names))


def _shared_start(name: str, form: str) -> int:
    length = 0
    for x, y in zip(name, form, strict=False):
        if x != y:
            break
        length += 1
    return length


def _as_written_like(patronymic: str, name: str, language: str) -> str:
    shown = name.capitalize()
    return romanise_for_reading(shown, language) if script_of(patronymic) == "Latn" else shown
