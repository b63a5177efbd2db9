"""What a report is about: two lists, what the engine says of them, and how to tell it."""

from dataclasses import dataclass

from wayhome.engines.linkage.result import Linkage
from wayhome.files.read_list import ReadList
from wayhome.files.report.letters import ExplainLetters


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Everything the parts of a report are written from."""

    linkage: Linkage
    list_a: ReadList
    list_b: ReadList
    lang: str = "en"
    no_names: bool = False
    explain: ExplainLetters | None = None

    @property
    def within(self) -> bool:
        """Whether one list was compared with itself."""
        return self.list_a is self.list_b
