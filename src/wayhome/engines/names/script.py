"""Scripts, and the forms of a token that comparisons use. What was written is never changed.

`normal_form` undoes what no reader would call a difference: case, invisible marks, the kind of
apostrophe or hyphen, letters of another script that only look right, Arabic vowel marks.
`comparison_form` also drops what offices write or leave out at will: ё or е, ґ or г, apostrophes,
marks on Latin letters.
"""

import re
from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from unicodedata import combining, normalize

UNKNOWN_SCRIPT = "Zzzz"
NO_SCRIPT = "Zyyy"

# Where a run of letters of one script begins, and the script (ISO 15924). After the Unicode
# blocks; punctuation and digits inside a block do not matter, because only letters are asked for.
_BLOCKS: tuple[tuple[int, str], ...] = (
    (0x0000, "Latn"), (0x02B0, NO_SCRIPT), (0x0370, "Grek"), (0x0400, "Cyrl"), (0x0530, "Armn"),
    (0x0590, "Hebr"), (0x0600, "Arab"), (0x0700, "Syrc"), (0x0750, "Arab"), (0x0780, "Thaa"),
    (0x07C0, "Nkoo"), (0x0860, "Syrc"), (0x0870, "Arab"), (0x0900, "Deva"), (0x0980, "Beng"),
    (0x0A00, "Guru"), (0x0A80, "Gujr"), (0x0B00, "Orya"), (0x0B80, "Taml"), (0x0C00, "Telu"),
    (0x0C80, "Knda"), (0x0D00, "Mlym"), (0x0D80, "Sinh"), (0x0E00, "Thai"), (0x0E80, "Laoo"),
    (0x0F00, "Tibt"), (0x1000, "Mymr"), (0x10A0, "Geor"), (0x1100, "Hang"), (0x1200, "Ethi"),
    (0x13A0, UNKNOWN_SCRIPT), (0x1C80, "Cyrl"), (0x1C90, "Geor"), (0x1CC0, UNKNOWN_SCRIPT),
    (0x1D00, "Latn"), (0x1D2B, "Cyrl"), (0x1D2C, "Latn"), (0x1F00, "Grek"), (0x2000, NO_SCRIPT),
    (0x2C60, "Latn"), (0x2C80, UNKNOWN_SCRIPT), (0x2D00, "Geor"), (0x2D30, UNKNOWN_SCRIPT),
    (0x2DE0, "Cyrl"), (0x2E00, UNKNOWN_SCRIPT), (0x3040, "Hira"), (0x30A0, "Kana"),
    (0x3100, UNKNOWN_SCRIPT), (0x3400, "Hani"), (0xA000, UNKNOWN_SCRIPT), (0xA640, "Cyrl"),
    (0xA6A0, UNKNOWN_SCRIPT), (0xA720, "Latn"), (0xA800, UNKNOWN_SCRIPT), (0xAC00, "Hang"),
    (0xD7B0, UNKNOWN_SCRIPT), (0xFB00, "Latn"), (0xFB13, "Armn"), (0xFB1D, "Hebr"),
    (0xFB50, "Arab"), (0xFE00, NO_SCRIPT), (0xFE70, "Arab"), (0xFF00, "Latn"),
    (0xFF66, "Kana"), (0xFFA0, UNKNOWN_SCRIPT), (0x20000, "Hani"), (0x323B0, UNKNOWN_SCRIPT),
)  # fmt: skip
_STARTS = [start for start, _ in _BLOCKS]

# Capital and small letters that look alike, Latin first.
_LOOKALIKES = (
    "AА BВ CС EЕ HН IІ JЈ KК MМ OО PР SЅ TТ XХ YУ aа cс eе iі jј oо pр sѕ xх yу ÏЇ ïї ËЁ ëё"
)
_TO_CYRILLIC = str.maketrans({pair[0]: pair[1] for pair in _LOOKALIKES.split()})
_TO_LATIN = str.maketrans({pair[1]: pair[0] for pair in _LOOKALIKES.split()})

