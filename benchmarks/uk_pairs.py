"""Make Ukrainian > Russian and Ukrainian > Latin surname pairs for benchmarks/names.py.

    uv run --with names-translator python benchmarks/uk_pairs.py FOLDER

From the surnames in the dictionaries of PyPI `names_translator` (MIT). Every fifth is held out.
Writes uk_ru_train.tsv, uk_ru_test.tsv, uk_latn_train.tsv, uk_latn_test.tsv. The Latin spellings are
half CMU 55 (of the Ukrainian form), half ICAO 9303 (of the Russian form, as in passports issued
from it). TEST also holds targets nobody asks for, with an empty source, up to 40,000 in all.
"""

import sys
from pathlib import Path

import translitua
from names_translator.dicts import default_dicts

TARGETS = 40_000


def surnames() -> list[tuple[str, str]]:
    """Every surname in Ukrainian with each of its Russian forms, in the order of the alphabet."""
    dictionary = default_dicts()
    words, _ = dictionary._get("last")
    keys = sorted(key for key in words.keys() if key.isalpha() and len(key) > 2)  # noqa: SIM118
    return [(key, form.lower()) for key in keys for form in dictionary.lookup_key(key, "last")]


def romanise(number: int, ukrainian: str, russian: str) -> str:
    """CMU 55 or ICAO 9303, in turn."""
    if number % 2:
        return translitua.translit(ukrainian, translitua.UkrainianKMU)
    return translitua.translit(russian, translitua.RussianICAO)


def write(folder: Path, name: str, pairs: list[tuple[str, str]]) -> None:
    """Split pairs by their source: every fifth source is held out."""
    number = {source: n for n, source in enumerate(dict.fromkeys(source for source, _ in pairs))}
    held_out = [pair for pair in pairs if number[pair[0]] % 5 == 4]
    rest = [pair for pair in pairs if number[pair[0]] % 5 != 4]
    asked = {target for _, target in held_out}
    others = list(dict.fromkeys(target for _, target in rest if target not in asked))
    others = others[:: max(1, len(others) // (TARGETS - len(asked)))][: TARGETS - len(asked)]
    for part, lines in ("train", rest), ("test", held_out + [("", target) for target in others]):
        text = "".join(f"{source}\t{' '.join(target)}\t1\n" for source, target in lines)
        (folder / f"{name}_{part}.tsv").write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    pairs = surnames()
    write(folder, "uk_ru", pairs)
    romanised = [(uk, romanise(n, uk, ru)) for n, (uk, ru) in enumerate(pairs)]
    write(folder, "uk_latn", romanised)


if __name__ == "__main__":
    main()
