"""`python -m wayhome.web.languages`: bring every sentence of the pages into the catalogues."""

from wayhome.web.languages.collecting import collect

for language, count in collect().items():
    print(f"{language}: {count} sentences without a translation")  # noqa: T201
