"""The night before: which lines of a list will not do, each with its source and its date.

`check_list` says it of every line, `compare_lists` what stands on one list alone or on both but
differing. Nothing here is a decision: a line that looks like somebody's who is home is told as
that, with the likeness, and a person looks.
"""

from wayhome.files.check.checking import Check, Counter, check_list
from wayhome.files.check.difference import Difference, Differing, Unsure
from wayhome.files.check.folder import write_check
from wayhome.files.check.found import Doubt, Fact, Finds, Found, Likeness, LineCheck
from wayhome.files.check.reasons import finds_in_words, reason_in_words, reasons_of
from wayhome.files.check.rolls import Roll, list_of_fate, roll_of
from wayhome.files.check.spoken import Speller, Spoken
from wayhome.files.check.written import check_as_json

__all__ = [
    "Check",
    "Counter",
    "Difference",
    "Differing",
    "Doubt",
    "Fact",
    "Finds",
    "Found",
    "Likeness",
    "LineCheck",
    "Roll",
    "Speller",
    "Spoken",
    "Unsure",
    "check_as_json",
    "check_list",
    "finds_in_words",
    "list_of_fate",
    "reason_in_words",
    "reasons_of",
    "roll_of",
    "write_check",
]
