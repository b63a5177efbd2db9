"""Who is on both lists?

`link` lays two lists side by side, `dedupe` one list beside itself. Importing this package is
light; the compiled code is loaded when it is first used.
"""

from typing import TYPE_CHECKING

from wayhome.engines.linkage.fields import FIELDS, SHOWN_ONLY, Kind, kind_of
from wayhome.engines.linkage.parameters import check_parameters
from wayhome.engines.linkage.result import PART_FIELDS, Finding, Linkage, Reason, Zone

if TYPE_CHECKING:
    from wayhome.engines.linkage.linking import dedupe, link

__all__ = [
    "FIELDS",
    "PART_FIELDS",
    "SHOWN_ONLY",
    "Finding",
    "Kind",
    "Linkage",
    "Reason",
    "Zone",
    "check_parameters",
    "dedupe",
    "kind_of",
    "link",
]


def __getattr__(name: str) -> object:
    """Load what is compiled when it is first asked for."""
    if name in ("link", "dedupe"):
        from wayhome.engines.linkage import linking  # noqa: PLC0415 - light import

        return getattr(linking, name)
    raise AttributeError(name)
