"""Find every sentence of the pages: in Python by its calls, in templates as Django reads them."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import write_po
from django.utils.translation.template import templatize

import wayhome
from wayhome.web.languages.catalogues import CATALOGUES, LANGUAGES, read_catalogue

ROOT = Path(wayhome.__file__).parent
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "ngettext_noop": (1, 2),
}
Sentence = tuple[str | None, str | tuple[str, str], str]
"""Context, message (or singular and plural), file."""


def sentences() -> Iterator[Sentence]:
    """Every sentence of web and apps, in the order of their files."""
    for path in sorted([*ROOT.glob("web/**/*"), *ROOT.glob("apps/**/*")]):
        if path.suffix == ".py" and "migrations" not in path.parts:
            text = path.read_text(encoding="utf-8")
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        else:
            continue
        yield from _of_code(text, path.relative_to(ROOT).as_posix())


def _of_code(text: str, name: str) -> Iterator[Sentence]:
    found = extract_python(io.BytesIO(text.encode()), KEYWORDS, [], {"encoding": "utf-8"})
    for _line, call, messages, _comments in found:
        function = str(call)
        texts = [t for t in _as_tuple(messages) if isinstance(t, str)]
        context = texts.pop(0) if "pgettext" in function and texts else None
        if not texts or not texts[0]:
            continue
        plural = len(texts) > 1 and function.startswith(("ngettext", "npgettext"))
        yield context, (texts[0], texts[1]) if plural else texts[0], name


def _as_tuple(messages: object) -> tuple[object, ...]:
    return tuple(messages) if isinstance(messages, tuple | list) else (messages,)


def collect() -> dict[str, int]:
    """Bring every sentence into each catalogue, drop what is gone. How many are untranslated."""
    CATALOGUES.mkdir(exist_ok=True)
    missing = {}
    for language in LANGUAGES:
        old = read_catalogue(language)
        new = Catalog(
            locale=language, project="wayhome", header_comment=f"# Wayhome in {language}.",
            msgid_bugs_address="", last_translator="", language_team="", fuzzy=False,
            creation_date=datetime(2026, 1, 1, tzinfo=UTC),
            revision_date=datetime(2026, 1, 1, tzinfo=UTC),
        )  # fmt: skip
        for context, message, name in sentences():
            key = message if isinstance(message, str) else message[0]
            known = old.get(key, context)
            said = known.string if known is not None and _fits(known.string, message) else None
            locations = [(name, 0)]
            new.add(message, said, locations=locations, context=context)
        with (CATALOGUES / f"{language}.po").open("wb") as file:
            write_po(
                file, new, width=0, sort_output=True, include_lineno=False, omit_header=False,
                ignore_obsolete=True,
            )  # fmt: skip
        missing[language] = sum(1 for m in new if m.id and not _said(m.string))
    return missing


def _fits(said: object, message: str | tuple[str, str]) -> bool:
    return isinstance(said, str) == isinstance(message, str)


def _said(said: object) -> bool:
    return all(said) if isinstance(said, tuple | list) else bool(said)
