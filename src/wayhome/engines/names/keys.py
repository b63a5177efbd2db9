"""Keys under which spellings of one name meet, whatever the script and the romanisation.

Three keys of a single token, coarser from one to the next:

- `sound_key`: its sounds in 20 ASCII letters (`x` is sh and shch, `q` ch, `j` zh, `c` ts, `h` any
  of г ґ х g h kh, `i` any of и і ї й ы y j).
- `consonant_key`: the same without its vowels, but for a leading one, written `A`.
- `declension_stem`: the sound key without Ukrainian and Russian case endings, so that nominative,
  genitive, dative and accusative meet.

They lose information on purpose: use them to find and block, and weigh what they find by other
means. A key is empty when the token holds no letter of a script known here.
"""

import re
from unicodedata import normalize

_VOWELS = "aeiou"

# Cyrillic (Ukrainian, Russian, Belarusian), each letter to its sound. Latin letters inside a
# Cyrillic word are slips for the letters they look like.
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "h", "д": "d", "е": "e", "є": "e", "ё": "e",
    "э": "e", "ж": "j", "з": "z", "и": "i", "і": "i", "ї": "i", "ы": "i", "й": "i", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ў": "v", "ф": "f", "х": "h", "ц": "c", "ч": "q", "ш": "x", "щ": "x", "ю": "iu", "я": "ia",
    "ѣ": "e", "ђ": "dj", "ј": "i", "љ": "l", "њ": "n", "ћ": "q", "џ": "j", "қ": "k", "ғ": "h",
    "ә": "a", "ө": "o", "ү": "u", "ұ": "u", "һ": "h", "ң": "n", "ҳ": "h", "ҷ": "j",
    "v": "v", "a": "a", "b": "v", "c": "s", "e": "e", "h": "n", "i": "i", "k": "k", "m": "m",
    "o": "o", "p": "r", "t": "t", "x": "h", "y": "u",
}  # fmt: skip

# Arabic (with Persian and Urdu letters) and Hebrew write consonants and long vowels.
_SEMITIC = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ب": "b", "ت": "t", "ث": "t", "ج": "j",
    "ح": "h", "خ": "h", "د": "d", "ذ": "d", "ر": "r", "ز": "z", "س": "s", "ش": "x", "ص": "s",
    "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "h", "ف": "f", "ق": "k", "ك": "k", "ل": "l",
    "م": "m", "ن": "n", "ه": "h", "و": "u", "ؤ": "u", "ي": "i", "ى": "a", "ئ": "i", "ة": "a",
    "پ": "p", "چ": "q", "ژ": "j", "گ": "h", "ک": "k", "ی": "i", "ڤ": "v", "ہ": "h", "ھ": "h",
    "א": "a", "ב": "b", "ג": "h", "ד": "d", "ה": "h", "ו": "u", "ז": "z", "ח": "h",
    "ט": "t", "י": "i", "כ": "k", "ך": "k", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n",
    "ס": "s", "ע": "a", "פ": "p", "ף": "f", "צ": "c", "ץ": "c", "ק": "k",
    "a": "a", "j": "j", "q": "q", "v": "v",  # sounds already decided by their place
    "ר": "r", "ש": "x", "ת": "t",
}  # fmt: skip

# Latin letters beyond ASCII that are more than a letter with a mark. A capital is a sound already
# decided (X sh, Q ch, J zh, C ts), kept apart from the small letters still to be read.
_LATIN = {
    "š": "X", "ŝ": "X", "ş": "X", "ș": "X", "č": "Q", "ć": "Q", "ç": "Q", "ž": "J", "ż": "J",
    "ŭ": "v", "ł": "l", "ß": "ss", "æ": "e", "ø": "o", "œ": "e", "đ": "d", "ð": "d", "þ": "t",
    "ı": "i", "ə": "e", "ğ": "g", "ĝ": "g", "ц": "C",
}  # fmt: skip

