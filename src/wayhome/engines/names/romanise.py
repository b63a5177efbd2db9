"""Romanisations for display, each with its standard named. They never replace what was written."""

import re
from dataclasses import dataclass
from enum import StrEnum

from translitua import RussianICAO, UkrainianKMU, translit

from wayhome.values import InvalidEvidence


class Standard(StrEnum):
    """A published way to write Ukrainian or Russian in Latin letters."""

    CMU_55 = "CMU 55 (2010)"
    """Cabinet of Ministers of Ukraine, resolution 55 of 27 January 2010. Ukrainian only."""
    ICAO_9303 = "ICAO 9303"
    """Doc 9303, part 3, section 6: what passports print."""
    BGN_PCGN = "BGN/PCGN"
    """Ukrainian: the agreement of 2019, which adopts CMU 55. Russian: the system of 1947."""


@dataclass(frozen=True, slots=True)
class Romanised:
    """A text in Latin letters and the standard that says how."""

    text: str
    standard: Standard


_APOSTROPHES = re.compile("['’ʼ‘`]")
_WORD = re.compile(r"[\w'’ʼ‘`]+")  # capitals are kept word by word
_ZGH = re.compile("(z)g(h)", re.IGNORECASE)
_YE = re.compile("(?<![бвгджзклмнпрстфхцчшщ])([её])", re.IGNORECASE)
_BGN_1947 = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "ë", "ж": "zh", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "”", "ы": "y", "ь": "’", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip


def romanise(text: str, *, standard: Standard, language: str) -> Romanised:
    """Write a name in Latin letters. Text that is Latin already stays as it is.

    Args:
        text: one or more words.
        standard: which rules.
        language: `uk` or `ru`: г and и are read differently.

    Raises:
        InvalidEvidence: the standard has no rules for the language.
    """
    if language == "uk":
        return Romanised(_ukrainian(text, standard), standard)
    if language == "ru" and standard is not Standard.CMU_55:
        return Romanised(_russian(text, standard), standard)
    raise InvalidEvidence(
        f"{standard.value} has no rules for the language code {language}. "
        "Ask for uk, or for ru with ICAO 9303 or BGN/PCGN."
    )


def _ukrainian(text: str, standard: Standard) -> str:
    latin = _WORD.sub(lambda word: str(translit(word.group(), UkrainianKMU)), text)
    # CMU 55 tells зг (zgh) from ж (zh); ICAO does not.
    return _ZGH.sub(r"\1\2", latin) if standard is Standard.ICAO_9303 else latin


def _russian(text: str, standard: Standard) -> str:
    if standard is Standard.BGN_PCGN:
        return _WORD.sub(lambda word: _bgn_1947(word.group()), text)
    plain = _APOSTROPHES.sub("", text)
    return _WORD.sub(lambda word: str(translit(word.group(), RussianICAO)), plain)


def _bgn_1947(word: str) -> str:
    def written(letter: str) -> str:
        latin = _BGN_1947.get(letter.lower(), letter)
        if letter == letter.lower():
            return latin
        return latin.upper() if word.isupper() and len(word) > 1 else latin.capitalize()

    with_y = _YE.sub(lambda found: _with_y(found.group(), word), word)
    return "".join(map(written, with_y))


def _with_y(letter: str, word: str) -> str:
    """Е and ё at the beginning and after vowels, й, ъ and ь are ye and yë."""
    vowel = "e" if letter in "еЕ" else "ë"
    if letter.islower():
        return "y" + vowel
    return ("Y" + vowel).upper() if word.isupper() and len(word) > 1 else "Y" + vowel


def romanise_for_reading(text: str, language: str) -> str:
    """The usual romanisation of each language: CMU 55 for Ukrainian, ICAO 9303 for Russian."""
    standard = Standard.CMU_55 if language == "uk" else Standard.ICAO_9303
    return romanise(text, standard=standard, language=language).text
