"""Persons who are nobody, and look like the lines they stand among."""

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from random import Random

from django.db.models import Q

from wayhome.apps.register.models import ListEntry
from wayhome.apps.register.services.canaries.marks import name_in

Fields = Mapping[str, str]
TRIES = 200
_UKRAINIAN, _ARABIC, _LATIN = (
    re.compile("[іїєґ]"),
    re.compile("[\u0600-\u06ff]"),
    re.compile("[a-z]"),
)


def invent(lines: Sequence[Fields], *, count: int, draw: Random) -> list[dict[str, str]]:
    """Persons who look like these lines: same script, same fields filled, same ways of writing.

    Names come from our own table and stand on no list here; every other field is taken from some
    line, digits of numbers and dates are drawn anew, and so is whoever is named as next of kin.
    """
    parts = _parts()[script_of(lines)]
    made: list[dict[str, str]] = []
    for _n in range(count):
        like = draw.choice(lines)
        name = _free_name(parts, draw, made, woman=like.get("sex") == "f")
        fields = {
            field: like_some(field, lines, draw=draw) if like.get(field) else "" for field in like
        }
        if "sex" in like:
            fields["sex"] = like["sex"]
        fields |= {field: value for field, value in name.items() if fields.get(field)}
        if not name_in(fields):  # a line with nothing but a number: the invented needs its name
            fields |= {f: name[f] for f in ("surname", "given_names") if f in fields}
        made.append(fields)
    return made


def like_some(field: str, lines: Sequence[Fields], *, draw: Random) -> str:
    """A value as some line has it; of a date the day and of a number the digits are others.

    Returns:
        An empty one where no line has any.
    """
    filled = [line[field] for line in lines if line.get(field)]
    if not filled:
        return ""
    value = draw.choice(filled)
    if field in ("birth_date", "capture_date"):
        head, dash, day = value.rpartition("-")
        return f"{head}-{draw.randint(1, 28):02}" if dash and len(head) == 7 and day else value
    if field == "number":
        return _other_digits(value, draw)
    if field == "mothers_maiden_name":
        return _name(_parts()[script_of(lines)], draw, woman=True)["surname"]
    if field == "next_of_kin":
        return _other_kin(value, _name(_parts()[script_of(lines)], draw, woman=True), draw)
    return value


def script_of(lines: Sequence[Fields]) -> str:
    """In which script, and by which rules, most of these names are written."""
    counted: Counter[str] = Counter()
    for line in lines:
        name = " ".join((name_in(line), line.get("patronymic", ""))).casefold()
        if _ARABIC.search(name):
            counted["Arab"] += 1
        elif _UKRAINIAN.search(name):
            counted["Cyrl-uk"] += 2  # a Russian name has none of these; a Ukrainian one may not
        else:
            counted["Latn" if _LATIN.search(name) else "Cyrl-ru"] += 1
    return counted.most_common(1)[0][0]


def _name(parts: Mapping[str, list[str]], draw: Random, *, woman: bool) -> dict[str, str]:
    end = "_f" if woman else ""
    surname = draw.choice(parts["stem"]) + draw.choice(parts[f"end{end}"])
    given, patronymic = draw.choice(parts[f"given{end}"]), draw.choice(parts[f"patronymic{end}"])
    return {
        "surname": surname,
        "given_names": given,
        "patronymic": patronymic,
        "full_name": f"{surname} {given} {patronymic}",
    }


def _other_digits(value: str, draw: Random) -> str:
    return re.sub(r"\d", lambda _found: str(draw.randint(0, 9)), value)


def _other_kin(value: str, name: Fields, draw: Random) -> str:
    """Somebody else's kin: names and digits are others, what kin it is stays.

    Names are the words with a capital; where a script has none, all but the first word.
    """
    others = [name["surname"], name["given_names"], name["patronymic"]]
    words = value.split(" ")
    named = [n for n, word in enumerate(words) if word[:1].isupper()]
    if not named and _ARABIC.search(value):
        named = list(range(1, len(words))) or [0]
    for n, place in enumerate(named):
        words[place] = others[n % len(others)]
    return _other_digits(" ".join(words), draw)


def another_name(lines: Sequence[Fields], *, draw: Random, woman: bool) -> dict[str, str]:
    """A name as these lines have it: surname, given name, patronymic, and the whole."""
    return _free_name(_parts()[script_of(lines)], draw, (), woman=woman)


def _free_name(
    parts: Mapping[str, list[str]], draw: Random, made: Sequence[Fields], *, woman: bool
) -> dict[str, str]:
    """One that nobody here has, nor anybody invented before, as long as there are such names."""
    taken = {one.get("surname") for one in made}
    for _n in range(TRIES):
        name = _name(parts, draw, woman=woman)
        if name["surname"] not in taken and not _stands(name):
            break
    return name


def _stands(name: Fields) -> bool:
    same = Q(surname__iexact=name["surname"], given_names__iexact=name["given_names"])
    whole = Q(full_name__iexact=name["full_name"])
    return ListEntry.with_invented.filter(same | whole).exists()


@cache
def _parts() -> Mapping[str, Mapping[str, list[str]]]:
    text = (files("wayhome") / "resources" / "canaries" / "names.tsv").read_text(encoding="utf-8")
    rows = csv.reader(
        (line for line in text.splitlines() if not line.startswith("#")), delimiter="\t"
    )
    next(rows)
    parts: dict[str, dict[str, list[str]]] = {}
    for script, part, value in rows:
        parts.setdefault(script, {}).setdefault(part, []).append(value)
    return parts
