"""The file of a backup: a tar, encrypted with age to two or more recipients.

Inside: `manifest.json`, `keys/*.key`, and the database, as `register.sqlite3` or as
`tables/*.copy` (PostgreSQL's COPY). Any age program opens it. https://age-encryption.org/v1
"""

import json
import os
import re
import tarfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from shutil import copyfileobj

import pyrage

from wayhome.files.refusals import refuse
from wayhome.values import WayhomeError

FORMAT = 1
LEAST_RECIPIENTS = 2
MANIFEST = "manifest.json"
_MEMBER = re.compile(
    r"manifest\.json|register\.sqlite3|keys/[a-z0-9-]+\.key|tables/[a-z0-9_]+\.copy"
)


class CannotBackUp(WayhomeError):
    """No backup was made."""


class CannotRestore(WayhomeError):
    """Nothing was restored."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    made_at: str
    version: str
    vendor: str  # sqlite, postgresql
    migrations: tuple[tuple[str, str], ...]  # app and name, in the order applied
    columns: dict[str, list[str]]  # of each table; empty for SQLite
    size: int  # entries under the last checkpoint
    root: str  # of it, hex; empty if nothing was signed
    format: int = FORMAT


def recipients_from(texts: Sequence[str]) -> list[pyrage.x25519.Recipient]:
    """The recipients, two at least, so that one lost key loses nothing.

    Raises:
        CannotBackUp: fewer than two, or one that is none.
    """
    if len(set(texts)) < LEAST_RECIPIENTS:
        raise refuse(CannotBackUp, "backup_two_recipients")
    try:
        return [pyrage.x25519.Recipient.from_str(text) for text in dict.fromkeys(texts)]
    except pyrage.RecipientError as wrong:
        raise refuse(CannotBackUp, "backup_no_recipient") from wrong


def write_identity(file: Path) -> str:
    """Make a secret key and write it into a new file of mode 0600.

    Returns:
        Its recipient, to be given to `wayhome backup --to`.

    Raises:
        CannotBackUp: the file is there, or cannot be written.
    """
    identity = pyrage.x25519.Identity.generate()
    try:
        with open(file, "xb", opener=private) as secret:
            secret.write(f"# {identity.to_public()}\n{identity}\n".encode())
    except OSError as taken:
        raise refuse(CannotBackUp, "backup_key_taken") from taken
    return str(identity.to_public())


def identities_from(file: Path) -> list[pyrage.x25519.Identity]:
    """The secret keys in a file, as `wayhome backup-key` or age-keygen writes them.

    Raises:
        CannotRestore: none is in it.
    """
    try:
        lines = file.read_text(encoding="utf-8").split()
        found = [pyrage.x25519.Identity.from_str(w) for w in lines if w.startswith("AGE-SECRET")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as wrong:
        raise refuse(CannotRestore, "backup_key_unreadable") from wrong
    if not found:
        raise refuse(CannotRestore, "backup_no_key")
    return found


def pack(folder: Path, file: Path, recipients: Sequence[pyrage.x25519.Recipient]) -> None:
    """Write what lies in a folder into a backup. A file that is there is not replaced.

    Raises:
        CannotBackUp: the file is there, or the disk is full.
    """
    plain, part = folder / ".tar", file.with_name(file.name + ".part")
    if file.exists():
        raise refuse(CannotBackUp, "backup_taken")
    try:
        with tarfile.open(plain, "w") as tar:
            for path in sorted(p for p in folder.rglob("*") if p.is_file() and p != plain):
                tar.add(path, arcname=path.relative_to(folder).as_posix())
        with plain.open("rb") as source, open(part, "xb", opener=private) as sealed:
            pyrage.encrypt_io(source, sealed, recipients)
            sealed.flush()
            os.fsync(sealed.fileno())
        part.rename(file)
    except FileExistsError as there:
        raise refuse(CannotBackUp, "backup_half") from there
    except OSError as full:
        part.unlink(missing_ok=True)
        raise refuse(CannotBackUp, "backup_not_written") from full


def unpack(file: Path, folder: Path, identities: Sequence[pyrage.x25519.Identity]) -> Manifest:
    """Lay out what is in a backup in an empty folder.

    Raises:
        CannotRestore: not for these keys, damaged, or not a backup of ours.
    """
    plain = folder / ".tar"
    try:
        with file.open("rb") as sealed, open(plain, "xb", opener=private) as opened:
            pyrage.decrypt_io(sealed, opened, identities)
        with tarfile.open(plain, "r:") as tar:
            for member in tar:
                if not (member.isreg() and _MEMBER.fullmatch(member.name)):
                    raise refuse(CannotRestore, "backup_is_none")
                _lay_out(tar, member, folder / member.name)
    except (pyrage.DecryptError, tarfile.TarError) as wrong:
        raise refuse(CannotRestore, "backup_closed") from wrong
    except OSError as unreadable:
        raise refuse(CannotRestore, "backup_unreadable") from unreadable
    plain.unlink()
    return _manifest(folder)


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Put the manifest beside what it tells of."""
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")


def _manifest(folder: Path) -> Manifest:
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        said["migrations"] = tuple((app, name) for app, name in said["migrations"])
        manifest = Manifest(**said)
    except (OSError, ValueError, TypeError, KeyError) as wrong:
        raise refuse(CannotRestore, "backup_is_none") from wrong
    if manifest.format != FORMAT:
        raise refuse(CannotRestore, "backup_of_version", version=str(manifest.version))
    return manifest


def _lay_out(tar: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    source = tar.extractfile(member)
    if source is not None:
        with source, open(path, "xb", opener=private) as file:
            copyfileobj(source, file)


def private(path: str, flags: int) -> int:
    """Open a file that its owner alone may read."""
    return os.open(path, flags | getattr(os, "O_BINARY", 0), 0o600)