_LETTER_GROUPS = {
    "schtsch": "X", "shtsch": "X", "chtch": "X", "szcz": "X", "stsch": "X", "shch": "X",
    "shh": "X", "sch": "X", "sh": "X", "sz": "X", "XQ": "X", "sQ": "X",
    "tsch": "Q", "tch": "Q", "ch": "Q", "dzh": "J", "dJ": "J", "zh": "J", "zgh": "zg",
    "kh": "h", "gh": "h", "tts": "C", "ts": "C", "tC": "C", "tc": "C", "tzh": "tJ", "tz": "C",
    "ph": "f", "th": "t", "qu": "k", "x": "ks", "jj": "i",
}  # fmt: skip
_GROUP = re.compile("|".join(sorted(_LETTER_GROUPS, key=len, reverse=True)))

_CONTEXTS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    # Letter that must occur, where it stands, and how it is read there.
    ("j", re.compile(r"(?<=[bdfhklmnprstvzcgw])j(?![aeiouyj])"), ""),  # for the soft sign
    ("x", re.compile(r"^x(?!e)|x(?=[aiy][jl]|i[mt])"), "h"),  # for х, elsewhere for ks
    ("x", re.compile(r"(?<=[^m]a)x|(?<=.o)x|(?<=[uyrsvklnpt])x"), "h"),
    ("X", re.compile(r"x"), "h"),  # beside š, č or ž as well
    ("Q", re.compile(r"x"), "h"),
    ("J", re.compile(r"x"), "h"),
    ("gue", re.compile(r"(?<![^r])gue"), "ge"),  # Guennadi, Serguei
    ("ff", re.compile(r"ff$"), "v"),  # Romanoff
    ("ah", re.compile(r"(?<=[dlmnsty]a)h$"), ""),  # Fatimah, Abdullah
    ("sc", re.compile(r"sc(?=[eiyju])"), "X"),  # for щ in telegrams
    ("cz", re.compile(r"cz(?=k[iy]|oj)|(?<=e)cz$"), "C"),  # for ц in GOST 7.79 B
    ("cz", re.compile(r"cz"), "Q"),  # Polish
    ("ck", re.compile(r"ck(?=[aeiouy])"), "Ck"),  # Ivanickij
    ("ck", re.compile(r"ck"), "k"),
    ("tch", re.compile(r"(?<!t)ch(?!t)"), "X"),  # French: ch is sh, tch is ch
    ("cht", re.compile(r"^cht"), "Xt"),
    ("w", re.compile(r"(?<![ts])ch"), "h"),  # German and Polish
    ("tsch", re.compile(r"(?<![ts])ch"), "h"),
    ("Q", re.compile(r"ch"), "h"),
    ("tsch", re.compile(r"z"), "C"),  # German
    ("c", re.compile(r"c(?=[eiyj])|(?<=e)c$"), "C"),  # for ц, elsewhere for к
)

_FINISH_LATIN = str.maketrans({
    "w": "v", "y": "i", "j": "i", "g": "h", "q": "k", "c": "k",
    "X": "x", "Q": "q", "J": "j", "C": "c",
})  # fmt: skip


class _Sounds(dict[int, str]):
    """A translation table that learns each further letter when it first meets it."""

    def __init__(self, letters: dict[str, str], plain: str) -> None:
        super().__init__({ord(letter): sound for letter, sound in letters.items()})
        self._plain = plain

    def __missing__(self, code: int) -> str:
        base = normalize("NFKD", chr(code))[0]
        sound = base if base in self._plain else self.get(ord(base), "")
        self[code] = sound
        return sound


_ASCII = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC_LETTER = re.compile("[\u0400-\u052f]")
_CYRILLIC_SOUNDS = _Sounds(_CYRILLIC, "")
_SEMITIC_LETTER = re.compile("[\u0590-\u07ff\ufb1d-\ufdff\ufe70-\ufeff]")
_SEMITIC_SOUNDS = _Sounds(_SEMITIC, "")
_SEMITIC_CONTEXTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("^[וو]|וו"), "v"),
    (re.compile("[צץ]['׳’]|تش"), "q"),
    (re.compile("[גז]['׳’]"), "j"),
    (re.compile("(?<=[^אהוי])ה$"), "a"),
)
_LATIN_SOUNDS = _Sounds(_LATIN, _ASCII)

