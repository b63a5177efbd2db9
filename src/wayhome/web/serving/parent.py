"""A process of the web server ends with the one that started it, however that one ended."""

import multiprocessing
import os
import threading
from collections.abc import Callable


def end_with_parent() -> None:
    """End this process when its parent is gone; nothing if no process of ours started it.

    A parent that was killed could not tell us, and is started anew beside us: we would serve on
    when the register is closed, restored or replaced by another version.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait, args=(parent.join,), daemon=True).start()


def _wait(until_gone: Callable[[], None]) -> None:
    until_gone()
    os._exit(1)  # nobody waits for an orderly end; what was not committed is rolled back
