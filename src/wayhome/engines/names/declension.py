"""The nominative behind a declined Ukrainian or Russian name: Миколу is a case of Микола.

Names in lists stand in the genitive, dative or accusative as the sentence above the list asked.
The rules run from the declined ending to the basic one; what they give is a reading, never a
replacement.
"""

from collections.abc import Iterator
from functools import lru_cache

from wayhome.engines.names.person_name import Label, Likely
from wayhome.engines.names.same_name import is_listed, is_own_form
from wayhome.engines.names.script import comparison_form, script_of

_CONSONANTS = frozenset("бвгґджзйклмнпрстфхцчшщ")
_VOWELS = frozenset("аеєиіїоуюяыэё")

# Ending as declined, basic endings likeliest first. The longest ending that fits is used. A basic
# ending of "" means that the word ends with the consonant before.
_PATRONYMICS = {
    "вича": ["вич"], "вичу": ["вич"], "вичем": ["вич"], "вичеві": ["вич"], "вичові": ["вич"],
    "ича": ["ич"], "ичу": ["ич"], "ичем": ["ич"], "іча": ["іч"], "ічу": ["іч"], "ічем": ["іч"],
    "вни": ["вна"], "вны": ["вна"], "вні": ["вна"], "вне": ["вна"], "вну": ["вна"],
    "вною": ["вна"], "вной": ["вна"], "ичны": ["ична"], "ичне": ["ична"], "ичну": ["ична"],
    "ичной": ["ична"], "вичі": ["вич"], "виче": ["вич"],
}  # fmt: skip
_GIVEN = {
    "ія": ["ій", "ія"], "ия": ["ий", "ия"], "ію": ["ій", "ія"], "ию": ["ий", "ия"],
    "ієм": ["ій"], "ием": ["ий"], "ії": ["ія"], "ии": ["ия", "ий"], "ією": ["ія"],
    "єві": ["й"], "еві": ["ь", ""], "ові": ["", "о"], "ею": ["я", "а"], "ою": ["а"], "ой": ["а"],
    "ей": ["я"], "єю": ["я"], "ом": ["", "о"], "ем": ["ь", "й", ""], "єм": ["й"],
    "ла": ["ло", "л", "ел"], "ьва": ["ев"], "ьву": ["ев"], "лу": ["ло", "ла", "л", "ел"],
    "а": ["", "о"], "я": ["й", "ь", ""], "у": ["а", "", "о"], "ю": ["я", "й", "ь", ""],
    "и": ["а", "я"], "ы": ["а"], "і": ["а", "я"], "ї": ["я"], "е": ["а", "я"], "зі": ["га"],
    "ці": ["ка"], "сі": ["ха", "са"],
}  # fmt: skip
_SURNAMES_M = {
    "ського": ["ський"], "цького": ["цький"], "зького": ["зький"], "ского": ["ский"],
    "цкого": ["цкий"], "ському": ["ський"], "цькому": ["цький"], "скому": ["ский"],
    "цкому": ["цкий"], "ським": ["ський"], "цьким": ["цький"], "ским": ["ский"],
    "ого": ["ий", "ый", "ой"], "ому": ["ий", "ый", "ой"], "его": ["ий"], "його": ["ій"],
    "ем": ["ь", ""], "енка": ["енко"], "енку": ["енко"], "енком": ["енко"], "енкові": ["енко"],
    "ка": ["к", "ко"], "ку": ["к", "ко", "ка"], "ова": ["ов"], "ева": ["ев"], "єва": ["єв"],
    "іна": ["ін"], "ина": ["ин", "ина"], "їна": ["їн"], "ову": ["ов"], "еву": ["ев"],
    "єву": ["єв"], "ину": ["ин", "ина"], "іну": ["ін"], "овим": ["ов"], "овым": ["ов"],
    "евим": ["ев"], "евым": ["ев"], "иным": ["ин"], "ом": ["", "о"], "ця": ["ець", "ц"],
    "ьця": ["лець", "ець"], "цю": ["ець"], "а": ["", "о"], "я": ["ь", "й"], "у": ["", "а", "о"],
    "ю": ["ь", "й", "я"], "и": ["а"], "ы": ["а"], "і": ["а", "я"], "ою": ["а"], "ой": ["а"],
    "ові": ["", "о"], "еві": ["ь"], "єві": ["й"], "ія": ["ій"], "ію": ["ій"], "ая": ["ай"],
}  # fmt: skip
_SURNAMES_F = {
    "ської": ["ська"], "цької": ["цька"], "зької": ["зька"], "ській": ["ська"], "цькій": ["цька"],
    "ську": ["ська"], "цьку": ["цька"], "ською": ["ська"], "ской": ["ская"], "цкой": ["цкая"],
    "скую": ["ская"], "цкую": ["цкая"], "ової": ["ова"], "евої": ["ева"], "євої": ["єва"],
    "овій": ["ова"], "евій": ["ева"], "ову": ["ова"], "еву": ["ева"], "єву": ["єва"],
    "овою": ["ова"], "овой": ["ова"], "евой": ["ева"], "иной": ["ина"], "иної": ["ина"],
    "іної": ["іна"], "ину": ["ина"], "іну": ["іна"], "ої": ["а"], "ой": ["ая", "а"], "ую": ["ая"],
    "и": ["а"], "ы": ["а"], "у": ["а"], "ою": ["а"], "і": ["а"],
}  # fmt: skip
# How sure the likeliest basic form is; each further one is half as sure.
_FIRST = {Label.PATRONYMIC: 0.95, Label.GIVEN: 0.95, Label.SURNAME: 0.8}
_UNLISTED = 0.4  # of a given name that no table knows
_FALLING = 0.5
_SHORTEST = 3  # letters a declined word has at least


