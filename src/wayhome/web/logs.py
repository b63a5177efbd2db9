"""Logs carry numbers, never names."""

import logging


class WithoutNames(logging.Filter):
    """Cut what a request carried: query strings, bodies and the arguments of an exception."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, without the parts that may carry a person's name."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                arg.split("?", 1)[0] if isinstance(arg, str) else arg for arg in record.args
            )
        if record.exc_info and record.exc_info[1] is not None:
            kind, error, trace = record.exc_info
            record.exc_info = (kind, type(error)() if _empty(error) else Exception(), trace)
        return True


def _empty(error: BaseException) -> bool:
    """Whether the error can be made again without its text."""
    try:
        type(error)()
    except TypeError:
        return False
    return True
