"""Which field each column is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from wayhome.engines.linkage.fields import FIELDS, Kind, kind_of
from wayhome.files.columns.by_content import fields_by_content
from wayhome.files.columns.content import Content
from wayhome.files.columns.date_parts import Triple, find_triples
from wayhome.files.columns.words import NO_MATCH, HeaderMatch, match_header, normal_form
from wayhome.files.read_list import ColumnUse, Problem, Severity
from wayhome.files.refusals import refuse
from wayhome.values import CannotRead

_PLACE_OF = {"birth_date": "birthplace", "capture_date": "capture_place"}
_BIRTH_YEARS = 10  # a column of dates that spreads over as many holds births
NAMING = ("full_name", "surname", "given_names", "number")
"""Fields of which a list must have one (GC III 122)."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column to be assigned: its header, what that looks like, what its cells look like."""

    name: str
    match: HeaderMatch
    content: Content


def assign(
    names: Sequence[str],
    contents: Sequence[Content],
    given: Mapping[str, str],
    *,
    headed: bool,
    known: bool,
) -> tuple[tuple[ColumnUse, ...], list[Problem]]:
    """Find the field of every column: as given, by header, by content.

    Args:
        names: the headers, unique.
        contents: what each column's cells look like.
        given: field to header, from the caller; overrules.
        headed: whether the names are the file's own and not made up for want of any.
        known: whether some were recognised; otherwise they may be a person's and are not quoted.

    Raises:
        CannotRead: a field or header in `given` that does not exist, or no column that names
            or numbers a person.
    """
    chosen = _resolve_given(given, names, known=known)
    columns = [
        Column(name, match_header(name) if headed else NO_MATCH, content)
        for name, content in zip(names, contents, strict=True)
    ]
    triples = find_triples(names, contents) if headed else ()
    columns = [_part_of_date(column, triples) for column in columns]
    found: dict[str, str] = {column.name: "given" for column in columns if column.name in chosen}
    problems = _assign_by_header(columns, chosen, found, set(given))
    free = [
        (column.name, column.content)
        for column in columns
        if column.name not in chosen and not column.match.fields
    ]
    nameless = not set(NAMING) & set(chosen.values())
    guessed = fields_by_content(free, taken=set(chosen.values()), names_too=nameless, headed=headed)
    for name, field in guessed.items():
        chosen[name], found[name] = field, "content"
    if not set(NAMING) & set(chosen.values()):
        raise _nobody_named(names, known=known)
    unused = "header" if headed else "content"
    uses = tuple(
        ColumnUse(
            header=name,
            field=chosen.get(name),
            found_by=found.get(name, unused),
            joined=_joined(name, chosen, triples),
        )
        for name in names
    )
    return uses, problems


def _part_of_date(column: Column, triples: Sequence[Triple]) -> Column:
    """A column of years means what its triple says; those of days and months mean nothing alone."""
    for triple in triples:
        if column.name in (triple.day, triple.month):
            return replace(column, match=HeaderMatch(("-",), 1.0))
        if column.name == triple.year and triple.rest:
            for said in (f"{triple.rest} year", f"date of {triple.rest}", triple.rest):
                match = match_header(said)
                if len(match.fields) == 1 and _is_date(match.fields[0]):
                    return replace(column, match=HeaderMatch(match.fields, 1.0))
    return column


def _is_date(field: str) -> bool:
    return field != "-" and kind_of(field) is Kind.DATE


def _joined(name: str, chosen: Mapping[str, str], triples: Sequence[Triple]) -> tuple[str, ...]:
    """The columns of day and month beside a column of years that is a date."""
    field = chosen.get(name)
    for triple in triples:
        parts = (triple.day, triple.month)
        if field and _is_date(field) and triple.year == name and not chosen.keys() & set(parts):
            return parts
    return ()


def _resolve_given(
    given: Mapping[str, str], names: Sequence[str], *, known: bool
) -> dict[str, str]:
    """Header to field, as the caller gave them, each header as the file spells it."""
    by_form = {normal_form(name): name for name in reversed(names)}
    chosen: dict[str, str] = {}
    for field, header in given.items():
        check_field(field)
        name = header if header in names else by_form.get(normal_form(header))
        if name is None:
            raise _no_column(header, field, names, known=known)
        if name in chosen:
            raise refuse(
                CannotRead, "column_given_twice", header=name, first=chosen[name], second=field
            )
        chosen[name] = field
    return chosen


