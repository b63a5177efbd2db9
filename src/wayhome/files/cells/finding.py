"""What was made of one cell."""

from dataclasses import dataclass

from wayhome.files.read_list import Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """The value taken from a cell (None: nothing), and what is to be reported of it, if any."""

    value: str | None
    code: str = ""
    severity: Severity = Severity.MENDED


NOTHING = Finding(None)
