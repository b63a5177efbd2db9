"""Invented persons in every export: whoever reads one of them here had that file.

They are drawn from a secret that lies outside the database, so that the same disclosure always
has the same three, and are shown on no page of ours. They deter and they tell; they stop nobody.
"""

import csv
import hashlib
import hmac
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from itertools import combinations
from random import Random

from django.conf import settings
from django.db.models import QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import open_sealed, seal
from wayhome.apps.register.models import Canary, Disclosure, ListEntry
from wayhome.apps.register.selectors.disclosures import content_of
from wayhome.apps.register.services.alerts import raise_alert

COUNT = 3
PURPOSE = "canary"
MOST_WORDS = 8
"""Of a search or a name: more are not looked at."""
_UKRAINIAN, _ARABIC, _LATIN = (
    re.compile("[іїєґ]"),
    re.compile("[\u0600-\u06ff]"),
    re.compile("[a-z]"),
)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A canary as its file has it."""

    position: int  # it stands before the line that was asked for at this place
    fields: Mapping[str, str]


def hide_canaries(disclosure: Disclosure) -> None:
    """Invent the persons of a disclosure that is being released, and keep them sealed."""
    content = content_of(disclosure, seen_by=disclosure.to.party)
    lines = [one.fields for one in content]
    if not lines:
        return
    seed = _mac(f"{disclosure.uid} {disclosure.to.uid}".encode())
    draw = Random(seed)  # noqa: S311  # the secret is the seed: the draw must come out again
    Canary.objects.bulk_create(
        Canary(
            disclosure=disclosure,
            fields_sealed=_sealed(disclosure, fields),
            position=draw.choice(content).position,
            digest=_digest(_words(_name(fields))),
        )
        for fields in invent(lines, draw=draw)
    )


def canaries_of(disclosure: Disclosure) -> list[Hidden]:
    """Those of a disclosure, opened. For its files alone."""
    return [
        Hidden(
            one.position,
            json.loads(open_sealed(disclosure.key, bytes(one.fields_sealed), purpose=PURPOSE)),
        )
        for one in disclosure.canaries.order_by("position", "pk")
    ]


def invent(lines: Sequence[Mapping[str, str]], *, draw: Random) -> list[dict[str, str]]:
    """Persons who look like these lines: same script, same fields filled, same ways of writing.

    Names come from our own table and stand on no list here; every other field is taken from some
    line, and digits of numbers and dates are drawn anew.
    """
    parts = _parts()[_script_of(lines)]
    made: list[dict[str, str]] = []
    while len(made) < COUNT:
        surname = draw.choice(parts["stem"]) + draw.choice(parts["end"])
        given, patronymic = draw.choice(parts["given"]), draw.choice(parts["patronymic"])
        if surname in {one.get("surname") for one in made} or _stands(surname, given):
            continue
        like = draw.choice(lines)
        fields = {name: _like(name, lines, draw) if like.get(name) else "" for name in like}
        fields |= {
            name: value
            for name, value in (
                ("surname", surname), ("given_names", given), ("patronymic", patronymic),
                ("full_name", f"{surname} {given} {patronymic}"), ("sex", "m"),
            )
            if fields.get(name)
        }  # fmt: skip
        if not _name(fields):  # a line with nothing but a number: the canary needs its name
            fields |= {name: value for name, value in (("surname", surname), ("given_names", given))
                       if name in fields}  # fmt: skip
        made.append(fields)
    return made


def note_search(*, text: str, by: User, at: datetime) -> None:
    """Raise an alert if a canary is searched for here. Searching says nothing of it."""
    marks = [_digest(pair) for pair in _pairs(text)]
    _note(Canary.objects.filter(digest__in=marks), by, at)


def note_import(*, entries: Iterable[ListEntry], by: User, at: datetime) -> None:
    """Raise an alert if a list that is brought in has a canary on it."""
    note_marks(marks_of(entries), by=by, at=at)


def marks_of(entries: Iterable[ListEntry]) -> set[bytes]:
    """By what a canary would be known among these lines."""
    key = _key()
    return {_digest(pair, key=key) for one in entries for pair in _pairs(one.name)}


def note_marks(marks: set[bytes], *, by: User, at: datetime) -> None:
    """Raise an alert for every canary that is known by one of these."""
    known = Canary.objects.values_list("pk", "digest")
    _note(Canary.objects.filter(pk__in=[pk for pk, one in known if bytes(one) in marks]), by, at)


def _note(read: QuerySet[Canary], by: User, at: datetime) -> None:
    for canary in read.select_related("disclosure"):
        Canary.objects.filter(pk=canary.pk, first_read_at=None).update(first_read_at=at)
        raise_alert(code="canary_read", about=canary.disclosure.number, by=by, at=at)


def _sealed(disclosure: Disclosure, fields: Mapping[str, str]) -> bytes:
    text = json.dumps(fields, ensure_ascii=False).encode()
    return seal(disclosure.key, text, purpose=PURPOSE)


def _like(field: str, lines: Sequence[Mapping[str, str]], draw: Random) -> str:
    """A value as some line has it; of a date the day and of a number the digits are others."""
    value = draw.choice([line[field] for line in lines if line.get(field)])
    if field in ("birth_date", "capture_date"):
        head, dash, day = value.rpartition("-")
        return f"{head}-{draw.randint(1, 28):02}" if dash and len(head) == 7 and day else value
    if field == "number":
        return re.sub(r"\d", lambda _found: str(draw.randint(0, 9)), value)
    return value


def _stands(surname: str, given: str) -> bool:
    return ListEntry.objects.filter(surname__iexact=surname, given_names__iexact=given).exists()


def _name(fields: Mapping[str, str]) -> str:
    parts = [fields.get(name, "") for name in ("surname", "given_names")]
    return " ".join(part for part in parts if part) or fields.get("full_name", "")


def _words(text: str) -> list[str]:
    words = unicodedata.normalize("NFC", text).casefold().split()
    return [word.strip(",.;:") for word in words][:2]


def _pairs(text: str) -> list[list[str]]:
    words = unicodedata.normalize("NFC", text).casefold().split()
    words = [word.strip(",.;:") for word in words][:MOST_WORDS]
    return [list(pair) for pair in combinations(words, 2)]


def _digest(words: Sequence[str], *, key: bytes | None = None) -> bytes:
    """A keyed hash of the first two words of a name, in whatever order they are typed."""
    return _mac(" ".join(sorted(words)).encode(), key=key)


def _mac(message: bytes, *, key: bytes | None = None) -> bytes:
    return hmac.digest(_key() if key is None else key, message, hashlib.sha256)


def _key() -> bytes:
    key: bytes = settings.INSTALLATION.secret("canary")
    return key


def _script_of(lines: Sequence[Mapping[str, str]]) -> str:
    counted: Counter[str] = Counter()
    for line in lines:
        name = " ".join((_name(line), line.get("patronymic", ""))).casefold()
        if _ARABIC.search(name):
            counted["Arab"] += 1
        elif _UKRAINIAN.search(name):
            counted["Cyrl-uk"] += 2  # a Russian name has none of these; a Ukrainian one may not
        else:
            counted["Latn" if _LATIN.search(name) else "Cyrl-ru"] += 1
    return counted.most_common(1)[0][0]


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