def _no_column(header: str, field: str, names: Sequence[str], *, known: bool) -> CannotRead:
    if not known:  # what stands there may be a person, and is not quoted
        return refuse(CannotRead, "no_column_no_header", header=header, field=field, n=len(names))
    near = process.extract(header, names, scorer=fuzz.WRatio, limit=3)
    nearest = _quoted([name for name, _, _ in near])
    return refuse(CannotRead, "no_column", header=header, field=field, nearest=nearest)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def check_field(field: str) -> None:
    """Refuse a field nobody knows, naming the nearest."""
    kind, _, label = field.partition(":")
    if field not in FIELDS and not (kind in ("text", "code", "date") and label):
        near = process.extractOne(field, FIELDS.keys(), scorer=fuzz.ratio)
        fields = ", ".join(FIELDS)
        if near and near[1] >= 60:
            raise refuse(
                CannotRead, "no_field_but_near", field=field, nearest=near[0], fields=fields
            )
        raise refuse(CannotRead, "no_field", field=field, fields=fields)


def _assign_by_header(
    columns: Sequence[Column], chosen: dict[str, str], found: dict[str, str], given: set[str]
) -> list[Problem]:
    """Add what headers say; the clear ones first, then those that depend on them."""
    problems = []
    passes: tuple[tuple[Callable[[Column], bool], bool], ...] = (
        (lambda column: len(column.match.fields) == 1, False),
        (lambda column: len(column.match.fields) > 1, True),
    )
    for belongs, ambiguous in passes:
        claims: dict[str, list[Column]] = {}
        for column in columns:
            if column.name in chosen or not belongs(column):
                continue
            taken = set(chosen.values())
            field = _settle(column, taken) if ambiguous else _confirm(column, columns)
            if field:
                claims.setdefault(field, []).append(column)
        for field, rivals in claims.items():
            if field in chosen.values():
                losers = rivals
            else:
                winner = max(rivals, key=lambda c: _fitness(c, field))
                chosen[winner.name], found[winner.name] = field, "header"
                losers = [c for c in rivals if c is not winner]
            problems += [_second(c) for c in losers if field not in given]
    return problems


def _second(column: Column) -> Problem:
    """Two columns for one field: the other is carried, and said to be."""
    return Problem(
        row=0, column=column.name, code="second_column_for_field", severity=Severity.DOUBTFUL
    )


def _fitness(column: Column, field: str) -> tuple[float, float, float]:
    """Which of two columns of the same meaning is taken: surer header, fuller, better cells."""
    content = column.content
    dated = content.whole_dates if kind_of(field) is Kind.DATE else 0.0
    return column.match.score, dated, content.filled


def _confirm(column: Column, columns: Sequence[Column]) -> str | None:
    """The field of an unambiguous header, corrected where the cells plainly say otherwise."""
    field, content = column.match.fields[0], column.content
    if field == "-":
        return None
    few = content.filled < 3
    if kind_of(field) is Kind.DATE and not few and content.dates + content.serials < 0.2:
        if content.names >= 0.5 and field in _PLACE_OF:
            return _PLACE_OF[field]
        return field if column.match.score == 1.0 else None
    if kind_of(field) is Kind.SEX and not few and content.sexes < 0.2 and column.match.score < 1.0:
        return None
    if field == "surname" and not few and content.whole_names >= 0.6:
        alone = not any("given_names" in other.match.fields for other in columns)
        return "full_name" if alone else field
    return field


def _settle(column: Column, taken: set[str]) -> str | None:
    """The field of an ambiguous header, from its cells and its neighbours."""
    first, content = column.match.fields[0], column.content
    if first == "given_names":  # 'Name'
        return _settle_name(taken)
    if first == "birth_date":  # 'Date', 'Year'
        fits = content.dates >= 0.7 and content.date_spread >= _BIRTH_YEARS
    elif first == "patronymic":  # 'Middle name'
        fits = content.patronymics >= 0.3
    else:  # 'No.'
        first = "number"
        telling = content.codes >= 0.6 and content.distinct >= 0.8 and not content.counting
        fits = telling and "id" not in normal_form(column.name).split()
    return first if fits and first not in taken else None


def _settle_name(taken: set[str]) -> str | None:
    """'Name': beside a surname the given name, beside a given name the surname, else all of it."""
    if "surname" in taken:
        return "given_names" if "given_names" not in taken else None
    if "given_names" in taken:
        return "surname"
    return "full_name" if "full_name" not in taken else None


def _nobody_named(names: Sequence[str], *, known: bool) -> CannotRead:
    example = "--map surname=“…”"
    if not known:
        return refuse(CannotRead, "nobody_named_no_header", n=len(names), example=example)
    shown = _quoted(names[:8]) + (", …" if len(names) > 8 else "")
    return refuse(CannotRead, "nobody_named", columns=shown, example=example)
