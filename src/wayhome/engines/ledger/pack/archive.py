"""A pack as a zip: the same files give the same bytes, on any machine."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from importlib.resources import files as package_files

from wayhome.engines.ledger.errors import LedgerBroken

LANGUAGES = ("en", "uk", "ru", "ar")
ENTRY, PROOF, CHECKPOINT, PUBLIC_KEY = (
    "entry.json",
    "proof.json",
    "checkpoint.txt",
    "public-key.txt",
)
DETAILS = "details.json"
VERIFIER = "verify.py"
READMES = tuple(f"README.{language}.txt" for language in LANGUAGES)

NEEDED = {ENTRY, PROOF, CHECKPOINT, PUBLIC_KEY}
ALLOWED = {*NEEDED, DETAILS, VERIFIER, *READMES}
LARGEST_FILE = 4 * 1024 * 1024
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def companions() -> dict[str, bytes]:
    """The verifier and the pages that explain the pack."""
    pages = package_files("wayhome.resources").joinpath("evidence_pack")
    verifier = package_files("wayhome.engines.ledger.pack").joinpath(VERIFIER)
    texts = {name: pages.joinpath(name) for name in READMES} | {VERIFIER: verifier}
    # Read as text, so that line ends are the same wherever the package lies.
    return {name: text.read_text(encoding="utf-8").encode() for name, text in texts.items()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip, in order of their names, undated and not compressed."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            about = zipfile.ZipInfo(name, _FIRST_DAY)
            about.create_system = 3
            about.external_attr = 0o644 << 16
            archive.writestr(about, files[name])
    return whole.getvalue()


def unzipped(pack: bytes) -> dict[str, bytes]:
    """The files of a pack by name.

    Raises:
        LedgerBroken: it is no zip, a file is missing, foreign, there twice, or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(pack)) as archive:
            listed = archive.infolist()
            names = {about.filename for about in listed}
            if len(names) != len(listed) or not names >= NEEDED or not names <= ALLOWED:
                raise LedgerBroken("This pack holds not the files that an evidence pack has.")
            if any(about.file_size > LARGEST_FILE for about in listed):
                raise LedgerBroken("A file in this pack is larger than any evidence can be.")
            return {about.filename: archive.read(about) for about in listed}
    except _UNREADABLE as damage:
        raise LedgerBroken("This is not an evidence pack, or it is damaged.") from damage


_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,  # encrypted
    NotImplementedError,  # compressed in a way that is not known
)
