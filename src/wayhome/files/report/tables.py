"""The tables of a report as Polars frames: pairs, lines left over, rows with problems."""

from collections.abc import Sequence

import polars as pl

from wayhome.engines.linkage.fields import FIELDS
from wayhome.engines.linkage.result import Finding, Reason, Zone
from wayhome.files.judgements import Judgement
from wayhome.files.messages import message
from wayhome.files.read_list import ROW_COLUMN, SENTENCE_COLUMN, Problem, ReadList
from wayhome.files.report.comparison import Comparison

FIRST_COLUMNS = ("line_a", "line_b", "weight", "posterior", "zone")
PAIR_COLUMNS = ("judgement", "reason", "rivals", "order")


def pair_table(comparison: Comparison, *, zones: Sequence[Zone]) -> pl.DataFrame:
    """Pairs of the given zones, rivals next to each other, with both lines as written.

    Columns: `FIRST_COLUMNS`, `PAIR_COLUMNS`, then `weight_F`, `finding_F` for every field that
    any pair has on both sides, then (unless `no_names`) `a: HEADER` and `b: HEADER` for every
    source column.
    """
    list_a, list_b = comparison.list_a, comparison.list_b
    pairs = rivals_together(
        comparison.linkage.pairs.filter(pl.col("zone").is_in([str(z) for z in zones]))
    )
    rows_a, rows_b = pairs["row_a"], pairs["row_b"]
    fields = [field for field in weighed_fields(pairs) if _is_compared(pairs, field)]
    by_field = [name for field in fields for name in (f"weight_{field}", f"finding_{field}")]
    table = (
        comparison.judged(pairs)
        .with_columns(
            list_a.entries["line"].gather(rows_a).alias("line_a"),
            list_b.entries["line"].gather(rows_b).alias("line_b"),
            pl.col("weight").round(3),
            pl.col("posterior").round(6),
        )
        .select(*FIRST_COLUMNS, *PAIR_COLUMNS, *by_field)
    )
    table = table.with_columns(pl.col(pl.Float32).cast(pl.Float64).round(3))
    if comparison.no_names:
        return table
    return pl.concat(
        [
            table,
            list_a.as_written[rows_a].rename(lambda header: f"a: {header}"),
            list_b.as_written[rows_b].rename(lambda header: f"b: {header}"),
        ],
        how="horizontal",
    )


def _is_compared(pairs: pl.DataFrame, field: str) -> bool:
    """Whether any pair has the field on both sides."""
    return bool((pairs[f"finding_{field}"] != Finding.MISSING).any())


def weighed_fields(pairs: pl.DataFrame) -> list[str]:
    """The fields with a weight of their own, in the frame's order."""
    return [name.removeprefix("weight_") for name in pairs.columns if name.startswith("weight_")]


def rivals_together(pairs: pl.DataFrame) -> pl.DataFrame:
    """Best first, but every rival right after the best pair of its cluster."""
    place = pl.int_range(pl.len())
    first = pl.when(pl.col("rivals") > 0).then(place.min().over("rivals")).otherwise(place)
    return pairs.sort(first, place)


def unmatched_table(listed: ReadList, left: pl.Series, *, no_names: bool) -> pl.DataFrame:
    """Lines in no pair: `line`, then (unless `no_names`) every source column."""
    rows = left.sort()
    lines = listed.entries.select("line")[rows]
    if no_names:
        return lines
    written = listed.as_written[rows]
    if "line" in written.columns:
        lines = lines.rename({"line": ROW_COLUMN})
    return pl.concat([lines, written], how="horizontal")


def error_table(listed: ReadList, *, lang: str, no_names: bool) -> pl.DataFrame:
    """Source rows with problems: the source's own columns, then row number and sentences.

    Rows that are not among the lines read show only the cells their problems quote.
    """
    sentences: dict[int, list[str]] = {}
    quoted: dict[int, dict[str, str]] = {}
    for problem in listed.problems:
        told = sentences.setdefault(problem.row, [])
        sentence = problem_sentence(problem, lang)
        if sentence not in told:
            told.append(sentence)
        if problem.column:
            quoted.setdefault(problem.row, {})[problem.column] = problem.value
    rows = sorted(sentences)
    told_table = pl.DataFrame(
        {ROW_COLUMN: rows, SENTENCE_COLUMN: [" ".join(sentences[row]) for row in rows]},
        schema={ROW_COLUMN: pl.UInt32, SENTENCE_COLUMN: pl.String},
    )
    if no_names:
        return told_table
    written = _source_rows(listed, rows, quoted)
    return pl.concat([written, told_table], how="horizontal")


def _source_rows(
    listed: ReadList, rows: Sequence[int], quoted: dict[int, dict[str, str]]
) -> pl.DataFrame:
    headers = listed.as_written.columns
    kept = listed.as_written.with_columns(listed.entries["line"].alias(ROW_COLUMN)).filter(
        pl.col(ROW_COLUMN).is_in(list(rows))
    )
    refused = listed.refused.filter(pl.col(ROW_COLUMN).is_in(list(rows)))
    lines = {row.pop(ROW_COLUMN): row for row in [*kept.to_dicts(), *refused.to_dicts()]}
    empty: dict[str, str | None] = dict.fromkeys(headers)
    found = [lines.get(row, empty | _known(quoted.get(row, {}), headers)) for row in rows]
    return pl.DataFrame(found, schema=dict.fromkeys(headers, pl.String))


def _known(cells: dict[str, str], headers: Sequence[str]) -> dict[str, str | None]:
    return {header: value for header, value in cells.items() if header in headers}


def problem_sentence(problem: Problem, lang: str) -> str:
    """What is wrong, where, and what became of it. Never the value itself."""
    what = message(f"problem.{problem.code}", lang, column=problem.column)
    became = message(f"severity.{problem.severity}", lang)
    if problem.column:
        what = message("problem_in_column", lang, column=problem.column, what=what)
    return f"{what} {became}"


def column_key(table: pl.DataFrame, lang: str) -> pl.DataFrame:
    """What every column of the pairs and every code in them means, for a second sheet."""
    rows = [(name, message(f"column.{name}", lang)) for name in (*FIRST_COLUMNS, *PAIR_COLUMNS)]
    rows += [
        (f"weight_{field}, finding_{field}", field_label(field, lang))
        for field in weighed_fields(table)
    ]
    rows += [(str(zone), message(f"zone.{zone}", lang)) for zone in Zone]
    rows += [(str(said), message(f"judgement.{said}", lang)) for said in Judgement]
    rows += [(str(reason), message(f"reason.{reason}", lang)) for reason in Reason]
    rows += [(str(finding), message(f"finding.{finding}", lang)) for finding in Finding]
    return pl.DataFrame(rows, schema={"code": pl.String, "meaning": pl.String}, orient="row")


def field_label(field: str, lang: str) -> str:
    """A field's name; a generic field such as `code:passport` is called what the user called it."""
    if field in FIELDS or field == "name_order":
        return message(f"field.{field}", lang)
    return field.split(":", 1)[-1]
