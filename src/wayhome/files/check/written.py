"""A check as JSON and as tables."""

from typing import Any

import polars as pl

from wayhome.files.check.checking import Check
from wayhome.files.check.difference import Difference, Differing, Named, Unsure
from wayhome.files.check.found import Found, Likeness
from wayhome.files.check.reasons import finds_in_words, likeness_in_words, reason_in_words
from wayhome.files.messages import message
from wayhome.files.report import field_label

FORMAT = "check/1"


def check_as_json(check: Check, lang: str) -> dict[str, Any]:
    """The check as data: lines by their numbers, no names. Weights come with their parts."""
    told: dict[str, Any] = {
        "format": FORMAT,
        "list": check.name,
        "as_of": check.as_of,
        "counts": dict(check.counts()),
        "lines": [
            {
                "line": one.line,
                "standing": str(one.standing),
                "found": [_found(found, check, lang) for found in one.found],
                "criteria_not_told": list(one.untold),
            }
            for one in check.lines
        ],
    }
    if check.difference is not None:
        told["difference"] = _difference(check.difference)
    return told


def _found(found: Found, check: Check, lang: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "finds": str(found.finds),
        "says": reason_in_words(found, check.criteria, lang),
    }
    if found.detail:
        told["detail"] = str(found.detail)
    if found.fact is not None:
        told |= {
            "said_by": found.fact.said_by,
            "source": found.fact.source,
            "source_line": found.fact.line or None,
            "as_of": found.fact.as_of,
        }
    if found.lines:
        told["lines"] = list(found.lines)
    if found.likeness is not None:
        told["likeness"] = _likeness(found.likeness)
    return told


def _likeness(likeness: Likeness) -> dict[str, Any]:
    return {
        "list": likeness.where,
        "line": likeness.line,
        "posterior": round(likeness.posterior, 6),
        "log10_lr": round(likeness.log10_lr, 4),
        "by_field": {name: round(weight, 4) for name, weight in likeness.by_part.items()},
        "judged_by_people": likeness.judged,
    }


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        "with": difference.name,
        "counts": dict(difference.counts()),
        "only_ours": [one.line for one in difference.only_ours],
        "only_theirs": [one.line for one in difference.only_theirs],
        "differing": [
            {
                "ours": one.ours.line,
                "theirs": one.theirs.line,
                "fields": [value.field for value in one.values],
                "likeness": _likeness(one.likeness),
            }
            for one in difference.differing
        ],
        "unsure": [
            {
                "ours": one.ours.line,
                "theirs": one.theirs.line,
                "likeness": _likeness(one.likeness),
            }
            for one in difference.unsure
        ],
    }


def line_table(check: Check, lang: str) -> pl.DataFrame:
    """One row for each finding, and one for each line in order."""
    rows = []
    for one in check.lines:
        standing = finds_in_words(one.standing, lang)
        untold = "; ".join(check.criteria.get(code, code) for code in one.untold)
        for found in one.found or (None,):
            says = reason_in_words(found, check.criteria, lang) if found else ""
            chance = likeness_in_words(found, lang) if found else ""
            weight = round(found.likeness.log10_lr, 2) if found and found.likeness else None
            rows.append((one.line, one.name, standing, says, chance, weight, untold))
    names = ("line", "name", "standing", "reason", "chance", "weight", "untold")
    schema = {
        message(f"check.column.{name}", lang): kind
        for name, kind in zip(
            names,
            (pl.UInt32, pl.String, pl.String, pl.String, pl.String, pl.Float64, pl.String),
            strict=True,
        )
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def difference_table(difference: Difference, lang: str) -> pl.DataFrame:
    """One row for each line on one list alone, each pair in doubt, each field at odds."""
    rows: list[tuple[Any, ...]] = []
    rows += [_row("only_ours", one, None, lang) for one in difference.only_ours]
    rows += [_row("only_theirs", None, one, lang) for one in difference.only_theirs]
    for pair in difference.differing:
        rows += [
            (*_row("differing", pair, pair, lang)[:5], field_label(v.field, lang), v.ours, v.theirs)
            for v in pair.values
        ]
    rows += [_row("unsure", pair, pair, lang) for pair in difference.unsure]
    names = ("where", "line_ours", "name_ours", "line_theirs", "name_theirs")
    kinds = (pl.String, pl.UInt32, pl.String, pl.UInt32, pl.String, pl.String, pl.String, pl.String)
    headers = [
        message(f"check.column.{name}", lang) for name in (*names, "field", "ours", "theirs")
    ]
    return pl.DataFrame(rows, schema=dict(zip(headers, kinds, strict=True)), orient="row")


def _row(
    where: str,
    ours: Named | Differing | Unsure | None,
    theirs: Named | Differing | Unsure | None,
    lang: str,
) -> tuple[Any, ...]:
    a = ours if ours is None or isinstance(ours, Named) else ours.ours
    b = theirs if theirs is None or isinstance(theirs, Named) else theirs.theirs
    return (
        message(f"check.where.{where}", lang),
        a.line if a else None, a.name if a else "",
        b.line if b else None, b.name if b else "",
        "", "", "",
    )  # fmt: skip
