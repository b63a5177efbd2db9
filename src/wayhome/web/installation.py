"""Where this installation keeps its data and keys, read from the environment.

Everything secret lies in files of mode 0600 under `WAYHOME_DATA/keys`, outside the database, made
on first use. Losing the folder means losing what is sealed: `wayhome backup` includes it.
"""

import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

SQLITE_FILE = "register.sqlite3"
"""The database in the folder, where no other is set."""


def _default_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "wayhome"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "wayhome"


@dataclass(frozen=True, slots=True)
class Installation:
    """One institution's register on one machine or cluster."""

    folder: Path
    database_url: str
    hosts: tuple[str, ...]
    # True only for http on loopback: cookies are then sent without TLS.
    plain_http: bool

    @classmethod
    def from_environment(cls) -> "Installation":
        """Read WAYHOME_DATA, DATABASE_URL, WAYHOME_HOSTS and WAYHOME_PLAIN_HTTP."""
        folder = Path(os.environ.get("WAYHOME_DATA") or _default_folder()).absolute()
        hosts = tuple(h for h in os.environ.get("WAYHOME_HOSTS", "").split(",") if h)
        return cls(
            folder=folder,
            database_url=os.environ.get("DATABASE_URL", ""),
            hosts=hosts or ("localhost", "127.0.0.1", "[::1]"),
            plain_http=os.environ.get("WAYHOME_PLAIN_HTTP", "") == "1",
        )

    @property
    def keys(self) -> Path:
        """The folder of keys, made on first use."""
        folder = self.folder / "keys"
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # a mode is for the last only
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    def secret(self, name: str, length: int = 32) -> bytes:
        """The key of that name, made on first use.

        Written whole under another name and then linked into place, so that two processes that
        start together agree on one key and a kill leaves none half-written.
        """
        path = self.keys / f"{name}.key"
        if not path.exists():
            fresh = self.keys / f".{name}.{secrets.token_hex(4)}"
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_bytes(length))
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(fresh, path)
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return path.read_bytes()
