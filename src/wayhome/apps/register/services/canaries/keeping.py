"""Who was invented before and stays: as long as the lines stay that went the same way.

A receiver who lays two of his files side by side sees which lines are in both, which changed and
which are in one alone. An invented person does what most lines do that stood in the same of his
files: with them he comes again, changes, or is gone.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from wayhome.apps.register.models.disclosure import INVENTED
from wayhome.apps.register.selectors.disclosures import Leaving
from wayhome.apps.register.services.canaries.received import Invented, Received


@dataclass(frozen=True, slots=True)
class Staying:
    """Somebody invented before, who stands in this disclosure too.

    As he stood in `as_in`, an earlier disclosure; or, if that is `None`, changed as the line
    `like` was changed since `before`, the earlier disclosure.
    """

    who: Invented
    like: Leaving
    as_in: int | None
    before: int


def who_stays(received: Received, content: Sequence[Leaving], *, draw: Random) -> list[Staying]:
    """Those invented before who do as the lines of this content do."""
    here = {received.chain_of(one.entry.pk): one for one in content}
    nobody_new = here.keys() <= received.real.keys()
    staying = []
    for who in received.invented:
        alike = received.alike(who)
        still = [chain for chain in alike if chain in here]
        most = bool(still) and 2 * len(still) >= len(alike)
        if most or (nobody_new and len(still) >= INVENTED):
            staying.append(_as_most(who, {chain: here[chain] for chain in still}, received, draw))
    return staying


def _as_most(
    who: Invented, still: Mapping[int, Leaving], received: Received, draw: Random
) -> Staying:
    """He stands as he stood when most of these stood as they do now, or is changed as they are."""
    known = {chain: received.last_with(chain, one.entry.pk) for chain, one in still.items()}
    ((as_in, _lines),) = Counter(known.values()).most_common(1)
    like = draw.choice([chain for chain in still if known[chain] == as_in])
    before = next(one for one in reversed(list(received.order)) if one in who.lines)
    return Staying(who, still[like], as_in, before)
