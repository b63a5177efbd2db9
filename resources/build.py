"""Learn all correspondences again.

    uv run --with names-translator python resources/build.py PAIRS_FOLDER [NAME ...]

PAIRS_FOLDER holds `wd_russian_*.tsv`, `wd_arabic_*.tsv`, `wd_hebrew_*.tsv`: Latin spelling TAB
letters separated by blanks TAB count (Wikidata, CC0, as mined by Merhav & Ash, COLING 2018).
With NAMEs (as `latn-cyrl`) only those are learned. Two sets are written: what is shipped, and under
`benchmarks/resources` the same without anything from `names_translator`, whose names the linkage
benchmark draws from.
"""

import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import translitua
from names_translator.dicts import default_dicts

from wayhome.engines.names.correspondence import Correspondence, Settings

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "src" / "wayhome" / "resources" / "correspondence"
APART = ROOT / "benchmarks" / "resources" / "correspondence"

Pair = tuple[str, str]
Counted = dict[Pair, float]

# Romanisations, the usual ones more than once: a name takes some of them in turn.
UKRAINIAN = (
    *4 * (translitua.UkrainianKMU,),
    *2 * (translitua.UkrainianPassport2007,),
    *2 * (translitua.UkrainianNational1996,),
    *2 * (translitua.UkrainianBGN,),
    *2 * (translitua.UkrainianSimple,),
    translitua.UkrainianBGN2019,
    translitua.UkrainianBritish,
    translitua.UkrainianWWS,
    translitua.UkrainianFrench,
    translitua.UkrainianGerman,
    translitua.UkrainianISO9,
    translitua.UkrainianALALCModified,
    translitua.UkrainianPassport2004Alt,
)
RUSSIAN = (
    *4 * (translitua.RussianICAO,),
    *2 * (translitua.RussianInternationalPassport1997Reduced,),
    *2 * (translitua.RussianInternationalPassport1997,),
    *2 * (translitua.RussianGOST2006,),
    *2 * (translitua.RussianSimple,),
    *2 * (translitua.RussianDriverLicense,),
    translitua.RussianTelegram,
    translitua.RussianALALC,
    translitua.RussianISO9SystemA,
)
EVERY = 4  # words of the dictionary: a part teaches as much as the whole, sooner
READINGS = 4  # romanisations of each name
TWO_WAY = Settings(longest=2, widest=2)  # within one script, where both directions are alike


