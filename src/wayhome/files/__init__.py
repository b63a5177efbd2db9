"""Reads and writes tables, exchange formats and reports."""

from wayhome.files.limits import Limits
from wayhome.files.mapping import load_mapping, save_mapping
from wayhome.files.read_list import ColumnUse, Problem, ReadList, Severity, SourceFile
from wayhome.files.reading import read_list
from wayhome.files.refusals import reason_of, refusal_in, refuse

__all__ = [
    "ColumnUse",
    "Limits",
    "Problem",
    "ReadList",
    "Severity",
    "SourceFile",
    "load_mapping",
    "read_list",
    "reason_of",
    "refusal_in",
    "refuse",
    "save_mapping",
]
