"""Whole names in one cell, laid out in parts as the comparison needs them."""

import polars as pl

from wayhome.engines.linkage.fields import NAME_SLOTS
from wayhome.engines.names import order_of, read_name


def with_name_parts(frame: pl.DataFrame) -> pl.DataFrame:
    """Fill surname, given names and patronymic from `full_name` where all three are blank.

    Parts keep their written form. A name of which nothing was understood is a surname.
    """
    if "full_name" not in frame.columns:
        return frame
    whole = frame["full_name"].cast(pl.String)
    values = whole.drop_nulls().unique(maintain_order=True)
    order = order_of(values.to_list()) if len(values) else None
    read = [_parts(value, order) for value in values]
    table = pl.DataFrame(
        {"full_name": values}
        | {slot: [parts[at] for parts in read] for at, slot in enumerate(NAME_SLOTS)},
        schema={"full_name": pl.String} | dict.fromkeys(NAME_SLOTS, pl.String),
    )
    parts = pl.DataFrame({"full_name": whole}).join(
        table, on="full_name", how="left", maintain_order="left"
    )
    given = [slot for slot in NAME_SLOTS if slot in frame.columns]
    blank = pl.lit(value=True)
    for slot in given:
        blank &= pl.col(slot).cast(pl.String).str.strip_chars().fill_null("") == ""
    empty = frame.select(blank.alias("blank"))["blank"]
    filled = []
    for slot in NAME_SLOTS:
        own = frame[slot].cast(pl.String) if slot in given else pl.Series(slot, [None] * len(whole))
        filled.append(parts[slot].zip_with(empty, own.cast(pl.String)).alias(slot))
    return frame.with_columns(filled)


def _parts(text: str, order: str | None) -> tuple[str | None, str | None, str | None]:
    name = read_name(text, order=order)
    surname, given, patronymic = name.surname, name.given_names, name.patronymic
    if not (surname or given or patronymic):
        surname = text
    return surname or None, given or None, patronymic or None
