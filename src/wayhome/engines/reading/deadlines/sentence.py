"""A sentence as the rules of deadlines see it."""

import re
from dataclasses import dataclass

from wayhome.engines.reading.deadlines.anchors import Counted
from wayhome.engines.reading.deadlines.periods import Standpoint
from wayhome.engines.reading.draft import Anchor, Deadline, Span
from wayhome.engines.reading.text import Text


def pattern(words: str) -> re.Pattern[str]:
    """A pattern written over several lines, whatever the case of its letters."""
    return re.compile(words, re.X | re.I)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, the report it stands in, and from when the report counts."""

    text: Text
    span: Span
    report: Counted

    @property
    def words(self) -> str:
        """As written."""
        return self.text[self.span]

    def at(self, ahead: bool | None = True) -> Standpoint | None:
        """From where its days are seen."""
        period = self.report.period
        return Standpoint(period.first, ahead) if period else None

    def deadline(self, start: int, end: int, sense: str, rule: str) -> Deadline:
        """One that is not resolved, at a place in the sentence."""
        span = Span(self.span.start + start, self.span.start + end)
        return Deadline(
            raw=self.text[span],
            span=span,
            sense=sense,
            anchor=Anchor.UNKNOWN,
            basis="unresolved",
            rule=rule,
            sure=False,
        )
