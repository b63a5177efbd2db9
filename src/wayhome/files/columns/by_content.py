"""Columns without a header anybody knows, told by their cells."""

from collections.abc import Sequence

from wayhome.files.columns.content import Content

Named = Sequence[tuple[str, Content]]


def fields_by_content(columns: Named, *, taken: set[str], names_too: bool) -> dict[str, str]:
    """Guess the fields of columns from their cells.

    Args:
        columns: names and contents, in the order of the file.
        taken: fields that have their column already.
        names_too: whether names and numbers are sought as well; without, only what cells show
            beyond doubt is: dates that must be births, sexes, patronymics.

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
        births = [(n, c) for n, c in births if c.date_spread >= 10 and c.whole_dates >= 0.5]
    put("birth_date", [(c.date_spread, n) for n, c in births])
    put("sex", [(c.sexes, n) for n, c in columns if c.sexes >= 0.9 and c.names >= 0.9])
    put("patronymic", [(c.patronymics, n) for n, c in columns if c.patronymics >= 0.5])
    if not names_too:
        return fields
    put("full_name", [(c.distinct, n) for n, c in columns if c.whole_names >= 0.6])
    if "full_name" not in fields.values():
        single = [(n, c) for n, c in columns if c.single_names >= 0.8 and n not in fields]
        put("surname", [(c.surnames, n) for n, c in single if c.surnames >= 0.4])
        put("surname", [(c.distinct, n) for n, c in single])
        put("given_names", [(-i, n) for i, (n, _) in enumerate(single)])
    put("number", [(c.codes, n) for n, c in columns if _is_number(c)])
    return fields


def _is_number(content: Content) -> bool:
    return content.codes >= 0.7 and content.distinct >= 0.9 and not content.counting
