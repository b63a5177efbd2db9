"""Invented lists as the engine takes them, and its answer as plain sets."""

import polars as pl
from make_lists import make_lists

from wayhome.engines.linkage import reference
from wayhome.engines.linkage.kernels import ORDER_NAMES
from wayhome.engines.linkage.model import KIN_FIELDS

FIELDS = {
    "surname": "surname",
    "first": "given_names",
    "patr": "patronymic",
    "dob": "birth_date",
    "sex": "sex",
    "place": "birthplace",
    "unit": "unit",
    "rank": "rank",
    "cdate": "capture_date",
}


def frame_of(lines):
    """The lines as a frame of strings with the engine's field names."""
    return pl.DataFrame(
        {field: [row[column] for row in lines] for column, field in FIELDS.items()},
        schema=dict.fromkeys(FIELDS.values(), pl.String),
    )


def frames(rows_a, rows_b, **how):
    """Two invented lists and the set of rows that are one person."""
    lists = make_lists(rows_a, rows_b, **how)
    same = {
        (i, j)
        for i, first in enumerate(lists[0])
        for j, second in enumerate(lists[1])
        if first["pid"] == second["pid"]
    }
    return (*map(frame_of, lists), same)


def scene(*lines, fields):
    """A few lines written out, one string each: `Бондар|Олег|Іванович|1987-05-03`; `-` is blank."""
    columns = fields.split("|")
    rows = [[None if cell == "-" else cell for cell in text.split("|")] for text in lines]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


def rows_in(result, *zones):
    """Pairs of rows in some zones."""
    chosen = result.pairs.filter(pl.col("zone").is_in(zones)) if zones else result.pairs
    return set(chosen.select("row_a", "row_b").iter_rows())


def log_odds(result):
    """log10 odds of each returned pair, by its row numbers, from the columns of the answer."""
    told = result.parameters
    weights = [c for c in result.pairs.columns if c.startswith("weight_")]
    return {
        (pair["row_a"], pair["row_b"]): reference.log_odds(
            {column.removeprefix("weight_"): pair[column] for column in weights},
            order=reference.ORDERS[ORDER_NAMES.index(pair["order"])],
            prior=told["prior"],
            kin=told["kin"],
            twin=told["twin"],
            shared=sorted(KIN_FIELDS),
        )
        for pair in result.pairs.iter_rows(named=True)
    }
