"""Cells that say nothing, each office in its own way."""

import re

_EMPTY_WORDS = """
- -- --- – — ? ?? ??? * . .. ... x xx xxx
n/a na n.a. #n/a #n/a! nil none null nan nat <na> unknown unk not-known
н/д н.д. нд н/в н.в. нема немає невідомо невідомий невідома відсутній відсутня
неизвестно неизвестен неизвестна нет отсутствует مجهول
"""
_EMPTY_PHRASES = """
not known
not available
not stated
no data
не відомо
немає даних
не известно
нет данных
данных нет
غير معروف
غير معروفة
غير متوفر
غير محدد
لا يوجد
לא ידוע
לא ידועה
אין נתונים
אין מידע
"""
EMPTY = frozenset(_EMPTY_WORDS.split() + _EMPTY_PHRASES.strip().splitlines())
"""Values, in lower case, that stand for an empty cell."""

ERRORS = frozenset(["#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!"])
"""What a spreadsheet shows in place of a value it could not compute, in lower case."""

_HASHES = re.compile(r"#{3,}")


def is_empty(text: str) -> bool:
    """Whether a cell says nothing."""
    bare = text.strip().casefold()
    return not bare or bare in EMPTY


def is_error(text: str) -> bool:
    """Whether a cell is a spreadsheet's error sign, or '####' where a column was too narrow."""
    bare = text.strip().casefold()
    return bare in ERRORS or bool(_HASHES.fullmatch(bare))


def is_empty_name(text: str) -> bool:
    """The same for a name: some people are called Nil, Nan or Na."""
    bare = text.strip().casefold()
    return not bare or (bare in EMPTY and bare not in ("nil", "nan", "na", "nat"))
