"""What a machine can check of a line: the list's criteria and its age. Criteria are data.

`{"criteria": [{"code": ..., "says": ..., "field": or "column": ..., "test": ..., ...}]}`, where a
test is one of

- `one_of`, `none_of` with `values`: the cell is one of them, or none, whatever its case;
- `age_at_least`, `age_under` with `years` and perhaps `on` (a date; else the day of the list);
- `between` with `from`, `to` or both: the date lies between them, both included.

A line is outside a criterion only where its cells say so for certain: a blank cell, or a date of
which too little is known, speaks neither for nor against. `docs/reference/criteria.schema.json`
is the same in JSON Schema.
"""

import calendar
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wayhome.files.refusals import refuse
from wayhome.values import InvalidEvidence, PartialDate

ADULT = 18
"""Years; a person below this age is a child (CRC 1)."""
ABOUT = 2
"""Years by which a date that is only about right may be off."""
LONGEST = 50_000
"""Characters of the criteria of one list."""
LONGEST_CODE = 60
"""Characters."""
CHILD = {"code": "child", "field": "birth_date", "test": "age_under", "years": ADULT}
"""The criterion of every list of children that states none."""

Criterion = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """A flag the machine raises. `criterion`: the code of the rule that says so."""

    kind: str  # of Flag
    criterion: str


def check_criteria(criteria: Mapping[str, Any]) -> None:
    """See that criteria can be kept here and checked by this machine.

    Raises:
        InvalidEvidence: what is wrong, in a sentence.
    """
    _check_written(criteria)
    rows = criteria.get("criteria", []) if isinstance(criteria, Mapping) else None
    if not isinstance(rows, list):
        raise refuse(InvalidEvidence, "criteria_shape")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping) or not isinstance(row.get("code"), str):
            raise refuse(InvalidEvidence, "criterion_no_code", n=number)
        if not 1 <= len(row["code"]) <= LONGEST_CODE:
            raise refuse(InvalidEvidence, "criterion_code_length", n=number, most=LONGEST_CODE)
        if isinstance(row.get("field"), str) == isinstance(row.get("column"), str):
            raise refuse(InvalidEvidence, "criterion_of_what", n=number)
        _check_test(number, row)


def _check_written(criteria: object) -> None:
    """JSON has ways to write what neither a database nor a page can hold."""
    try:
        text = json.dumps(criteria, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (TypeError, ValueError, RecursionError):
        raise refuse(InvalidEvidence, "criteria_letters") from None
    if "\\u0000" in text:
        raise refuse(InvalidEvidence, "criteria_letters")
    if len(text) > LONGEST:
        raise refuse(InvalidEvidence, "criteria_long", most=LONGEST)


def _check_test(number: int, row: Criterion) -> None:
    test = row.get("test")
    if test in ("one_of", "none_of"):
        values = row.get("values")
        if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
            raise refuse(InvalidEvidence, "criterion_values", n=number)
    elif test in ("age_at_least", "age_under"):
        years = row.get("years")
        if not isinstance(years, int) or not 0 < years < 150:
            raise refuse(InvalidEvidence, "criterion_years", n=number)
        PartialDate.parse(str(row.get("on", "2000")))
    elif test == "between":
        if not {"from", "to"} & set(row):
            raise refuse(InvalidEvidence, "criterion_ends", n=number)
        for end in {"from", "to"} & set(row):
            PartialDate.parse(str(row[end]))
    else:
        raise refuse(InvalidEvidence, "criterion_test", n=number)


def criteria_of(criteria: Mapping[str, Any], *, kind: str) -> Sequence[Criterion]:
    """The criteria a list of this kind is checked by."""
    rows: Sequence[Criterion] = criteria.get("criteria", [])
    return [CHILD] if not rows and kind == "children" else rows


def findings_on(
    fields: Mapping[str, str],
    raw: Mapping[str, str],
    *,
    kind: str,
    as_of_date: str,
    criteria: Mapping[str, Any],
) -> list[Finding]:
    """What is to be flagged on a line.

    Args:
        fields: its mapped fields, dates in EDTF.
        raw: its row as written, by header.
        kind: of the list.
        as_of_date: of the list, EDTF.
        criteria: of the list, as `check_criteria` allows them.
    """
    found = [
        Finding("off_criteria", row["code"])
        for row in criteria_of(criteria, kind=kind)
        if is_outside(row, fields, raw, as_of_date)
    ]
    under = is_under(fields.get("birth_date", ""), ADULT, as_of_date)
    if under is not False and fields.get("birth_date"):
        found.append(Finding("child", "age" if under else "age_not_certain"))
    return found


def is_outside(
    row: Criterion, fields: Mapping[str, str], raw: Mapping[str, str], as_of_date: str
) -> bool:
    """Whether the line is outside this criterion for certain."""
    return meets(row, fields, raw, as_of_date) is False


def meets(
    row: Criterion, fields: Mapping[str, str], raw: Mapping[str, str], as_of_date: str
) -> bool | None:
    """Whether the line meets this criterion; None where its cells do not say."""
    cell = fields.get(row["field"], "") if "field" in row else raw.get(row["column"], "")
    if not cell.strip():
        return None
    if row["test"] in ("one_of", "none_of"):
        named = _plain(cell) in {_plain(value) for value in row["values"]}
        return named is (row["test"] == "one_of")
    if row["test"] == "between":
        return _lies_between(cell, row)
    under = is_under(cell, row["years"], str(row.get("on", as_of_date)))
    return None if under is None else under is (row["test"] == "age_under")


def is_under(born: str, years: int, on: str) -> bool | None:
    """Whether somebody is younger than that on a day; None where the dates do not say."""
    birth, day = span(born), span(on)
    if birth is None or day is None:
        return None
    if _birthday(birth[0], years) > day[1]:
        return True
    if _birthday(birth[1], years) <= day[0]:
        return False
    return None


def span(written: str) -> tuple[date, date] | None:
    """The first and last day a date in EDTF can mean; None if it is none."""
    try:
        known = PartialDate.parse(written)
    except InvalidEvidence:
        return None
    about = ABOUT if known.approximate else 0
    first_year, last_year = max(1, known.year - about), min(9999, known.year + about)
    last_month = known.month or 12
    last_day = known.day or calendar.monthrange(last_year, last_month)[1]
    first_day = min(known.day or 1, calendar.monthrange(first_year, known.month or 1)[1])
    last_day = min(last_day, calendar.monthrange(last_year, last_month)[1])
    return date(first_year, known.month or 1, first_day), date(last_year, last_month, last_day)


def _birthday(born: date, years: int) -> date:
    """The day somebody has that age; born on 29 February, on 1 March of other years."""
    year = min(9999, born.year + years)
    if (born.month, born.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 3, 1)
    return born.replace(year=year)


def _lies_between(cell: str, row: Criterion) -> bool | None:
    known = span(cell)
    if known is None:
        return None
    first, last = span(str(row.get("from", ""))), span(str(row.get("to", "")))
    if (first and known[1] < first[0]) or (last and known[0] > last[1]):
        return False
    within = (not first or known[0] >= first[0]) and (not last or known[1] <= last[1])
    return True if within else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
