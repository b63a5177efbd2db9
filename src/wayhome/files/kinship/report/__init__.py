"""What a search leaves behind: a page to read, tables to work on, and the laboratory's checks."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from wayhome.files.kinship.report.page import write_page
from wayhome.files.kinship.report.rows import percent
from wayhome.files.kinship.report.sentences import finding_sentence, set_aside_sentence
from wayhome.files.kinship.weighing.case import Pair
from wayhome.files.kinship.weighing.facts_beside import weight_of
from wayhome.files.kinship.weighing.standing import Findings, Standing
from wayhome.files.report.folder import replaced_whole
from wayhome.files.report.spreadsheets import defused_row

__all__ = ["Written", "percent", "write_report"]

CHECKS = "pedigree_checks.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """Where the report is, and the numbers it opens with."""

    report: Path
    remains: int
    families: int
    missing: int
    passing: int
    one_relative: int
    paths: tuple[Path, ...]


def write_report(
    out: Path,
    found: Findings,
    *,
    run: Mapping[str, object],
    key: Mapping[str, str],
    lang: str = "en",
    with_genotypes: bool = False,
) -> Written:
    """Write the report and its tables into the folder `out`, all or nothing.

    `report.html` and the tables hold laboratory numbers, weights and probabilities, and genotypes
    only where asked for. What relatives' typings say of each other stands in
    `pedigree_checks.json` alone, which is for the laboratory. `key` is what numbers given here
    stand for, where the files had what may be names; it is written to `numbers.csv` if there are
    any. Every file can be read by its owner only.

    Raises:
        CannotWrite: the folder cannot be written; what was there is unchanged.
    """
    with replaced_whole(out) as new:
        write_page(new / "report.html", found, lang=lang, with_genotypes=with_genotypes, run=run)
        _hypotheses(new / "hypotheses.csv", found)
        _remains(new / "remains.csv", found, lang)
        _by_lines(new / "lines.csv", found)
        _next(new / "next_samples.csv", found)
        _problems(new / "problems.csv", found, lang)
        _json(new / "run.json", {**run, "counts": _counts(found)})
        _json(new / CHECKS, _checks(found))
        if key:
            _table(new / "numbers.csv", ("number", "as_written"), sorted(key.items()))
        names = sorted(path.name for path in new.iterdir())
    case = found.case
    return Written(
        report=out / "report.html",
        remains=len(case.searched) + len(case.too_few) + len(case.remains.set_aside),
        families=len(case.families),
        missing=case.registered,
        passing=len(found.passing),
        one_relative=len(found.standing(Standing.ONE_RELATIVE)),
        paths=tuple(out / name for name in names),
    )


def _counts(found: Findings) -> dict[str, object]:
    counts: dict[str, object] = {one.value: len(found.standing(one)) for one in Standing}
    case = found.case
    return {
        **counts,
        "persons": len(case.persons),
        "pairs": dict(case.scores.counts),
    }


def _hypotheses(path: Path, found: Findings) -> None:
    header = (
        "standing", "remains", "family", "missing", "log10_lr", "prior", "posterior",
        "family_posterior", "markers", "excluding", "relatives",
        "log10_lr_without_the_main_relative",
        "y", "log10_lr_y", "mitochondrial", "log10_lr_mitochondrial", "log10_lr_x",
        "log10_lr_linked", "log10_lr_facts",
    )  # fmt: skip
    case = found.case
    rows = (
        (
            h.standing.value, " ".join(h.person.numbers), h.family.number, h.missing,
            f"{h.pair.log10_lr:.4f}", f"{1 / case.prior.number_missing:.6g}",
            _below_one(h.pair.posterior), _below_one(h.pair.of_family),
            h.pair.common, h.pair.excluding, " ".join(h.relatives), f"{h.lightest:.4f}",
            *_line(h.pair, "y"), *_line(h.pair, "mitochondrial"),
            f"{h.pair.score.x.log10_lr:.4f}" if h.pair.score.x else "",
            f"{h.pair.score.linked:.4f}" if case.panels.linked else "",
            f"{weight_of(h.pair.score.facts):.4f}" if h.pair.score.facts else "",
        )
        for h in found.hypotheses
    )  # fmt: skip
    _table(path, header, rows)


def _below_one(probability: float) -> str:
    """A probability that is never rounded up to certainty."""
    return f"{min(probability, 1 - 1e-12):.12g}"


def _line(pair: Pair, line: str) -> tuple[str, str]:
    """What a line says in a word, and its weight; blank where it was not compared."""
    told = next((one for one in pair.score.lines if one.line == line), None)
    return (told.verdict.value, f"{told.log10_lr:.4f}") if told else ("", "")


def _remains(path: Path, found: Findings, lang: str) -> None:
    case = found.case
    rows = [(number, person.number, "", "") for person in case.persons for number in person.numbers]
    rows += [(s.number, "", "too_few_markers", "") for s in case.too_few]
    rows += [
        (one.specimen.number, "", one.code, set_aside_sentence(one, lang))
        for one in case.remains.set_aside
    ]
    _table(path, ("remains", "person", "set_aside", "why"), sorted(rows))


def _by_lines(path: Path, found: Findings) -> None:
    """Remains whose Y or mitochondrial DNA alone agrees with a family's: no weight, no more."""
    rows = (
        (
            search.number, one.family, one.missing,
            " ".join(line.line for line in one.lines if not line.differing),
            " ".join(str(line.compared) for line in one.lines if not line.differing),
            search.excluded, search.compared,
        )
        for search in found.case.by_lines
        for one in search.compatible
    )  # fmt: skip
    header = (
        "remains", "family", "missing", "compatible_by", "compared", "missing_excluded",
        "missing_compared",
    )  # fmt: skip
    _table(path, header, rows)


def _next(path: Path, found: Findings) -> None:
    header = (
        "family", "missing", "expected_log10_lr_now", "relative", "expected_log10_lr_then",
        "exclusion_power_then",
    )  # fmt: skip
    rows = (
        (
            one.family.number, one.missing, f"{one.now:.4f}", who, f"{expected:.4f}",
            f"{exclusion:.6f}",
        )
        for one in found.next_samples
        for who, expected, exclusion in one.candidates
    )  # fmt: skip
    _table(path, header, rows)


def _problems(path: Path, found: Findings, lang: str) -> None:
    case = found.case
    rows = (
        (f.file, f.row or "", f.specimen, f.marker, finding_sentence(f, lang))
        for f in (*case.remains.findings, *case.findings)
    )
    _table(path, ("file", "row", "number", "marker", "problem"), rows)


def _checks(found: Findings) -> dict[str, object]:
    return {
        "note": "For the laboratory only. Nothing of this may reach a family: "
        "'another sample is needed' is all that is said.",
        "families": [asdict(check) for check in found.case.checks],
    }


def _table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([_guarded(cell) for cell in row] for row in rows)


def _guarded(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    if not isinstance(cell, str) or _is_number(cell):
        return cell
    (safe,) = defused_row([cell])
    return safe


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _json(path: Path, record: Mapping[str, object]) -> None:
    text = json.dumps(record, ensure_ascii=False, indent=1, default=str)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