def wikidata(folder: Path, language: str) -> Counted:
    """Latin spellings with their targets; each pair once, however often it was seen."""
    found: Counted = {}
    for path in sorted(folder.glob(f"wd_{language}_*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            source, target, _ = line.split("\t")
            found[source, target.replace(" ", "")] = 1.0
    return found


def two_languages(*, with_dictionary: bool) -> list[Pair]:
    """Ukrainian and Russian forms of one name, lower case."""
    lines = (ROOT / "resources" / "uk_ru_wikidata.tsv").read_text(encoding="utf-8").splitlines()
    found = {tuple(line.split("\t")) for line in lines if not line.startswith("#")}
    if with_dictionary:
        dictionary = default_dicts()
        for pool in ("first", "patronymic", "last"):
            words, _ = dictionary._get(pool)
            keys = [key for key in words.keys() if len(key) > 2 and " " not in key]  # noqa: SIM118
            for key in sorted(keys)[::EVERY]:
                for form in dictionary.lookup_key(key, pool):
                    found.add((key, form.lower()))
    return sorted((ukrainian, russian) for ukrainian, russian in found)


def romanised(pairs: Iterable[Pair]) -> Iterator[tuple[str, list[str]]]:
    """Every form of the pairs with some of its romanisations."""
    ukrainian, russian = (sorted(set(side)) for side in zip(*pairs, strict=True))
    for words, tables in (ukrainian, UKRAINIAN), (russian, RUSSIAN):
        for number, word in enumerate(words):
            picked = [tables[(number * 7 + turn * 5) % len(tables)] for turn in range(READINGS)]
            spellings = (translitua.translit(word, table) for table in picked)
            yield word, [unicodedata.normalize("NFC", s.lower()) for s in spellings]


def plain(word: str) -> str:
    """A Latin word without its marks."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def latin_to_cyrillic(folder: Path, pairs: list[Pair]) -> Counted:
    """Spellings from Wikidata, and romanisations of Ukrainian and Russian names."""
    found = wikidata(folder, "russian")
    scale = len(found) / 2 / (READINGS * len(pairs))  # half as much in all as Wikidata's
    for word, spellings in romanised(pairs):
        for spelling in spellings:
            found[spelling, word] = found.get((spelling, word), 0.0) + scale
    return found


def within_cyrillic(pairs: list[Pair]) -> Counted:
    """Ukrainian to Russian, Russian to Ukrainian, and each to itself."""
    found: Counted = defaultdict(float)
    for ukrainian, russian in pairs:
        for pair, weight in (
            ((ukrainian, russian), 1.0),
            ((russian, ukrainian), 1.0),
            ((ukrainian, ukrainian), 0.7),
            ((russian, russian), 0.7),
        ):
            found[pair] += weight
    return found


def within_latin(folder: Path, pairs: list[Pair]) -> Counted:
    """Romanisations of one name against each other, with and without marks, and to itself."""
    found: Counted = defaultdict(float)
    for _, spellings in romanised(pairs):
        first, *others = spellings
        for other in others:
            found[first, other] += 1.0
            found[other, first] += 1.0
        found[first, first] += 1.0
    for spelling, _ in list(wikidata(folder, "russian"))[::EVERY]:
        found[spelling, spelling] += 1.0
        bare = plain(spelling)
        if bare != spelling:
            found[spelling, bare] += 1.0
            found[bare, spelling] += 1.0
    return found


def learn(name: str, found: Counted, *, within: bool) -> Correspondence:
    """Learn one correspondence from counted pairs."""
    source, target = (part.title() for part in name.split("-"))
    pairs = [(x, y, count) for (x, y), count in found.items()]
    settings = TWO_WAY if within else None
    return Correspondence.learn(
        pairs, source_script=source, target_script=target, forward=settings, backward=settings
    )


NOTES = {
    "latn-cyrl": "Wikidata (CC0); romanisations by translitua (MIT) of Ukrainian and Russian names",
    "latn-arab": "Wikidata (CC0)",
    "latn-hebr": "Wikidata (CC0)",
    "cyrl-cyrl": "Wikidata (CC0)",
    "latn-latn": "Wikidata (CC0); romanisations by translitua (MIT) of Ukrainian and Russian names",
}
TOLD_APART = ("latn-cyrl", "cyrl-cyrl", "latn-latn")  # differ with and without the dictionary


def build(name: str, folder: Path, out: Path, *, with_dictionary: bool) -> None:
    """Learn and write one correspondence."""
    pairs = two_languages(with_dictionary=with_dictionary) if name in TOLD_APART else []
    found = {
        "latn-cyrl": lambda: latin_to_cyrillic(folder, pairs),
        "cyrl-cyrl": lambda: within_cyrillic(pairs),
        "latn-latn": lambda: within_latin(folder, pairs),
        "latn-arab": lambda: wikidata(folder, "arabic"),
        "latn-hebr": lambda: wikidata(folder, "hebrew"),
    }[name]()
    model = learn(name, found, within=name in ("cyrl-cyrl", "latn-latn"))
    from_dictionary = with_dictionary and name in TOLD_APART
    sources = NOTES[name] + ("; names_translator (MIT)" if from_dictionary else "")
    model.save(
        out / name, [f"Learned by resources/build.py. Sources: {sources}.", "See store.py to read."]
    )


def main() -> None:
    """Build the named correspondences, or all."""
    folder, names = Path(sys.argv[1]), sys.argv[2:] or list(NOTES)
    for name in names:
        build(name, folder, SHIPPED, with_dictionary=True)
        if name in TOLD_APART:
            build(name, folder, APART, with_dictionary=False)


if __name__ == "__main__":
    main()
