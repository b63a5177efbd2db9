"""Every sentence of the pages is there in every language, with the same placeholders."""

import re

import pytest

from wayhome.web.languages.catalogues import read_catalogue
from wayhome.web.languages.collecting import sentences

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
# Marks that lay a page out may move; what is filled in may not be lost. In Arabic a plural form
# may say the number in words ("two lines").
FORMS = {"uk": 3, "ru": 3, "ar": 6}


@pytest.mark.parametrize("language", ["uk", "ru", "ar"])
def test_no_sentence_is_missing(language):
    catalogue = read_catalogue(language)
    missing = []
    for context, message, place in sentences():
        key = message if isinstance(message, str) else message[0]
        known = catalogue.get(key, context)
        said = known.string if known else ""
        if not said or (isinstance(said, tuple) and not all(said)):
            missing.append(f"{place}: {key}")
    assert not missing, (
        f"{len(missing)} sentences are not translated. Run `make messages`, then write them into "
        f"src/wayhome/web/languages/catalogues/{language}.po:\n" + "\n".join(missing[:20])
    )


@pytest.mark.parametrize("language", ["uk", "ru", "ar"])
def test_every_translation_fills_in_the_same_things(language):
    for message in read_catalogue(language):
        if not message.id:
            continue
        if isinstance(message.id, str):
            assert sorted(PLACEHOLDER.findall(message.id)) == sorted(
                PLACEHOLDER.findall(message.string)
            ), message.id
        else:
            assert len(message.string) == FORMS[language], message.id
            wanted = set(PLACEHOLDER.findall(message.id[1]))
            for form in message.string:
                assert set(PLACEHOLDER.findall(form)) <= wanted, message.id


def test_no_sentence_is_kept_that_no_page_says():
    said = {(c, m if isinstance(m, str) else m[0]) for c, m, _ in sentences()}
    for language in ("uk", "ru", "ar"):
        for message in read_catalogue(language):
            key = message.id if isinstance(message.id, str) else message.id[0]
            assert not key or (message.context, key) in said, (language, key)
