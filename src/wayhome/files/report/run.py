"""run.json: what was run on what, so that it can be run again and compared."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from wayhome.files.judgements import Judgements
from wayhome.files.read_list import ReadList
from wayhome.files.report.comparison import Comparison
from wayhome.files.report.summary import Summary


def write_run(
    path: Path, comparison: Comparison, *, summary: Summary, run: Mapping[str, object]
) -> None:
    """Versions and parameters as given, inputs with hashes, the result in counts."""
    linkage = comparison.linkage
    inputs = {"a": _described(comparison.list_a), "b": _described(comparison.list_b)}
    if comparison.judgements:
        inputs["judgements"] = _counted(comparison.judgements)
    record = {
        "run": dict(run),
        "inputs": inputs,
        "linkage": {
            "parameters": dict(linkage.parameters),
            "pairs_compared": linkage.pairs_compared,
            "estimated_recall": linkage.estimated_recall,
            "expected_overlap": linkage.expected_overlap,
            "notes": list(linkage.notes),
        },
        "counts": summary.counts(),
    }
    text = json.dumps(record, ensure_ascii=False, indent=2, default=str)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _counted(judgements: Judgements) -> Mapping[str, object]:
    return {**asdict(judgements.source), "counts": dict(judgements.counts())}


def _described(listed: ReadList) -> Mapping[str, object]:
    return {
        **asdict(listed.source),
        "lines": listed.entries.height,
        "columns": [
            {
                "header": use.header,
                "field": use.field,
                "found_by": use.found_by,
                "date_order": use.date_order,
                "joined": list(use.joined),
            }
            for use in listed.columns
        ],
    }
