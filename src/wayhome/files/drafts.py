"""Drafts of reports as JSON; and reading reports in a process of its own, which a clock ends.

Run as `python -m wayhome.files.drafts`: each line of standard input is a report as JSON, and is
answered by its draft in a line of standard output. It ends with its input, or after a while without
any: tables and model, once loaded, serve the reports that follow.
"""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from wayhome.engines.reading import Draft, RosterPerson, read_report
from wayhome.files.refusals import refuse
from wayhome.values import PartialDate, WayhomeError

LOOKS_EVERY_SECONDS = 0.3
"""How often whoever waits for a reader is asked whether it still wants to."""

IDLE_SECONDS = 600
"""After which a reader that nobody asks ends, and gives its memory back."""

CHILD = (sys.executable, "-m", __name__ if __name__ != "__main__" else "wayhome.files.drafts")


class CannotRead(WayhomeError):
    """A report that was not read within its time, or not at all."""


def draft_as_json(draft: Draft) -> dict[str, Any]:
    """A draft as it is written down: its own fields, spans as `start` and `end`."""
    told: dict[str, Any] = json.loads(json.dumps(asdict(draft)))
    return told


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
    return READER.read(asked, seconds=seconds, meanwhile=meanwhile)


class Reader:
    """A process that reads one report after the other. One at a time may ask it."""

    def __init__(self, command: Sequence[str] = CHILD) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def start(self) -> None:
        """Let it load what it needs, so that the next report does not wait for that.

        Raises:
            CannotRead: the process could not be started.
        """
        if self._process is not None and self._process.poll() is None:
            return
        self.stop()
        try:
            process = subprocess.Popen(  # noqa: S603 -- ourselves
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as failed:
            raise refuse(CannotRead, "report_unread") from failed
        self._process, self._answers = process, queue.SimpleQueue()
        threading.Thread(target=_hand_on, args=(process, self._answers), daemon=True).start()

    def stop(self) -> None:
        """End it."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with suppress(OSError):
                process.stdin.close()  # type: ignore[union-attr]
            process.wait()

    def read(
        self, asked: Mapping[str, Any], *, seconds: float, meanwhile: Callable[[], None]
    ) -> dict[str, Any]:
        """The draft of what is asked; see `read_apart`."""
        line = json.dumps(asked).encode("ascii") + b"\n"
        is_fresh = self._process is None
        try:
            answer = self._answer(line, seconds, meanwhile)
            if not answer and not is_fresh:  # it had ended, idle, just when it was asked
                answer = self._answer(line, seconds, meanwhile)
        except BaseException:
            self.stop()
            raise
        told: dict[str, Any] | None = json.loads(answer) if answer else None
        if told is None:
            raise refuse(CannotRead, "report_unread")
        return told

    def _answer(self, line: bytes, seconds: float, meanwhile: Callable[[], None]) -> bytes:
        """The line it answers; nothing if it ended."""
        answer = self._wait_for_answer(line, seconds, meanwhile)
        if not answer:
            self.stop()
        return answer

    def _wait_for_answer(self, line: bytes, seconds: float, meanwhile: Callable[[], None]) -> bytes:
        self.start()
        threading.Thread(target=_send, args=(self._process, line), daemon=True).start()
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            try:
                return self._answers.get(timeout=min(left, LOOKS_EVERY_SECONDS))
            except queue.Empty:
                meanwhile()
        raise refuse(CannotRead, "report_slow", seconds=round(seconds))


READER = Reader()
"""Of this process."""


def _send(process: "subprocess.Popen[bytes]", line: bytes) -> None:
    """Apart, since a reader that still loads takes no more than a pipe holds."""
    with suppress(OSError, ValueError):
        process.stdin.write(line)  # type: ignore[union-attr]
        process.stdin.flush()  # type: ignore[union-attr]


def _hand_on(process: "subprocess.Popen[bytes]", answers: "queue.SimpleQueue[bytes]") -> None:
    with process.stdout as lines:  # type: ignore[union-attr]
        for line in lines:
            answers.put(line)
    answers.put(b"")


def _read(asked: Mapping[str, Any]) -> Draft:
    roster = [RosterPerson(**{**one, "also": tuple(one["also"])}) for one in asked["roster"]]
    published = PartialDate.parse(asked["published"]) if asked["published"] else None
    return read_report(asked["text"], published=published, roster=roster)


def _serve() -> None:
    """Answer line by line. A report that cannot be read is answered with null."""
    _read({"text": "They met.", "published": "", "roster": []})  # loads what a report needs
    while True:
        idle = threading.Timer(IDLE_SECONDS, os._exit, (0,))
        idle.daemon = True
        idle.start()
        line = sys.stdin.buffer.readline()
        idle.cancel()
        if not line:
            return
        try:
            told: dict[str, Any] | None = draft_as_json(_read(json.loads(line)))
        except Exception:
            told = None
        sys.stdout.buffer.write(json.dumps(told).encode("ascii") + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    _serve()
