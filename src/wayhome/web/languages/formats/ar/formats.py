"""Moments in Arabic: day before month, as Django writes its dates, never the American order.

The marks between day, month and year are Django's own (U+200F): they keep the order in any line.
"""

DATETIME_FORMAT = "j F، Y، H:i"
SHORT_DATETIME_FORMAT = "d\u200f/m\u200f/Y H:i"
