"""The slow, obvious twin of the compiled comparison: every rule once more, as plainly as it reads.

Nothing here is fast, nothing is compiled, and no line is left out by blocking. Tests hold the
engine to it on generated lists; whoever doubts a weight can follow it here step by step.

Probabilities are plain numbers in (0, 1], weights are log10 likelihood ratios.
"""

from wayhome.engines.linkage.reference.keys import pairs_sharing_a_key
from wayhome.engines.linkage.reference.levels import date_level, name_level, slips
from wayhome.engines.linkage.reference.pairs import every_pair, order_weight
from wayhome.engines.linkage.reference.records import ORDERS, SLOTS, Line, NamePart, Tables
from wayhome.engines.linkage.reference.weights import COMMON, RARE, log_odds

__all__ = [
    "COMMON",
    "ORDERS",
    "RARE",
    "SLOTS",
    "Line",
    "NamePart",
    "Tables",
    "date_level",
    "every_pair",
    "log_odds",
    "name_level",
    "order_weight",
    "pairs_sharing_a_key",
    "slips",
]
