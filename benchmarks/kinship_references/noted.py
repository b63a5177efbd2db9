"""A file's content that notes what was read of it, so that nothing in it is passed over unsaid."""

from collections.abc import ItemsView, Iterator, ValuesView
from typing import Any

_MAKING = "schema kind id key title note pruning_note source_case software seed explain r_command"
_TIMES = "R_seconds ms_per_LR raw_ms full_cpu_s"
_REPEATED = "family missing Family Missing Sample comment Comment"
ABOUT = frozenset(" ".join((_MAKING, _TIMES, _REPEATED)).split())
"""Keys that tell of a file and its making, or say again what stands elsewhere in it."""


class Noted(dict[str, Any]):
    """A JSON object that knows which of its keys were asked for."""

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__({key: noted(value) for key, value in content.items()})
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        found = super().__getitem__(key)
        self.asked.add(key)
        return found

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)

    def __iter__(self) -> Iterator[str]:
        self.asked.update(super().keys())
        return super().__iter__()

    def items(self) -> ItemsView[str, Any]:
        self.asked.update(super().keys())
        return super().items()

    def values(self) -> ValuesView[Any]:
        self.asked.update(super().keys())
        return super().values()


def noted(value: Any) -> Any:
    """The value with every object in it noting what is read."""
    if isinstance(value, dict):
        return Noted(value)
    return [noted(one) for one in value] if isinstance(value, list) else value


def unread(value: Any, path: str = "") -> Iterator[str]:
    """Where something is that nobody asked for: `results[].LR`."""
    if isinstance(value, list):
        for one in value:
            yield from unread(one, f"{path}[]")
    elif isinstance(value, Noted):
        for key, inside in dict.items(value):
            below = f"{path}.{key}" if path else key
            if key in value.asked:
                yield from unread(inside, below)
            elif key not in ABOUT and inside is not None:
                yield below
