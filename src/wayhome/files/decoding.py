"""Which encoding is this text in? Decided by its bytes, never by the machine's locale."""

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from math import log

from wayhome.files.refusals import refuse
from wayhome.values import CannotRead

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
EIGHT_BIT = ("cp1251", "koi8-u", "cp1256", "cp1252")
"""The encodings of one byte a letter that are told apart, in order of preference."""

_SAMPLE = 200_000  # bytes looked at to tell encodings apart
_ENOUGH_LETTERS = 8  # beyond ASCII, before a text is held to be encoded twice
_BROKEN_SHARE = 0.1  # of the letters beyond ASCII; above it the text is not damaged UTF-8

# Letters by how often names and headers hold them, most frequent first.
_FREQUENT = {
    "cyrillic": "аоинервлтксмдйучіьякбгєпхшюжзїцфщыґёъэ",
    "arabic": "ايلمنرعبدوحسةهىفقجشطكصتخزأضغإثذءظئآؤ",
    "accented": "éáíóüöäèñçãåøêëàúôîïâìòùõßæœžšýðþÿ",
}
_UNUSUAL = -6.0  # log of the chance of anything else above ASCII: signs, rare letters


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and the encoding it was in.

    `damaged`: some bytes became U+FFFD. `twice`: it had been encoded twice, which was undone.
    """

    text: str
    encoding: str
    damaged: bool = False
    twice: bool = False


def decode(data: bytes) -> Decoded:
    """Turn bytes into text.

    Tried in order: byte order marks, UTF-16 without one, UTF-8, UTF-8 with a few broken bytes,
    then the eight-bit encoding whose letters look most like names.

    Raises:
        CannotRead: bytes that are no text in any of these.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_marked(data, encoding)
    sample = data[:_SAMPLE]
    if b"\0" in sample:
        if sample.count(b"\0") > 0.01 * len(sample):
            return _decode_utf16(data)
        data = data.replace(b"\0", b"")
        sample = data[:_SAMPLE]
    if len(re.findall(rb"[\x01-\x08\x0e-\x1b\x7f]", sample)) > 0.01 * len(sample):
        raise refuse(CannotRead, "no_text")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _undo_second_encoding(text) or Decoded(text, "utf-8")
    if _is_damaged_utf8(sample):
        return Decoded(data.decode("utf-8", errors="replace"), "utf-8", damaged=True)
    return _decode_eight_bit(data)


def _undo_second_encoding(text: str) -> Decoded | None:
    """UTF-8 that somebody read as an eight-bit encoding and saved as UTF-8 again ('РЁРµРІ')."""
    if text.isascii():
        return None
    for wrong in ("cp1251", "cp1252"):
        try:
            undone = _bytes_before(text, wrong).decode("utf-8")
        except UnicodeError:
            continue
        enough = sum(c > "\x7f" for c in undone) >= _ENOUGH_LETTERS
        if enough and plausibility(undone[:_SAMPLE]) > plausibility(text[:_SAMPLE]):
            return Decoded(undone, "utf-8", twice=True)
    return None


def _bytes_before(text: str, wrong: str) -> bytes:
    """The bytes that gave a text when read as `wrong`; what it lacks was kept as a control."""
    parts = re.split(r"([\x80-\x9f]+)", text)
    return b"".join(part.encode("latin-1" if at % 2 else wrong) for at, part in enumerate(parts))


def _decode_marked(data: bytes, encoding: str) -> Decoded:
    name = encoding
    if encoding == "utf-16":
        name = "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    try:
        return Decoded(data.decode(encoding), name)
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
    if text.count("\ufffd") > _BROKEN_SHARE * len(text):
        raise refuse(CannotRead, "begins_as_text", encoding=name)
    return Decoded(text, name, damaged=True)


def _decode_utf16(data: bytes) -> Decoded:
    """Text with NUL bytes is UTF-16 or no text at all."""
    best = max(("utf-16-le", "utf-16-be"), key=lambda encoding: _ascii_and_odd(data, encoding))
    ascii_share, minus_odd = _ascii_and_odd(data, best)
    if ascii_share < 0.02 or -minus_odd > 0.05:
        raise refuse(CannotRead, "no_text")
    text = data.decode(best, errors="replace")
    return Decoded(text, best, damaged="\ufffd" in text)


def _ascii_and_odd(data: bytes, encoding: str) -> tuple[float, float]:
    """Shares of characters: ASCII (delimiters, line ends, digits), and minus what is no text."""
    counts = Counter(data[:_SAMPLE].decode(encoding, errors="replace"))
    total = max(1, counts.total())
    plain = sum(n for c, n in counts.items() if " " <= c < "\x7f" or c in "\t\r\n")
    odd = sum(n for c, n in counts.items() if c == "\ufffd" or _is_odd(c))
    return plain / total, -odd / total


def _is_odd(character: str) -> bool:
    return character not in "\t\r\n" and unicodedata.category(character) in ("Cc", "Cn", "Co")


def _is_damaged_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", errors="replace")
    whole = sum(1 for c in text if c > "\x7f" and c != "\ufffd")
    return text.count("\ufffd") <= _BROKEN_SHARE * whole


def _decode_eight_bit(data: bytes) -> Decoded:
    sample = data[:_SAMPLE]
    best = max(EIGHT_BIT, key=lambda encoding: plausibility(sample.decode(encoding, "replace")))
    try:
        return Decoded(data.decode(best), best)
    except UnicodeDecodeError:
        return Decoded(data.decode(best, errors="replace"), best, damaged=True)


def _letter_logs() -> dict[str, float]:
    logs: dict[str, float] = {}
    for letters in _FREQUENT.values():
        total = sum(1 / (rank + 4) for rank in range(len(letters)))
        logs |= {c: log(1 / (rank + 4) / total) for rank, c in enumerate(letters)}
    return logs


_LOGS = _letter_logs()
_WORD = re.compile(r"[^\W\d_]+")


def plausibility(text: str) -> float:
    """How much a text looks like names: mean log chance of a letter beyond ASCII.

    Counts letter frequencies, and against it: signs inside words, capitals after small letters,
    and words of two alphabets.
    """
    beyond = Counter(c for c in text if c > "\x7f" and c not in "\u00a0№«»–—’‘“”…")
    count = sum(beyond.values())
    if not count:
        return 0.0
    total = sum(n * _LOGS.get(c.lower(), _UNUSUAL) for c, n in beyond.items())
    total -= 8.0 * beyond["\ufffd"]
    for word in _WORD.findall(text):
        total -= _strangeness(word)
    return total / count


def _strangeness(word: str) -> float:
    """Capitals after small letters, and letters of ASCII and beyond in one word."""
    strange = 3.0 * len(re.findall(r"(?<=[a-zа-яіїєґё])[A-ZА-ЯІЇЄҐЁ]", word))
    # Accented letters stand between plain ones; a run of them is another alphabet misread.
    strange += sum(2.0 * (len(run) - 1) for run in re.findall(r"[À-ɏ]{2,}", word))
    foreign = sum(1 for c in word if c >= "\u0400")
    if foreign and foreign < len(word):
        strange += 2.0 * min(foreign, len(word) - foreign)
    return strange
