"""Putting a report in its place whole, or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wayhome.files.refusals import reason_of, refuse
from wayhome.values import WayhomeError

OWNER_ONLY = 0o600


class CannotWrite(WayhomeError):
    """A report that could not be put where it was wanted. Nothing was changed there."""


@contextmanager
def replaced_whole(out: Path) -> Iterator[Path]:
    """A new folder beside `out` to write into; at the end its files move into `out`.

    Files of the same names are replaced, all others in `out` are left alone. If anything
    fails, `out` is as it was. Files can be read by their owner only (mode 0600).

    Raises:
        CannotWrite: `out` is a file, or the system does not let us write there.
    """
    if out.exists() and not out.is_dir():
        raise refuse(CannotWrite, "out_is_file", out=out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".wayhome-", dir=out.parent))
    except OSError as error:
        reason = reason_of(error)
        raise refuse(CannotWrite, "no_folder", folder=out.parent, reason=reason) from error
    try:
        new = work / "new"
        new.mkdir()
        try:
            yield new
        except OSError as error:
            raise refuse(
                CannotWrite, "cannot_write", folder=out, reason=reason_of(error)
            ) from error
        _swap(new, out, work / "old")
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _swap(new: Path, out: Path, old: Path) -> None:
    old.mkdir()
    out.mkdir(exist_ok=True)
    names = sorted(path.name for path in new.iterdir())
    moved: list[tuple[Path, Path]] = []
    try:
        for name in names:
            (new / name).chmod(OWNER_ONLY)
            if (out / name).exists():
                moved.append(_move(out / name, old / name))
            moved.append(_move(new / name, out / name))
    except BaseException as error:  # a key pressed now must not leave half a report either
        for source, target in reversed(moved):
            target.replace(source)
        if not isinstance(error, OSError):
            raise
        reason = reason_of(error)
        raise refuse(CannotWrite, "cannot_replace", folder=out, reason=reason) from error


def _move(source: Path, target: Path) -> tuple[Path, Path]:
    os.replace(source, target)
    return source, target
