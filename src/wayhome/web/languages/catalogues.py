"""Catalogues: one `.po` per language beside this file, compiled where the installation writes."""

import hashlib
import os
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUES = Path(__file__).parent / "catalogues"
LANGUAGES = ("uk", "ru", "ar")


def read_catalogue(language: str) -> Catalog:
    """The committed catalogue of that language; an empty one if there is none yet."""
    path = CATALOGUES / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def compiled_catalogues(folder: Path) -> Path:
    """The folder Django finds `LANGUAGE/LC_MESSAGES/django.mo` in, made anew where it is stale.

    Each state of the catalogues has a folder of its own, named after its hash, and every file is
    put in place whole: several processes may start at once.
    """
    texts = {lang: (CATALOGUES / f"{lang}.po") for lang in LANGUAGES}
    state = hashlib.sha256()
    for path in texts.values():
        state.update(path.read_bytes() if path.exists() else b"")
    compiled = folder / "locale" / state.hexdigest()[:16]
    for language in LANGUAGES:
        target = compiled / language / "LC_MESSAGES" / "django.mo"
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh = target.with_suffix(f".{os.getpid()}")
            with fresh.open("wb") as file:
                write_mo(file, read_catalogue(language))
            fresh.replace(target)
    return compiled
