"""Write src/wayhome/resources/names/same_name.tsv: which spellings are one given name.

    python resources/same_name_build.py PERSONS_TXT OUT.tsv

PERSONS_TXT is `rigour/data/names/persons.txt` from a wheel of rigour 1.x (MIT; later versions
compile it into their core), a list of Wikidata items (CC0) with the labels and aliases of each.
It holds surnames as well: an item is kept when Faker (MIT) knows one of its forms as a first name
in any language, and when its forms in Latin, Cyrillic, Arabic and Hebrew script are in at least
two scripts. Needs `faker` beside this package; nothing of Faker is written out.
"""

import importlib
import pkgutil
import sys
from collections.abc import Container, Iterator
from pathlib import Path

from wayhome.engines.names.script import comparison_form, normal_form, script_of

SCRIPTS = {"Latn", "Cyrl", "Arab", "Hebr"}
HEADER = """\
# Which spellings are one given name, in Latin, Cyrillic, Arabic and Hebrew script.
# Wikidata's labels and aliases (CC0), as gathered by rigour (MIT, OpenSanctions), in comparison
# form. Built by resources/same_name_build.py; not edited by hand.
# Columns: number of the Wikidata item (Q is left out), forms separated by blanks.
"""


def first_names() -> set[str]:
    """Faker's first names in all languages, in normal form."""
    person_providers = importlib.import_module("faker.providers.person")
    names: set[str] = set()
    for module in pkgutil.iter_modules(person_providers.__path__):
        provider = importlib.import_module(f"{person_providers.__name__}.{module.name}").Provider
        for attribute in dir(provider):
            listed = getattr(provider, attribute)
            if attribute.startswith("first_name") and isinstance(listed, list | tuple | dict):
                names.update(normal_form(name) for name in listed if isinstance(name, str))
    return names


def items(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each Wikidata item of the file: its number and its forms as given."""
    for line in path.read_text(encoding="utf-8").splitlines():
        forms, item = line.strip().split(" => ")
        if item.startswith("Q"):  # the others are rigour's own
            yield int(item[1:]), forms.split(", ")


def kept_forms(forms: list[str]) -> list[str]:
    """The forms of one word in the scripts kept, in comparison form, each once."""
    return sorted(
        {
            folded
            for form in forms
            if len(folded := comparison_form(form)) > 1
            and script_of(folded) in SCRIPTS
            and folded.isalpha()
        }
    )


def table(source: Path, known: Container[str]) -> str:
    """The whole table: the items of the file that hold a known first name, by number."""
    rows = []
    for number, forms in items(source):
        kept = kept_forms(forms)
        in_scripts = {script_of(form) for form in kept}
        if len(in_scripts) > 1 and any(normal_form(form) in known for form in forms):
            rows.append((number, kept))
    return HEADER + "".join(f"{number}\t{' '.join(forms)}\n" for number, forms in sorted(rows))


if __name__ == "__main__":
    persons, target = map(Path, sys.argv[1:])
    target.write_text(table(persons, first_names()), encoding="utf-8", newline="\n")
