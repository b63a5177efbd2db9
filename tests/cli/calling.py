"""The command line, called as the console script calls it."""

import io
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from wayhome.cli import main
from wayhome.engines.linkage import linking

EXAMPLES = Path(__file__).parents[2] / "examples"
SOUGHT, HELD = EXAMPLES / "sought.csv", EXAMPLES / "held.csv"
OF_TWO = {
    "report.html", "matches.xlsx", "matches.csv", "review.csv", "run.json",
    "unmatched_a.csv", "unmatched_b.csv", "errors_a.csv", "errors_b.csv",
}  # fmt: skip


@dataclass(frozen=True)
class Ended:
    """How a call ended and what it said."""

    code: int
    out: str
    err: str


class Console(io.TextIOWrapper):
    """A terminal of some encoding, strict as Python opens it."""

    def __init__(self, encoding, *, terminal):
        super().__init__(io.BytesIO(), encoding=encoding, write_through=True)
        self.terminal = terminal

    def isatty(self):
        return self.terminal

    def shown(self):
        return self.buffer.getvalue().decode(self.encoding)


def call(*arguments, encoding="utf-8", terminal=False):
    """Call the command line as the console script does; anything but an exit is a traceback."""
    consoles = [Console(encoding, terminal=terminal) for _ in range(2)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linking, "CHANCE_PAIRS", 40_000)
        patch.setattr(sys, "argv", ["wayhome", *map(str, arguments)])
        patch.setattr(sys, "stdout", consoles[0])
        patch.setattr(sys, "stderr", consoles[1])
        with pytest.raises(SystemExit) as ended:
            main()
    return Ended(ended.value.code or 0, *(console.shown() for console in consoles))


def refused(*arguments):
    """The sentence with which a call is refused: on standard error, on one line, exit code 2."""
    ended = call(*arguments)
    assert ended.code == 2
    assert ended.out == ""
    assert re.fullmatch(r"[^\n]+\.\n", ended.err), ended.err
    assert "Traceback" not in ended.err
    return ended.err