_APOSTROPHES = "'’ʼ‘`´ʹ′ʻ＇‛ꞌ"
_HYPHENS = "-‐‑‒–—−﹣－־"
_UNIFORM = str.maketrans(
    dict.fromkeys(_APOSTROPHES, "'")
    | dict.fromkeys(_HYPHENS, "-")
    # Stress marks, where the letter has none of its own.
    | dict.fromkeys("\u0300\u0301", "")
    # Zero-width and bidirectional marks, soft hyphen, byte order mark; Arabic tatweel.
    | dict.fromkeys("\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u0640", "")
    | dict.fromkeys(map(chr, range(0x202A, 0x202F)), "")
    | dict.fromkeys(map(chr, range(0x2066, 0x2070)), "")
)
_ARABIC_LETTERS = str.maketrans(
    dict.fromkeys("أإآٱ", "ا")
    | dict.fromkeys("ىیے", "ي")
    | {"ة": "ه", "ک": "ك", "ہ": "ه", "ھ": "ه"}
)
# Vowel marks that careful writers add: Arabic harakat, Hebrew niqqud.
_VOWEL_MARKS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]")
_ARABIC_OR_HEBREW = re.compile("[\u0590-\u06ff\ufb1d-\ufdff\ufe70-\ufefc]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_CYRILLIC_WORD = re.compile("[\u0400-\u0481\u048a-\u052f]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


def script_of_letter(letter: str) -> str:
    """The ISO 15924 code of one character; `Zyyy` if it is no letter."""
    if not letter.isalpha():
        return NO_SCRIPT
    return _BLOCKS[bisect_right(_STARTS, ord(letter)) - 1][1]


def script_of(text: str) -> str:
    """The ISO 15924 code of the script most letters are written in; `Zyyy` without letters.

    Of two scripts with as many letters, the one that comes first in the text.
    """
    if _CYRILLIC_WORD.fullmatch(text):
        return "Cyrl"
    if text.isascii() and text.isalpha():
        return "Latn"
    counts = Counter(map(script_of_letter, text))
    del counts[NO_SCRIPT]
    return counts.most_common(1)[0][0] if counts else NO_SCRIPT


def mend_lookalikes(word: str) -> str:
    """Replace Latin letters inside a Cyrillic word, or the reverse, by those they look like.

    The word belongs to the script of which it holds a letter that the other script lacks; a word
    with such letters of both scripts is left as it is.
    """
    if not (_CYRILLIC.search(word) and _LATIN.search(word)):
        return word
    as_cyrillic, as_latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    mendable = [
        mended
        for mended, other in ((as_cyrillic, _LATIN), (as_latin, _CYRILLIC))
        if not other.search(mended)
    ]
    if len(mendable) == 2:  # every letter has a twin: the majority decides
        return as_cyrillic if script_of(word) == "Cyrl" else as_latin
    return mendable[0] if mendable else word


@lru_cache(maxsize=1 << 16)
def normal_form(token: str) -> str:
    """A token without differences of case, composition, invisible marks and look-alike letters.

    Apostrophes become `'`, hyphens `-`; Arabic loses tatweel and vowel marks, and the variants of
    alef, ya and ta marbuta become one letter each. Applying it twice changes nothing more.
    """
    if token.isascii():
        return token.replace("`", "'").lower()
    text = normalize("NFC", token).translate(_UNIFORM)
    text = "-".join(map(mend_lookalikes, text.split("-")))
    if _ARABIC_OR_HEBREW.search(text):
        text = _VOWEL_MARKS.sub("", normalize("NFKC", text)).translate(_ARABIC_LETTERS)
    previous = ""
    while text != previous:  # folding can call for composing again, and the reverse
        previous, text = text, normalize("NFC", text.casefold()).translate(_UNIFORM)
    return text


_FREELY_WRITTEN = str.maketrans(
    {"ё": "е", "ѐ": "е", "ѝ": "и", "ґ": "г", "ъ": "ь", "ł": "l", "ı": "i", "ø": "o", "đ": "d"}
    | dict.fromkeys("'ʺ″", "")
)


def comparison_form(token: str) -> str:
    """The normal form without apostrophes and marks on Latin letters; ё is е, ґ is г, ъ is ь."""
    text = normal_form(token).translate(_FREELY_WRITTEN)
    if text.isascii() or not _LATIN.search(text):
        return text
    plain = _LATIN.sub(lambda letter: _without_marks(letter.group()), text)
    return mend_lookalikes(plain)


def _without_marks(letter: str) -> str:
    return "".join(mark for mark in normalize("NFKD", letter) if not combining(mark))


assert all(x < y for x, y in pairwise(_STARTS))  # noqa: S101 -- bisection needs the order