def _tables(label: Label, sex: str | None) -> list[dict[str, list[str]]]:
    if label is Label.PATRONYMIC:
        return [_PATRONYMICS]
    if label is Label.GIVEN:
        return [_GIVEN]
    by_sex = {"m": [_SURNAMES_M], "f": [_SURNAMES_F]}
    return by_sex.get(sex or "", [_SURNAMES_M, _SURNAMES_F])


def _basic_forms(word: str, table: dict[str, list[str]], *, longest: bool) -> Iterator[str]:
    """Basic forms by one table: of the longest ending that fits, or of every one."""
    for length in range(min(6, len(word) - 1), 0, -1):
        stem, basics = word[:-length], table.get(word[-length:].lower(), ())
        for basic in basics:
            if _can_follow(stem[-1].lower(), basic):
                yield stem + (basic.upper() if word.isupper() else basic)
        if basics and longest:
            return


def _can_follow(last: str, basic: str) -> bool:
    """Й stands after a vowel, ь and no ending after a consonant."""
    if basic[:1] == "й":
        return last in _VOWELS
    return last in _CONSONANTS if basic in {"", "ь"} else True


@lru_cache(maxsize=1 << 14)
def nominatives(
    word: str, label: Label, sex: str | None = None, *, dative: bool = True
) -> tuple[Likely, ...]:
    """Basic forms a declined word may have, likeliest first; empty if no rule fits.

    Args:
        word: one word in Cyrillic, as written.
        label: surname, given or patronymic: they decline differently.
        sex: `m`, `f` or None if unknown; only surnames need it.
        dative: False if the other words say that it is the genitive or accusative; then a
            surname in -у or -ю is one in -а or -я.
    """
    if script_of(word) != "Cyrl" or len(word) < _SHORTEST:
        return ()
    longest = label is not Label.GIVEN
    found = dict.fromkeys(
        form for table in _tables(label, sex) for form in _basic_forms(word, table, longest=longest)
    )
    forms, first = [form for form in found if form != word], _FIRST[label]
    if label is Label.GIVEN:
        listed = sorted(filter(is_listed, forms), key=lambda form: not is_own_form(form))
        forms, first = (listed, first) if listed else (forms, _UNLISTED)
    if not dative and label is Label.SURNAME and word.lower().endswith(("у", "ю")):
        forms.sort(key=lambda form: not form.lower().endswith(("а", "я")))
    return tuple(Likely(form, first * _FALLING**place) for place, form in enumerate(forms[:3]))


def is_declined_given_name(word: str) -> bool:
    """Whether a word is no listed given name itself but the declined form of one."""
    return (
        script_of(word) == "Cyrl"
        and not is_listed(word)
        and any(is_listed(form.text) for form in nominatives(word, Label.GIVEN))
    )


def is_declined_patronymic(word: str) -> bool:
    """Whether a patronymic ends as in another case than the nominative."""
    return not comparison_form(word).endswith(("ич", "іч", "вна", "ўна", "чна"))
