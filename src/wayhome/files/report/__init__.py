"""What a comparison of two lists leaves behind: a page to read, tables to work on, the record."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from wayhome.engines.linkage.result import Linkage, Zone
from wayhome.files.judgements import Judgements
from wayhome.files.messages import LANGUAGES, message
from wayhome.files.read_list import ReadList
from wayhome.files.report.comparison import Comparison
from wayhome.files.report.folder import CannotWrite, replaced_whole
from wayhome.files.report.letters import ExplainLetters
from wayhome.files.report.page import write_page
from wayhome.files.report.run import write_run
from wayhome.files.report.spreadsheets import write_csv, write_xlsx
from wayhome.files.report.summary import Summary, summarise
from wayhome.files.report.tables import (
    column_key,
    error_table,
    field_label,
    pair_table,
    unmatched_table,
)

__all__ = [
    "LANGUAGES",
    "CannotWrite",
    "Summary",
    "Written",
    "field_label",
    "message",
    "write_report",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """Where each file of a report is, and the numbers it opens with."""

    report: Path
    matches_xlsx: Path
    matches_csv: Path
    review_csv: Path
    unmatched_a: Path
    unmatched_b: Path | None  # None where one list was compared with itself
    errors_a: Path
    errors_b: Path | None
    run: Path
    summary: Summary

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every file, the page first."""
        return tuple(
            value for field in fields(self) if isinstance(value := getattr(self, field.name), Path)
        )


def write_report(
    out: Path,
    *,
    linkage: Linkage,
    list_a: ReadList,
    list_b: ReadList,
    lang: str = "en",
    no_names: bool = False,
    run: Mapping[str, object],
    explain_letters: ExplainLetters | None = None,
    judgements: Judgements | None = None,
) -> Written:
    """Write `report.html`, its tables and `run.json` into the folder `out`, all or nothing.

    A report already there is replaced, other files are left alone; every file is readable by
    its owner only. `no_names` keeps to line numbers, weights, findings and zones: no value of
    either list stands in any file. `run` (versions, parameters) goes into `run.json` and onto
    the page. `explain_letters` aligns two spellings, see `compare_letters`. `judgements` are those
    the linkage learned from: they are stated, and stand again in the tables.

    Raises:
        CannotWrite: the folder cannot be written; what was there is unchanged.
    """
    comparison = Comparison(
        linkage=linkage,
        list_a=list_a,
        list_b=list_b,
        lang=lang,
        no_names=no_names,
        explain=explain_letters,
        judgements=judgements,
    )
    summary = summarise(comparison)
    with replaced_whole(out) as new:
        _write_tables(new, comparison)
        write_run(new / "run.json", comparison, summary=summary, run=run)
        write_page(new / "report.html", comparison, summary=summary, run=run)
    return Written(
        report=out / "report.html",
        matches_xlsx=out / "matches.xlsx",
        matches_csv=out / "matches.csv",
        review_csv=out / "review.csv",
        unmatched_a=out / "unmatched_a.csv",
        unmatched_b=None if comparison.within else out / "unmatched_b.csv",
        errors_a=out / "errors_a.csv",
        errors_b=None if comparison.within else out / "errors_b.csv",
        run=out / "run.json",
        summary=summary,
    )


def _write_tables(new: Path, comparison: Comparison) -> None:
    offered = pair_table(comparison, zones=(Zone.MATCH, Zone.REVIEW))
    write_csv(offered, new / "matches.csv")
    key = column_key(offered, comparison.lang)
    write_xlsx({"matches": offered, "key": key}, new / "matches.xlsx")
    write_csv(pair_table(comparison, zones=(Zone.REVIEW,)), new / "review.csv")
    no_names, lang = comparison.no_names, comparison.lang
    sides = [("a", comparison.list_a, comparison.linkage.left_a)]
    if not comparison.within:
        sides.append(("b", comparison.list_b, comparison.linkage.left_b))
    for side, listed, left in sides:
        unmatched = unmatched_table(listed, left, no_names=no_names)
        write_csv(unmatched, new / f"unmatched_{side}.csv")
        errors = error_table(listed, lang=lang, no_names=no_names)
        write_csv(errors, new / f"errors_{side}.csv")
