"""Lines that were erased do not come back: by what they are known again.

By name and number, by name and birth date; a line that has neither by all its readable fields.
"""

import re
from collections.abc import Iterable, Mapping

from wayhome.apps.audit.models import Party
from wayhome.apps.audit.services.erasure import anything_held, held_among, holdback_digest
from wayhome.apps.register.models.lists import WRITTEN
from wayhome.files.line_keys import number_key

_NAMES = ("surname", "given_names", "patronymic", "full_name")

Fields = Mapping[str, str]


def digests_of(fields: Fields, *, partition: Party) -> list[bytes]:
    """Every keyed hash by which this line is known again."""
    name = _name(fields)
    marks = {"number": number_key(fields), "birth_date": fields.get("birth_date", "")}
    known = [{"name": name, mark: value} for mark, value in marks.items() if name and value]
    all_of_it = {field: fields.get(field, "") for field in WRITTEN}
    return [holdback_digest(each, partition=partition) for each in known or [all_of_it]]


def held_back(lines: Iterable[Fields], *, partition: Party) -> list[bool]:
    """Of each line whether it was erased once."""
    if not anything_held():
        return [False for _line in lines]
    known = [digests_of(fields, partition=partition) for fields in lines]
    held = held_among({digest for digests in known for digest in digests})
    return [not held.isdisjoint(digests) for digests in known]


def _name(fields: Fields) -> str:
    """The words of the name in one order, in whichever columns they stand."""
    text = " ".join(fields.get(field, "") for field in _NAMES).casefold()
    return " ".join(sorted(set(re.findall(r"[^\W_]+", text))))
