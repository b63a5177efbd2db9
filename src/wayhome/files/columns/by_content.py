"""Columns without a header anybody knows, told by their cells."""

from collections.abc import Sequence

from wayhome.files.columns.content import Content

_BIRTH_YEARS = 10  # a column of dates that spreads over as many holds births
Named = Sequence[tuple[str, Content]]

_PERSONAL = {
    "birth_date", "sex", "patronymic", "mothers_maiden_name", "rank", "unit", "birthplace",
    "capture_date", "capture_place", "next_of_kin",
}  # fmt: skip
"""Fields beside which a column of single words, or of codes, may well be of persons."""


def fields_by_content(
    columns: Named, *, taken: set[str], names_too: bool, headed: bool
) -> dict[str, str]:
    """Guess the fields of columns from their cells.

    Args:
        columns: names and contents, in the order of the file.
        taken: fields that have their column already.
        names_too: whether names and numbers are sought as well; without, only what cells show
            beyond doubt is: dates that must be births, sexes, patronymics.
        headed: whether the columns have headers.

    Returns:
        Column name to field; columns nothing can be said of are left out.
    """
    fields: dict[str, str] = {}
    columns = [(name, content) for name, content in columns if content.share >= 0.5]

    def put(field: str, candidates: list[tuple[float, str]]) -> None:
        free = [pair for pair in candidates if pair[1] not in fields]
        if free and field not in taken and field not in fields.values():
            fields[max(free, key=lambda pair: pair[0])[1]] = field

    births = [(n, c) for n, c in columns if c.dates >= 0.7]
    if not names_too:
        births = [
            (n, c) for n, c in births if c.date_spread >= _BIRTH_YEARS and c.whole_dates >= 0.5
        ]
    put("birth_date", [(c.date_spread, n) for n, c in births])
    put("sex", [(c.sexes, n) for n, c in columns if c.sexes >= 0.9 and c.names >= 0.9])
    put("patronymic", [(c.patronymics, n) for n, c in columns if c.patronymics >= 0.5])
    if not names_too:
        return fields
    births_shown = any(c.date_spread >= _BIRTH_YEARS for _, c in births)
    guessed = set(fields.values()) - (set() if births_shown else {"birth_date"})
    personal = bool(_PERSONAL & (taken | guessed))
    put(
        "full_name",
        [(c.distinct, n) for n, c in columns if c.whole_names >= 0.6 and _proper(c, personal)],
    )
    if "full_name" not in fields.values():
        single: Named = [(n, c) for n, c in columns if c.single_names >= 0.8 and n not in fields]
        if not personal:
            single = _written_as_names(single, headed=headed)
        put("surname", [(c.surnames, n) for n, c in single if c.surnames >= 0.4])
        put("surname", [(c.distinct, n) for n, c in single])
        put("given_names", [(-i, n) for i, (n, _) in enumerate(single)])
    if personal or {"full_name", "surname"} & set(fields.values()):
        put("number", [(c.codes, n) for n, c in columns if _is_number(c)])
    return fields


def _proper(content: Content, personal: bool) -> bool:
    """Whether a column of words may be names: among personal fields, or written as names are."""
    return personal or content.capitals >= 0.8 or content.surnames >= 0.4


def _written_as_names(single: Named, *, headed: bool) -> Named:
    """Columns of single words that may be names where nothing else speaks of persons.

    One alone may be anything (colours, states), and a header that is no known word for a name
    says so: then there must be two, capitalised, with few values twice. Without a header endings
    of surnames are enough.
    """
    proper = [(n, c) for n, c in single if c.capitals >= 0.8 and c.distinct >= 0.5]
    ending = not headed and any(c.surnames >= 0.4 for _, c in proper)
    return proper if len(proper) >= 2 or ending else ()


def _is_number(content: Content) -> bool:
    return content.codes >= 0.7 and content.distinct >= 0.9 and not content.counting
