"""Drafts of reports as JSON; and reading a report in a process of its own, which a clock ends.

Run as `python -m wayhome.files.drafts`: the report comes in on standard input as JSON, its draft
goes out on standard output.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from wayhome.engines.reading import Draft, RosterPerson, read_report
from wayhome.files.refusals import refuse
from wayhome.values import PartialDate, WayhomeError


class CannotRead(WayhomeError):
    """A report that was not read within its time, or not at all."""


def draft_as_json(draft: Draft) -> dict[str, Any]:
    """A draft as it is written down: its own fields, spans as `start` and `end`."""
    told: dict[str, Any] = json.loads(json.dumps(asdict(draft)))
    return told


LOOKS_EVERY_SECONDS = 0.3
"""How often whoever waits for a reader is asked whether it still wants to."""


def read_apart(
    text: str,
    *,
    published: str,
    roster: Sequence[RosterPerson],
    seconds: float,
    meanwhile: Callable[[], None] = lambda: None,
) -> dict[str, Any]:
    """Read a report in a process of its own, so that no text can hold up whoever asks.

    Args:
        text: all of it.
        published: its day, EDTF, or nothing.
        roster: people known beforehand, and their sides.
        seconds: after which it is given up.
        meanwhile: called again and again while it is read; what it raises ends the reading.

    Raises:
        CannotRead: it took longer, or the process failed.
    """
    asked = {"text": text, "published": published, "roster": [asdict(one) for one in roster]}
    try:
        reader = subprocess.Popen(  # noqa: S603 -- ourselves
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as failed:
        raise refuse(CannotRead, "report_unread") from failed
    with reader:
        try:
            answer = _wait(reader, json.dumps(asked).encode("ascii"), seconds, meanwhile)
        finally:
            reader.kill()
    if reader.returncode != 0:
        raise refuse(CannotRead, "report_unread")
    told: dict[str, Any] = json.loads(answer)
    return told


def _wait(
    reader: "subprocess.Popen[bytes]", asked: bytes, seconds: float, meanwhile: Callable[[], None]
) -> bytes:
    """What the reader writes until it ends."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        try:
            # Asked again after a timeout, it goes on where it was: nothing is sent or lost twice.
            return reader.communicate(asked, timeout=min(left, LOOKS_EVERY_SECONDS))[0]
        except subprocess.TimeoutExpired:
            meanwhile()
    raise refuse(CannotRead, "report_slow", seconds=round(seconds))


def _read(asked: Mapping[str, Any]) -> Draft:
    roster = [RosterPerson(**{**one, "also": tuple(one["also"])}) for one in asked["roster"]]
    published = PartialDate.parse(asked["published"]) if asked["published"] else None
    return read_report(asked["text"], published=published, roster=roster)


if __name__ == "__main__":
    answer = draft_as_json(_read(json.loads(sys.stdin.buffer.read())))
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))
