"""Stopping on request: between steps, in the loops of flow and draw, and inside a level.

Who watches is told on the way how far a plan is.

HiGHS heeds no interruption (OR-Tools 9.15 hands none on). Where a stop may come, a level gets a
few seconds, then from the start as long again as it has had, so that what a level finds never
depends on the clock.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from wayhome.values import Cancelled

Stop = Callable[[], bool]  # asked often, so it must answer at once: an event's `is_set`
Tell = Callable[[str, float], None]  # the step, of STEPS, and which part of it is done
STEPS = ("aims", "draw")

FIRST_SLICE = 2.0  # seconds of a level before a stop is heeded

_asked: ContextVar[Stop | None] = ContextVar("_asked", default=None)
_told: ContextVar[Tell | None] = ContextVar("_told", default=None)


@contextmanager
def heeding(stop: Stop | None) -> Iterator[None]:
    """Let what is done here be stopped; None leaves it as it is around."""
    if stop is None:
        yield
        return
    token = _asked.set(stop)
    try:
        yield
    finally:
        _asked.reset(token)


@contextmanager
def telling(tell: Tell | None) -> Iterator[None]:
    """Let somebody be told how far what is done here is."""
    token = _told.set(tell)
    try:
        yield
    finally:
        _told.reset(token)


def tell(step: str, done: int, of: int) -> None:
    """Say how much of a step is done, to who asked to be told."""
    told = _told.get()
    if told is not None:
        told(step, done / max(of, 1))


def heed() -> None:
    """Go on, unless a stop was asked for.

    Raises:
        Cancelled: it was.
    """
    stop = _asked.get()
    if stop is not None and stop():
        raise Cancelled("This was stopped. Nothing of it was kept.")


def slices() -> Iterator[float | None]:
    """How many seconds a solver gets, try after try; None: as many as it takes.

    Raises:
        Cancelled: a stop was asked for.
    """
    seconds = FIRST_SLICE
    while _asked.get() is not None:
        heed()
        yield seconds
        seconds *= 2
    yield None
