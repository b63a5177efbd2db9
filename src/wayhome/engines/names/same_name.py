"""One name in several languages: Микола, Николай, Nicholas and Nikolaus are one.

What is known is Wikidata's (see resources/names/same_name.tsv) and our own table of Ukrainian and
Russian names. Every group of forms has a number, a key: Wikidata's item number, or a negative
number for a row of our table. Spellings nobody listed, as romanisations are, are found by sound.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from wayhome.engines.names.keys import sound_key, stem_of
from wayhome.engines.names.script import comparison_form, script_of
from wayhome.engines.names.tables import rows_of

SURE = 0.95
LIKELY = 0.9
_AMBIGUOUS_FROM = 4  # groups a form may be in before what it shares with another says less
_SAME_FROM = 0.3
_SHORTEST_SOUND = 3  # sounds shorter than this are shared by chance


@dataclass(frozen=True, slots=True)
class KnownName:
    """A row of our own table of given names. Its forms are in comparison form."""

    key: int
    sex: str  # `m` or `f`
    ukrainian: tuple[str, ...]
    russian: tuple[str, ...]
    other: tuple[str, ...]
    short: tuple[str, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        """Every full form; short forms are left out."""
        return self.ukrainian + self.russian + self.other


@cache
def known_names() -> tuple[KnownName, ...]:
    """Our own table of given names; keys count down from -1."""
    return tuple(
        KnownName(-number, sex, *(tuple(map(comparison_form, column.split())) for column in forms))
        for number, (sex, *forms) in enumerate(rows_of("given_names.tsv"), start=1)
    )


@cache
def keys_by_form() -> dict[str, tuple[int, ...]]:
    """The keys of every form listed, in comparison form."""
    found: dict[str, tuple[int, ...]] = {}
    for number, forms in rows_of("same_name.tsv"):
        key = (int(number),)
        for form in forms.split():
            found[form] = found.get(form, ()) + key
    for name in known_names():
        for form in {*name.forms, *name.short}:
            found[form] = (*found.get(form, ()), name.key)
    return found


@cache
def keys_by_sound() -> dict[str, tuple[int, ...]]:
    """The keys of every listed form written in Cyrillic, by its sound key."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for form, keys in keys_by_form().items():
        if "\u0400" <= form[0] <= "\u052f":
            found[sound_key(form)].update(keys)
    return {sound: tuple(sorted(keys)) for sound, keys in found.items()}


@cache
def _own_by_sound() -> dict[str, frozenset[int]]:
    """The keys of our own table's full forms, by sound key."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for name in known_names():
        for form in name.forms:
            found[_sound_or_form(form)].add(name.key)
    return {sound: frozenset(keys) for sound, keys in found.items()}


@cache
def _own_by_stem() -> dict[str, frozenset[int]]:
    """The keys of our own table's full forms, by declension stem: Владимира is Владимир."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for sound, keys in _own_by_sound().items():
        if stem := _stem(sound):
            found[stem].update(keys)
    return {stem: frozenset(keys) for stem, keys in found.items()}


def _stem(sound: str) -> str:
    """The declension stem of a sound, empty where it is too short to tell names apart."""
    stem = "" if sound.startswith("=") else stem_of(sound)
    return stem if len(stem) > _SHORTEST_SOUND else ""


def _sound_or_form(form: str) -> str:
    """What tells our own forms apart: sounds, where the script writes vowels and they suffice."""
    if script_of(form) in {"Latn", "Cyrl"} and len(sound := sound_key(form)) >= _SHORTEST_SOUND:
        return sound
    return "=" + comparison_form(form)  # no sound key begins so


def is_listed(form: str) -> bool:
    """Whether a form is written in our tables as some given name's."""
    return comparison_form(form) in keys_by_form()


def is_own_form(form: str) -> bool:
    """Whether a form is written in our own table, which holds nothing but given names."""
    return any(key < 0 for key in keys_by_form().get(comparison_form(form), ()))


@lru_cache(maxsize=1 << 16)
def same_name_keys(form: str) -> frozenset[int]:
    """The numbers of the names a form may stand for; empty for a form unknown to the tables.

    Args:
        form: one given name, in any of its forms, as written or in normal form.
    """
    folded = comparison_form(form)
    sound = _sound_or_form(folded)
    own = _own_by_sound().get(sound) or _own_by_stem().get(_stem(sound), frozenset())
    return own.union(keys_by_form().get(folded, ()) or keys_by_sound().get(sound, ()))


def same_name_certainty(x: str, y: str) -> float:
    """How sure it is, from 0 to 1, that two forms are one given name's.

    1 for one spelling; 0.95 for two full forms of our own table; 0 without a common name. In
    between, the more names a form may stand for beside the common ones, the less it says: Саша is
    Олександр as well as Олександра.
    """
    if comparison_form(x) == comparison_form(y):
        return 1.0
    of_x, of_y = same_name_keys(x), same_name_keys(y)
    shared = of_x & of_y
    if not shared:
        return 0.0
    if _full_form_keys(x) & _full_form_keys(y):
        return SURE
    return LIKELY * min(1.0, _AMBIGUOUS_FROM * len(shared) / max(len(of_x), len(of_y)))


def _full_form_keys(form: str) -> frozenset[int]:
    return _own_by_sound().get(_sound_or_form(form), frozenset())


def is_same_name(x: str, y: str) -> bool:
    """Whether two forms are likely one given name's, in whatever script and language."""
    return same_name_certainty(x, y) >= _SAME_FROM
