"""File names of scripts that leave vowels out under their likeliest rendering on the other list.

Sound keys of Arabic and Hebrew script hold consonants only, so they seldom meet the keys of a
Latin or Cyrillic spelling. The learned correspondence finds, among all names of the other list,
the one a name most likely renders; it is then filed as that one is.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.linkage.comparisons import Floats
from wayhome.engines.linkage.prepare import Ints, Tokens
from wayhome.engines.names import comparison_form, script_of
from wayhome.engines.names.correspondence import Correspondence, correspondence_between
from wayhome.engines.names.romanise import romanise_for_reading

WITHOUT_VOWELS = ("Arab", "Hebr")

SURE = 3.0
"""log10 likelihood ratio from which a name is filed under its rendering."""


def adopted(
    tokens: Tokens,
    in_a: NDArray[np.bool_],
    in_b: NDArray[np.bool_],
    *,
    folder: Path | None = None,
) -> Tokens:
    """The tokens, those without vowels filed as their likeliest rendering on the other list.

    Args:
        tokens: all distinct name parts of both lists.
        in_a: which of them occur on list a.
        in_b: which of them occur on list b.
        folder: of learned correspondences, instead of those shipped.
    """
    scripts = np.array([script_of(written) for written in tokens.written])
    take = np.arange(tokens.count, dtype=np.int32)
    best = np.full(tokens.count, SURE, np.float32)
    alone = (tokens.words[:, 0] < 0) & (tokens.initial < 0)  # one word, and all of it
    for mine, other in ((in_a, in_b), (in_b, in_a)):
        targets = np.flatnonzero(other & np.isin(scripts, ("Latn", "Cyrl")) & alone)
        # In an order that does not depend on which list comes first.
        targets = np.array(sorted(targets, key=tokens.written.__getitem__), np.int64)
        for script in WITHOUT_VOWELS:
            asked = np.flatnonzero(mine & (scripts == script) & alone)
            model = correspondence_between(script, "Latn", folder=folder)
            if model is not None and len(asked) and len(targets):
                _adopt(model, tokens.written, scripts, asked, targets, take, best)
    if (take == np.arange(tokens.count)).all():
        return tokens
    return replace(
        tokens,
        stems=tuple(tokens.stems[i] for i in take),
        hard=tuple(tokens.hard[i] for i in take),
        text=tokens.text[take],
        length=tokens.length[take],
        mask=tokens.mask[take],
        same=tokens.same[take],
        equivalent=tokens.equivalent[take],
        begins=tokens.begins[take],
        consonants=tokens.consonants[take],
        consonant_text=tokens.consonant_text[take],
        consonant_length=tokens.consonant_length[take],
        filed_as=take,
    )


def _adopt(
    model: Correspondence,
    written: Sequence[str],
    scripts: NDArray[np.str_],
    asked: NDArray[np.int64],
    targets: NDArray[np.int64],
    take: Ints,
    best: Floats,
) -> None:
    queries = [comparison_form(written[i]) for i in asked]
    spellings = [_in_latin(written[i], str(scripts[i])) for i in targets]
    found, score = model.retrieve(queries, spellings, top=1)
    sure = (score[:, 0] >= best[asked]) & (found[:, 0] >= 0)
    take[asked[sure]] = targets[found[sure, 0]]
    best[asked[sure]] = score[sure, 0]


def _in_latin(written: str, script: str) -> str:
    if script == "Cyrl":
        language = "uk" if set(written.lower()) & set("іїєґ") else "ru"
        return comparison_form(romanise_for_reading(written, language))
    return comparison_form(written)
