"""Learned correspondences: is this spelling a rendering of that one, and how sure is that?"""

from functools import cache
from pathlib import Path

from wayhome.engines.names.correspondence.learn import Settings
from wayhome.engines.names.correspondence.model import Correspondence, Encoded

__all__ = ["Correspondence", "Encoded", "Settings", "correspondence_between"]

SHIPPED = (
    ("Latn", "Cyrl"),
    ("Latn", "Arab"),
    ("Latn", "Hebr"),
    ("Cyrl", "Cyrl"),
    ("Latn", "Latn"),
)


@cache
def correspondence_between(
    script_x: str, script_y: str, *, folder: Path | None = None
) -> Correspondence | None:
    """The correspondence from one script to another (ISO 15924 codes), None if none was learned.

    Args:
        script_x: script of the source.
        script_y: script of the target.
        folder: where to read it from, if it is there, instead of the package.

    Raises:
        CannotRead: it should be there but cannot be read.
    """
    if (script_x, script_y) in SHIPPED:
        name = f"{script_x}-{script_y}".lower()
        there = folder is not None and (folder / name).is_dir()
        return Correspondence.load(name, folder=folder if there else None)
    if (script_y, script_x) in SHIPPED:
        turned = correspondence_between(script_y, script_x, folder=folder)
        return None if turned is None else turned.transposed
    return None
