"""Reads and writes tables, exchange formats and reports."""

from wayhome.files.judgements import (
    Judgement,
    Judgements,
    judgement_problem,
    read_judgements,
)
from wayhome.files.limits import Limits
from wayhome.files.mapping import load_mapping, save_mapping
from wayhome.files.read_list import ColumnUse, Problem, ReadList, Severity, SourceFile
from wayhome.files.reading import read_list
from wayhome.files.refusals import reason_of, refusal_in, refuse

__all__ = [
    "ColumnUse",
    "Judgement",
    "Judgements",
    "Limits",
    "Problem",
    "ReadList",
    "Severity",
    "SourceFile",
    "judgement_problem",
    "load_mapping",
    "read_judgements",
    "read_list",
    "reason_of",
    "refusal_in",
    "refuse",
    "save_mapping",
]
