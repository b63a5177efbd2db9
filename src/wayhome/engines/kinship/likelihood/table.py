"""Families weighed: the likelihood of what was typed, and a table over the missing person.

For a marker and a family with one missing person M let R be the relatives' typings. The table
holds for every genotype g, not phased,

    related[g]   = P(R and M has g)
    unrelated[g] = P(R and a person of the same population, not related, has g)

so that a profile's likelihood ratio for being M is a look-up, related[g] / unrelated[g], or with
an incomplete typing t the ratio of the sums of P(t | g) related[g] and P(t | g) unrelated[g].
Without theta unrelated[g] = P(R) P(g).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wayhome.engines.kinship.likelihood.contraction import Array, contract
from wayhome.engines.kinship.likelihood.model import MarkerModel, Panel, Stack, UntypedFounders
from wayhome.engines.kinship.likelihood.network import Builder
from wayhome.engines.kinship.likelihood.states import State, States, states_of, weighable
from wayhome.engines.kinship.likelihood.theta import contract_dependent, contract_with_stranger
from wayhome.engines.kinship.pedigree import Pedigree, Sex
from wayhome.engines.kinship.profiles import Profile, Typing
from wayhome.values import InvalidEvidence

SIZE_CLASSES = (8, 12, 17, 24, 34, 50, 72)  # markers with about as many alleles are done together


@dataclass(frozen=True, eq=False)
class MarkerTable:
    """One marker of one family, over the genotypes of its missing person.

    `family` is P(R). `related` and `unrelated` are (A, A), symmetric: both halves hold the
    number of the genotype without phase, so that look-ups need no order. On the X chromosome a
    man's one allele stands on the diagonal.
    """

    model: MarkerModel
    family: float
    related: Array
    unrelated: Array
    hemizygous: bool = False

    def likelihoods(self, typing: Typing, *, dropout: float | None = None) -> tuple[float, float]:
        """P(R and the typing | related) and P(R and the typing | unrelated).

        Raises as `states_of`.
        """
        states = states_of(typing, self.model, hemizygous=self.hemizygous, dropout=dropout)
        by_genotype = {(min(a, b), max(a, b)): weight for a, b, weight in states}
        related = sum(self.related[g] * w for g, w in by_genotype.items())
        unrelated = sum(self.unrelated[g] * w for g, w in by_genotype.items())
        return float(related), float(unrelated)

    def likelihood_ratio(self, typing: Typing, *, dropout: float | None = None) -> float:
        """How much likelier the typing is for the missing person than for a stranger.

        Raises:
            InvalidEvidence: the relatives' typings cannot all be right, or as `states_of`.
            InvalidFrequencies, InvalidModel: as `states_of`.
        """
        self._check_relatives()
        related, unrelated = self.likelihoods(typing, dropout=dropout)
        return related / unrelated

    @cached_property
    def distribution(self) -> Array:
        """P(the missing person has g | R): (A, A), both halves the number of the genotype.

        Raises:
            InvalidEvidence: the relatives' typings cannot all be right.
        """
        self._check_relatives()
        return self.related / self.family

    def _check_relatives(self) -> None:
        if self.family == 0:
            raise contradiction(self.model.name)


def contradiction(where: str) -> InvalidEvidence:
    """The refusal of relatives whose typings cannot all be right."""
    return InvalidEvidence(
        f"The relatives' typings at {where} contradict their pedigree without a mutation. "
        "Check the family, or use a mutation model."
    )


def family_tables(
    pedigree: Pedigree, profiles: Mapping[str, Profile], missing: str, panel: Panel
) -> dict[str, MarkerTable]:
    """The tables of the missing person over every marker a relative is typed at.

    `profiles` are by member id. Typings that cannot be weighed (three alleles or more) count as
    failed.

    Raises:
        InvalidEvidence: the missing person is not in the pedigree or is typed, a member typed is
            not in it, a sex is needed and not stated, an allele has no frequency.
        TooLarge: the family is too entangled for an exact answer.
    """
    check_family(pedigree, profiles, missing)
    tables: dict[str, MarkerTable] = {}
    for _, markers, typed in grouped(profiles, panel):
        tables.update(_tables(pedigree, profiles, missing, panel, markers, typed))
    return {marker: tables[marker] for marker in panel.models if marker in tables}


def likelihoods(
    pedigree: Pedigree, profiles: Mapping[str, Profile], panel: Panel
) -> dict[str, float]:
    """P(all typings) by marker, for every marker a member is typed at. Raises as above."""
    check_family(pedigree, profiles, None)
    found: dict[str, float] = {}
    for _, markers, typed in grouped(profiles, panel):
        stack = panel.stack(markers)
        states = _states(pedigree, profiles, panel, markers, typed)
        found.update(zip(markers, evaluate(pedigree, states, None, stack).tolist(), strict=True))
    return {marker: found[marker] for marker in panel.models if marker in found}


def evaluate(
    pedigree: Pedigree, typed: Mapping[str, States], free: str | None, stack: Stack
) -> Array:
    """P(typings), (B,), or with a free member P(typings and the ordered genotype), (B, A, A).

    B is the number of cases in the states and the stack; where one of them has a single case it
    stands for all.

    On the X chromosome a free man has one allele: (B, A).
    """
    builder = Builder(pedigree, typed, free, stack, dependent=stack.theta > 0)
    network = builder.build()
    if stack.theta > 0:
        result = contract_dependent(network, stack)
    else:
        result = contract(network.listed(), network.kept)
    cases = max(len(stack.p), *(len(states.weight) for states in typed.values()), 1)
    return np.broadcast_to(result, (cases, *result.shape[1:]))


def _tables(
    pedigree: Pedigree,
    profiles: Mapping[str, Profile],
    missing: str,
    panel: Panel,
    markers: tuple[str, ...],
    typed: tuple[str, ...],
) -> dict[str, MarkerTable]:
    stack = panel.stack(markers)
    states = _states(pedigree, profiles, panel, markers, typed)
    alone_there = hemizygous(pedigree, missing, panel.models[markers[0]])
    related = unphased(evaluate(pedigree, states, missing, stack), alone_there)
    is_kept = stack.untyped_founders is UntypedFounders.KEPT and not stack.theta
    family = _total(related) if is_kept else evaluate(pedigree, states, None, stack)
    unrelated = strangers(pedigree, states, stack, family, hemizygous=alone_there)
    return {
        marker: MarkerTable(
            model=(model := panel.models[marker]),
            family=float(family[place]),
            related=related[place, : (n := len(model.alleles)), :n],
            unrelated=unrelated[place, :n, :n],
            hemizygous=alone_there,
        )
        for place, marker in enumerate(markers)
    }


def strangers(
    pedigree: Pedigree,
    typed: Mapping[str, States],
    stack: Stack,
    family: Array,
    *,
    hemizygous: bool,
) -> Array:
    """P(typings and a stranger's genotype, not phased): (B, A, A); `family` is P(typings), (B,)."""
    if stack.theta > 0:
        network = Builder(pedigree, typed, None, stack, dependent=True).build()
        return unphased(contract_with_stranger(network, stack, hemizygous=hemizygous), hemizygous)
    alone = stack.p if hemizygous else stack.p[:, :, None] * stack.p[:, None, :]
    return unphased(alone, hemizygous) * family[:, None, None]


def unphased(ordered: Array, hemizygous: bool) -> Array:
    """Both halves the sum of the two phases; a man's X alleles on the diagonal."""
    if hemizygous:
        return ordered[:, :, None] * np.eye(ordered.shape[1])
    both = ordered + ordered.transpose(0, 2, 1)
    places = np.arange(both.shape[1])
    both[:, places, places] /= 2
    return both


def _total(unphased: Array) -> Array:
    """The sum over genotypes, each once: (B,)."""
    places = np.arange(unphased.shape[1])
    twice: Array = unphased.sum(axis=(1, 2)) + unphased[:, places, places].sum(axis=1)
    return twice / 2


def grouped(
    profiles: Mapping[str, Profile], panel: Panel
) -> Iterable[tuple[tuple[object, ...], tuple[str, ...], tuple[str, ...]]]:
    """Markers that are done together, with the members typed at them, and what they share.

    One group has the same members typed, how fully, about as many alleles and one kind of model;
    these, in this order, are what they share.
    """
    groups: dict[tuple[object, ...], list[str]] = {}
    typed_by: dict[tuple[object, ...], tuple[str, ...]] = {}
    for marker, model in panel.models.items():
        typings = {m: profile.typings.get(marker) for m, profile in profiles.items()}
        typed = tuple(m for m, typing in typings.items() if weighable(typing))
        if not typed:
            continue
        partly = tuple(len(typings[m] or ()) == 1 for m in typed)
        size = next((c for c in SIZE_CLASSES if c >= len(model.alleles)), len(model.alleles))
        assumed = (model.x_linked, model.theta, model.untyped_founders, bool(model.silent))
        key = (typed, partly, size, *assumed)
        groups.setdefault(key, []).append(marker)
        typed_by[key] = typed
    return [(key, tuple(markers), typed_by[key]) for key, markers in groups.items()]


def _states(
    pedigree: Pedigree,
    profiles: Mapping[str, Profile],
    panel: Panel,
    markers: Sequence[str],
    typed: Sequence[str],
) -> dict[str, States]:
    return {
        member: States.of(
            [member_states(pedigree, profiles[member], member, panel.models[m]) for m in markers]
        )
        for member in typed
    }


def hemizygous(pedigree: Pedigree, member: str, model: MarkerModel) -> bool:
    """Whether a member has one copy of the marker: a man of an X marker."""
    return model.x_linked and pedigree[member].sex is Sex.MALE


def states_by_member(
    pedigree: Pedigree,
    profiles: Mapping[str, Profile],
    model: MarkerModel,
    *,
    dropout: Mapping[str, float] | None = None,
) -> dict[str, States]:
    """The states of every member whose typing at the marker can be weighed, a batch of one."""
    missed = dropout or {}
    return {
        member: States.of(
            [member_states(pedigree, profile, member, model, dropout=missed.get(member))]
        )
        for member, profile in profiles.items()
        if weighable(profile.typings.get(model.name))
    }


def member_states(
    pedigree: Pedigree,
    profile: Profile,
    member: str,
    model: MarkerModel,
    *,
    dropout: float | None = None,
) -> list[State]:
    """The ordered genotypes behind a member's typing at the marker."""
    alone = hemizygous(pedigree, member, model)
    return states_of(profile.typings[model.name], model, hemizygous=alone, dropout=dropout)


def check_family(pedigree: Pedigree, profiles: Mapping[str, Profile], missing: str | None) -> None:
    """Refuse profiles of nobody in the pedigree, and a missing person who is not free in it."""
    strangers = [member for member in profiles if member not in pedigree]
    if strangers:
        raise InvalidEvidence(
            f"{strangers[0]} is typed but is not in the pedigree. "
            "Add that member, or give the profile the id it has in the pedigree."
        )
    if missing is not None and (missing not in pedigree or missing in profiles):
        raise InvalidEvidence(
            f"The missing person {missing} must be a member of the pedigree without a profile."
        )
