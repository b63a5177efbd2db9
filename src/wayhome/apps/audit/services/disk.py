"""Whether an error means that the disk took no more."""

import errno
import sqlite3

_SQLITE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
}
_SYSTEM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_POSTGRES = "53100"  # disk_full


def is_full(error: BaseException | None) -> bool:
    """Whether this error, or one it came from, says that the disk is full or not to be written."""
    while error is not None:
        if getattr(error, "sqlite_errorcode", None) in _SQLITE:
            return True
        if getattr(error, "sqlstate", None) == _POSTGRES:
            return True
        if isinstance(error, OSError) and error.errno in _SYSTEM:
            return True
        error = error.__cause__ or error.__context__
    return False
