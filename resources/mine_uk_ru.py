"""Find Ukrainian and Russian forms of one name in Wikidata, through rigour's name symbols.

    uv run --group resources python resources/mine_uk_ru.py PAIRS_FOLDER

A Russian spelling (the targets of `wd_russian_*.tsv`) is respelled in every way Ukrainian might
write it. A respelling counts if Wikidata knows it under a symbol of the Russian spelling. Writes
`uk_ru_wikidata.tsv` beside this file: Ukrainian TAB Russian. Source: Wikidata, CC0.
"""

import re
import sys
from itertools import islice, product
from pathlib import Path

from rigour.names import NameTypeTag, analyze_names

HERE = Path(__file__).parent
MOST = 800  # respellings tried for one name
RESPELL = {"и": "иі", "ы": "и", "е": "еєі", "э": "е", "г": "гґ", "о": "оі", "ъ": "'"}
VOWELS = "аеёиоуыэюя"
# What tells that the pair is not merely one Russian spelling found twice.
UKRAINIAN = re.compile("[іїєґ]|[сц]ьк|ць$")
RUSSIAN = re.compile("[ыэёъ]")
AMBIGUOUS = re.compile("[иыэёъ]")


def symbols(token: str) -> set[str]:
    """Wikidata items that have this token among their names."""
    names = analyze_names(NameTypeTag.PER, [token], phonetics=False, consolidate=False)
    return {
        str(symbol.id)
        for name in names
        for symbol in name.symbols
        if str(symbol.category).endswith(".NAME")
    }


def letters(word: str, at: int) -> list[str]:
    """What Ukrainian may write for one Russian letter."""
    letter, after = word[at], word[at + 1 : at + 2]
    before = word[at - 1] if at else ""
    if letter == "ё":
        return ["е", "йо", "ьо", "о"]
    if letter == "и" and before and before in VOWELS:
        return ["ї", "і", "и"]
    if letter in "сц" and after == "к":
        return [letter, letter + "ь"]
    if letter == "ц" and not after:
        return ["ць", "ц"]
    if letter == "ь" and after and after in "еёюяи":
        return ["ь", "'", ""]
    return list(RESPELL.get(letter, letter))


def respellings(word: str) -> set[str]:
    """Every way Ukrainian might write a Russian name."""
    options = [letters(word, at) for at in range(len(word))]
    ways = 1
    for option in options:
        ways *= len(option)
    if ways > MOST:  # leave out what is rare
        options = [[way for way in option if way != "ґ"] for option in options]
        options = [option if option != ["о", "і"] else ["о"] for option in options]
    found = {"".join(way) for way in islice(product(*options), MOST)}
    if word.endswith("ая"):
        found |= {way[:-1] for way in found}
    if word.endswith("ий"):
        found |= {way[:-2] + "ій" for way in found}
    return found


def pairs_of(russian: str) -> list[tuple[str, str]]:
    """Ukrainian forms of a Russian spelling that Wikidata knows for the same name."""
    known = symbols(russian)
    if not known:
        return []
    forms = sorted(form for form in respellings(russian) if known & symbols(form))
    different = [form for form in forms if form != russian]
    told_apart = [f for f in different if UKRAINIAN.search(f) or RUSSIAN.search(russian)]
    if told_apart:
        return [(form, russian) for form in told_apart]
    if russian in forms and not AMBIGUOUS.search(russian):
        return [(russian, russian)]
    return []


def main() -> None:
    """Read the Russian spellings, write the pairs."""
    spellings: set[str] = set()
    for path in sorted(Path(sys.argv[1]).glob("wd_russian_*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            spellings.add(line.split("\t")[1].replace(" ", "").replace("’", "'"))
    tokens = sorted(word for word in spellings if re.fullmatch("[а-яё']{3,}", word))
    found = sorted({pair for token in tokens for pair in pairs_of(token)})
    head = "# Ukrainian and Russian forms of one name; Wikidata (CC0) through rigour's symbols.\n"
    text = head + "".join(f"{ukrainian}\t{russian}\n" for ukrainian, russian in found)
    (HERE / "uk_ru_wikidata.tsv").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
