"""What a report is about: two lists, what the engine says of them, and how to tell it."""

from dataclasses import dataclass

import polars as pl

from wayhome.engines.linkage.result import Linkage
from wayhome.files.judgements import Judgements
from wayhome.files.read_list import ReadList
from wayhome.files.report.letters import ExplainLetters
from wayhome.files.report.romanised import Romaniser


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Everything the parts of a report are written from."""

    linkage: Linkage
    list_a: ReadList
    list_b: ReadList
    lang: str = "en"
    no_names: bool = False
    explain: ExplainLetters | None = None
    judgements: Judgements | None = None  # what people had said before

    @property
    def within(self) -> bool:
        """Whether one list was compared with itself."""
        return self.list_a is self.list_b

    @property
    def romanisers(self) -> tuple[Romaniser, Romaniser]:
        """For the names of either list."""
        a, b = (Romaniser.of(listed, reader=self.lang) for listed in (self.list_a, self.list_b))
        return a, b

    def judged(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """Pairs with the column `judgement`: what people said of them, '' where nothing."""
        if self.judgements is None:
            return pairs.with_columns(judgement=pl.lit(""))
        known = self.judgements.pairs
        joined = pairs.join(known, on=["row_a", "row_b"], how="left", maintain_order="left")
        return joined.with_columns(pl.col("judgement").fill_null(""))
