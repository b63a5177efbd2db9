"""One name in two languages, in Latin letters of several standards, and as clerks mistake it."""

from random import Random

from invention.tables import LETTERS, Both

_VOWELS = "аеєиіїоуюяыэё"
_WOMANLY = {
    "uk": (("ський", "ська"), ("цький", "цька"), ("ий", "а"), ("ов", "ова"), ("ев", "ева"),
           ("єв", "єва"), ("йов", "йова"), ("ьов", "ьова"), ("ін", "іна"), ("їн", "їна"),
           ("ин", "ина")),
    "ru": (("ский", "ская"), ("цкий", "цкая"), ("ый", "ая"), ("ой", "ая"), ("ий", "ая"),
           ("ов", "ова"), ("ев", "ева"), ("ин", "ина")),
}  # fmt: skip
_NOT_WOMANLY = ("Турчин", "Штогрин", "Штогрын")
_BY_EAR = {"і": "и", "и": "ы", "є": "е", "ї": "и", "ґ": "г", "'": "ь"}
_TWINS = {  # letters that lie beside each other, or sound alike when dictated
    "а": "о", "о": "а", "е": "и", "и": "е", "і": "и", "б": "п", "п": "б", "д": "т", "т": "д",
    "г": "к", "к": "г", "з": "с", "с": "з", "ш": "щ", "щ": "ш", "р": "п", "н": "м", "м": "н",
    "л": "д", "в": "ф", "у": "ю", "ч": "щ", "ь": "", "ж": "ш",
}  # fmt: skip


def womans(surname: Both) -> Both:
    """The form a woman of this family bears."""
    return Both(_womans(surname.uk, "uk"), _womans(surname.ru, "ru"))


def _womans(surname: str, language: str) -> str:
    for mans, hers in _WOMANLY[language]:
        if surname.endswith(mans) and surname not in _NOT_WOMANLY:
            return surname.removesuffix(mans) + hers
    return surname


def by_ear(ukrainian: str) -> str:
    """A Ukrainian name as a Russian clerk hears it, not knowing its Russian form."""
    heard = "".join(_BY_EAR.get(c, c) for c in ukrainian.lower())
    heard = heard.replace("йо", "ё").replace("ьо", "ё")
    return heard[0].upper() + heard[1:]


def romanised(word: str, standard: str) -> str:
    """A name in Latin letters. `standard`: a column of letters.tsv."""
    if word.endswith(("ий", "ый")) and standard in ("uk_by_ear", "ru_by_ear", "ru_french"):
        word = word[:-2] + "y" if standard != "ru_french" else word[:-2] + "i"
    table, out, before = LETTERS[standard], "", ""
    for letter in word:
        low = letter.lower()
        latin = table.get(low, low)
        first = before in ("", " ", "-")
        if standard == "uk_cmu55" and first:
            latin = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}.get(low, latin)
        if standard == "ru_bgn" and low == "е" and (first or before in _VOWELS + "ьъ"):
            latin = "ye"
        if standard == "uk_cmu55" and low == "г" and before == "з":
            latin = "gh"
        out += latin.title() if letter != low else latin
        before = low
    return out


def slip(word: str, rng: Random) -> str:
    """The word with one slip of the pen: two letters exchanged, one lost, doubled or another."""
    if len(word) < 5:
        return word
    at = rng.randrange(1, len(word) - 2)
    kind = rng.random()
    if kind < 0.25:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind < 0.5:
        return word[:at] + word[at + 1 :]
    if kind < 0.6:
        return word[:at] + word[at] + word[at:]
    return word[:at] + _TWINS.get(word[at], word[at] * 2) + word[at + 1 :]
