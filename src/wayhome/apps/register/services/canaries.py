"""Invented persons in every disclosure of lines: whoever reads one of them here had its file.

To the receiver they are lines like the others, on every page, in every count, to be answered; to
everybody else they are not there. They deter and they tell; they stop nobody.
"""

import csv
import hashlib
import hmac
import json
import re
import secrets
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from itertools import combinations
from random import Random

from django.conf import settings
from django.db.models import QuerySet

from wayhome.apps.audit.models import SubjectKey, User
from wayhome.apps.audit.services import new_keys, seal
from wayhome.apps.register.models import Canary, Disclosure, DisclosureItem, ListEntry
from wayhome.apps.register.models.disclosure import SPACE
from wayhome.apps.register.models.lists import SEALED, WRITTEN
from wayhome.apps.register.selectors.disclosures import content_of
from wayhome.apps.register.services.alerts import raise_alert

COUNT = SPACE - 1
MOST_WORDS = 8
"""Of a search or a name: more are not looked at."""
_UKRAINIAN, _ARABIC, _LATIN = (
    re.compile("[іїєґ]"),
    re.compile("[\u0600-\u06ff]"),
    re.compile("[a-z]"),
)


def hide_canaries(disclosure: Disclosure, *, at: datetime) -> None:
    """Invent the persons of a disclosure that is being released, and put them among its lines."""
    content = content_of(disclosure, seen_by=disclosure.to.party)
    lines = [one.fields for one in content]
    if not lines:
        return
    seed = _mac(f"{disclosure.uid} {disclosure.to.uid}".encode())
    draw = Random(seed)  # noqa: S311  # the secret is the seed: the draw must come out again
    keys = new_keys(SubjectKey.About.LINE, COUNT)
    for n, fields in enumerate(invent(lines, draw=draw)):
        beside = draw.choice(content)
        entry = _line(beside.entry.partition_id, fields, key=keys[n], at=at)
        DisclosureItem.objects.create(
            disclosure=disclosure, entry=entry, position=beside.position - n - 1
        )
        digest = _digest(_words(_name(fields)))
        Canary.objects.create(disclosure=disclosure, entry=entry, digest=digest)


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


def note_answers(entries: Iterable[ListEntry], *, by: User, at: datetime) -> None:
    """Raise an alert if one of these lines is invented: what is answered of him is made up too."""
    answered = Canary.objects.filter(entry__in=[one.pk for one in entries if one.invented])
    _note(answered, by, at, code="canary_answered")


def note_marks(marks: set[bytes], *, by: User, at: datetime) -> None:
    """Raise an alert for every canary that is known by one of these."""
    known = Canary.objects.values_list("pk", "digest")
    _note(Canary.objects.filter(pk__in=[pk for pk, one in known if bytes(one) in marks]), by, at)


def _note(read: QuerySet[Canary], by: User, at: datetime, *, code: str = "canary_read") -> None:
    for canary in read.select_related("disclosure"):
        Canary.objects.filter(pk=canary.pk, first_read_at=None).update(first_read_at=at)
        raise_alert(code=code, about=canary.disclosure.number, by=by, at=at)


def _line(partition: int, fields: Mapping[str, str], *, key: SubjectKey, at: datetime) -> ListEntry:
    """As a line of that party is kept: what is sealed of a line is sealed of him too."""
    apart = {name: fields[name] for name in SEALED if fields.get(name)}
    text = json.dumps({"raw": {}, **apart}, ensure_ascii=False).encode()
    return ListEntry.with_invented.create(
        partition_id=partition,
        key=key,
        **{name: fields[name] for name in WRITTEN if name in fields},
        sealed=seal(key, text, purpose="line"),
        digest=secrets.token_bytes(32),
        entered_at=at,
        invented=True,
    )


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
