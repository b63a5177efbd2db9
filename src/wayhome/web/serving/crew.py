"""The processes of a running register: started together, stopped together, restarted alone.

Each child's standard input is a pipe from here. When it closes, because we stop or were killed,
the child ends: so none is ever left behind, on Windows too, where signals are few.
"""

import logging
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence

logger = logging.getLogger(__name__)
GRACE_SECONDS = 20
PAUSE_SECONDS = 0.5
MOST_RESTARTS = 5  # within RESTART_SECONDS; then something is wrong that restarting does not mend
RESTART_SECONDS = 60


class Crew:
    """Children of this process, by name."""

    def __init__(self, commands: Mapping[str, Sequence[str]]) -> None:
        """Take the arguments of `python -m wayhome.web.serving` for each child."""
        self._commands = dict(commands)
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._restarts: list[float] = []

    def start(self) -> None:
        """Start every child."""
        for name in self._commands:
            self._start(name)

    def is_up(self, name: str) -> bool:
        """Whether that child is running."""
        return self._children[name].poll() is None

    def watch(self, *, clock: Callable[[], float] = time.monotonic) -> str:
        """Keep the children running; return the name of one that will not stay up."""
        while True:
            for name, child in self._children.items():
                if child.poll() is not None and not self._restart(name, clock()):
                    return name
            time.sleep(PAUSE_SECONDS)

    def stop(self) -> None:
        """End every child: by closing its input, or by force when it does not listen."""
        for child in self._children.values():
            if child.stdin:
                child.stdin.close()
        until = time.monotonic() + GRACE_SECONDS
        for child in self._children.values():
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def _restart(self, name: str, now: float) -> bool:
        self._restarts = [at for at in self._restarts if now - at < RESTART_SECONDS] + [now]
        if len(self._restarts) > MOST_RESTARTS:
            return False
        logger.warning("The process %s ended with %s. It is started again.", name,
                       self._children[name].returncode)  # fmt: skip
        self._start(name)
        return True

    def _start(self, name: str) -> None:
        command = [sys.executable, "-m", "wayhome.web.serving", name, *self._commands[name]]
        # A group of its own: Ctrl-C reaches us, and we end the children in order.
        self._children[name] = subprocess.Popen(  # noqa: S603  the command is ours
            command,
            stdin=subprocess.PIPE,
            start_new_session=sys.platform != "win32",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
