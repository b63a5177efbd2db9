"""Under which keys values are filed, so that renderings of one thing meet."""

from functools import cache, lru_cache
from importlib.resources import files

from wayhome.engines.names.keys import sound_key, stem_of
from wayhome.engines.names.patronymic import fathers_stem
from wayhome.engines.names.same_name import known_names
from wayhome.engines.names.script import comparison_form, script_of


@cache
def _given_by_stem() -> dict[str, str]:
    """Stem of every full form of a known name to the number of the name."""
    found: dict[str, str] = {}
    for name in known_names():
        for form in name.forms:
            found.setdefault(stem_of(sound_key(form)), f"#{name.key}")
    return found


@cache
def _given_by_fathers_stem() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in known_names():
        if name.sex == "m":
            for form in name.forms:
                found.setdefault(fathers_stem(form), f"#{name.key}")
    return found


@lru_cache(maxsize=1 << 18)
def sound(text: str) -> str:
    """The sounds of a text of one or more words, case endings taken off the last."""
    return stem_of(sound_key(text.replace(" ", "")))


def given_name(written: str) -> str:
    """One key for a given name's forms in all languages; the stem of a name that is not known."""
    stem = sound(written)
    return _given_by_stem().get(stem, stem)


def father(written: str) -> str:
    """One key for a patronymic and the father's first name in all languages."""
    stem = fathers_stem(written)
    return _given_by_fathers_stem().get(stem, stem)


@cache
def beginnings() -> dict[str, str]:
    """First sounds of all forms of each known name, by its key: an O. may be Алексей."""
    return {
        f"#{name.key}": "".join(sorted({s for form in name.forms for s in first_sounds(form)}))
        for name in known_names()
    }


def first_sounds(written: str) -> str:
    """What a name begins with, by its first letter and as a whole: Олексій with o and with a."""
    return sound_key(written)[:1] + letter_sound(written)


def letter_sound(written: str) -> str:
    """The sound of the first letter by itself."""
    return _letter_sound(written[:1])


@lru_cache(maxsize=1 << 12)
def _letter_sound(letter: str) -> str:
    return sound_key(letter)[:1]


@cache
def _places() -> dict[str, int]:
    """Forms and sounds of the places of resources/linkage/places.tsv, each to its row."""
    table = files("wayhome") / "resources" / "linkage" / "places.tsv"
    rows = [
        line.split("|")
        for line in table.read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    found: dict[str, set[int]] = {}
    for number, forms in enumerate(rows):
        for form in forms:
            for key in _place_keys(form):
                found.setdefault(key, set()).add(number)
    return {key: numbers.pop() for key, numbers in found.items() if len(numbers) == 1}


def _place_keys(written: str) -> list[str]:
    """A form itself and, where its script writes vowels and there are enough, its sound."""
    form = comparison_form(written)
    heard = sound(written)
    vowels = script_of(form) in ("Latn", "Cyrl") and len(heard) >= _SHORTEST_PLACE
    return [f"={form}", heard] if vowels else [f"={form}"]


_SHORTEST_PLACE = 4
"""Letters of a sound from which a place is told by it."""


@lru_cache(maxsize=1 << 16)
def place(written: str) -> str:
    """One key for a place's names in all languages; '' for a place that is not in the table."""
    numbers = (_places().get(key) for key in _place_keys(written))
    return next((f"#{number}" for number in numbers if number is not None), "")


@cache
def _grades() -> dict[str, int]:
    table = files("wayhome") / "resources" / "linkage" / "ranks.tsv"
    found: dict[str, int] = {}
    for line in table.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            grade, names = line.split("\t")
            for name in names.split("|"):
                found.setdefault(_rank_sound(name), int(grade))
    return found


def _rank_sound(text: str) -> str:
    return stem_of(sound_key("".join(c for c in text if c.isalnum())))


@lru_cache(maxsize=1 << 12)
def grade(rank: str) -> int:
    """The step of a rank on the ladder of resources/linkage/ranks.tsv; -1 if it is not on it."""
    return _grades().get(_rank_sound(rank), -1)
