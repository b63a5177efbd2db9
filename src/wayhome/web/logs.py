"""Logs carry numbers, never names."""

import logging
from typing import Any


class WithoutNames(logging.Filter):
    """Cut what a request carried: addresses, bodies and the arguments of an exception.

    An address can have a name in it that somebody typed: its route stands in its place.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, without the parts that may carry a person's name."""
        if isinstance(record.args, tuple):
            request = getattr(record, "request", None)
            record.args = tuple(_without_address(arg, request) for arg in record.args)
        if record.exc_info and record.exc_info[1] is not None:
            kind, error, trace = record.exc_info
            record.exc_info = (kind, type(error)() if _empty(error) else Exception(), trace)
        return True


def _without_address(arg: object, request: Any) -> object:
    """What a record tells of, with the route instead of the address that was asked for."""
    if not isinstance(arg, str):
        return arg
    if request is not None and arg.startswith("/"):
        match = request.resolver_match
        return f"/{match.route}" if match else "an unknown address"
    return arg.split("?", 1)[0]


def _empty(error: BaseException) -> bool:
    """Whether the error can be made again without its text."""
    try:
        type(error)()
    except TypeError:
        return False
    return True