_PAIRS = (
    ("ii", "i"), ("ou", "u"), ("io", "e"), ("ia", "a"), ("ie", "e"), ("iu", "u"),
    ("ts", "c"), ("xq", "x"), ("sq", "x"), ("tq", "q"), ("dj", "j"), ("zj", "j"),
    ("xo", "xe"), ("qo", "qe"), ("jo", "je"),  # чо and чё, шо and шё
)  # fmt: skip
_DOUBLE = re.compile(r"(.)(?=\1)")
_ENDINGS = (
    (re.compile(r"ei$"), "i"),  # Сергей and Сергій
    (re.compile(r"(?<=.)[ei]vn(?=[aieou]{1,2}$)"), "ovn"),  # Сергеевна and Сергіївна
    # Ковалев and Ковальов
    (re.compile(r"(?<=..)ev(?=(?:[aeiou]{0,2}|im|om|oho|omu|iq|iqa|iqu|iqem)$)"), "ov"),
)


def _letters(token: str) -> str:
    text = token.lower()
    if not text.isascii():
        if _CYRILLIC_LETTER.search(text):
            return text.replace("ьо", "ё").translate(_CYRILLIC_SOUNDS)
        if _SEMITIC_LETTER.search(text):
            for context, sound in _SEMITIC_CONTEXTS:
                text = context.sub(sound, text)
            return text.translate(_SEMITIC_SOUNDS)
    return _read_latin(text.translate(_LATIN_SOUNDS))


def _read_latin(text: str) -> str:
    """Latin letters with marks already read, to sounds."""
    for sign, place, sound in _CONTEXTS:
        if sign in text:
            text = place.sub(sound, text)
    return _GROUP.sub(_sound_of_group, text).translate(_FINISH_LATIN)


def _sound_of_group(found: re.Match[str]) -> str:
    return _LETTER_GROUPS[found.group()]


def sound_key(token: str) -> str:
    """The sounds of one name token, in any script, as a short ASCII string.

    Args:
        token: one word, as written; case, apostrophes, hyphens and marks do not matter.
    """
    sounds = _letters(token)
    for written, sound in _PAIRS:
        if written in sounds:
            sounds = sounds.replace(written, sound)
    sounds = _DOUBLE.sub("", sounds)
    if sounds.startswith("oleks"):
        sounds = "a" + sounds[1:]
    for ending, sound in _ENDINGS:
        sounds = ending.sub(sound, sounds)
    return sounds


_NO_VOWELS = str.maketrans("", "", _VOWELS)


def consonants_of(sounds: str) -> str:
    """The consonant key of a sound key."""
    if not sounds:
        return ""
    head = "A" if sounds[0] in _VOWELS else sounds[0]
    return _DOUBLE.sub("", head + sounds[1:].translate(_NO_VOWELS))


def consonant_key(token: str) -> str:
    """The consonants of one name token, in any script; a leading vowel is `A`."""
    return consonants_of(sound_key(token))


_CASE_ENDING = re.compile(r"(?:(?<=enk)ovi|[aeiou]+|(?<=...)(?:[oei]ho|[oei]mu|[oei]m))$")
_FLEETING = re.compile(r"(?<=.)[eo](?=[clkr]$)")


def stem_of(sounds: str) -> str:
    """The declension stem of a sound key."""
    stem = sounds
    while (shorter := _CASE_ENDING.sub("", stem)) != stem and len(shorter) > 1:
        stem = shorter
    return _FLEETING.sub("", stem)


def declension_stem(token: str) -> str:
    """What the case forms of one Ukrainian or Russian name token share, in any script.

    `Кравченко`, `Кравченка`, `Kravchenku` share one stem; so do `Микола`, `Миколи`, `Mykolu`. A
    man's and a woman's form of a surname share theirs as well.
    """
    return stem_of(sound_key(token))
