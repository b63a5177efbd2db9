"""The slow twin of the kinship engine: the probability of every genotype of every member.

Written from the definitions alone, as one array with an axis for each member, for pedigrees of a
few members and markers of a few alleles.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

import numpy as np
import numpy.typing as npt

from wayhome.engines.kinship import (
    Kind,
    MarkerModel,
    Member,
    Mutation,
    Pedigree,
    Sex,
    Typing,
    UntypedFounders,
    mutation_matrix,
)

Array = npt.NDArray[np.float64]
NONE = -1  # the paternal X of a man


class Twin:
    """One marker's model, for sums over all genotypes."""

    def __init__(self, model: MarkerModel) -> None:
        self.model, self.alleles = model, model.alleles
        self.p = np.array(model.frequencies.frequencies) * (1 - model.silent)
        if model.silent:
            self.p = np.append(self.p, model.silent)
        self.matrices = [self._matrix(m) for m in (model.mutation.male, model.mutation.female)]

    def _matrix(self, mutation: Mutation) -> Array:
        if mutation.kind is Kind.PROPORTIONAL:
            mutation = replace(mutation, rate=mutation.rate / (1 - self.model.silent))
        n = len(self.model.frequencies.alleles)
        matrix = np.eye(len(self.alleles))
        matrix[:n, :n] = mutation_matrix(mutation, self.model.frequencies)
        return matrix

    def genotypes(self, member: Member) -> list[tuple[int, int]]:
        """Paternal and maternal allele; a man has no paternal X."""
        every = range(len(self.alleles))
        if self.model.x_linked and member.sex is Sex.MALE:
            return [(NONE, allele) for allele in every]
        return list(product(every, every))

    def seen(
        self, typing: Typing, genotype: tuple[int, int], dropout: float | None = None
    ) -> float:
        """P(typing | genotype): silent copies are never seen, others missed with P(drop-out)."""
        names = [self.alleles[a] for a in genotype if a != NONE]
        visible = [name for name in names if name != "silent"]
        if dropout is None:
            whole = len(typing) == 2 or NONE in genotype
            return float(set(visible) == set(typing) if whole else set(typing) <= set(visible))
        total = 0.0
        for shown in product([True, False], repeat=len(visible)):
            kept = {name for name, is_shown in zip(visible, shown, strict=True) if is_shown}
            if kept == set(typing):
                total += float(np.prod([1 - dropout if s else dropout for s in shown]))
        return total

    def joint(self, pedigree: Pedigree, typings: Mapping[str, Typing]) -> Array:
        """P(typings and the genotypes), an axis for each member in the pedigree's order."""
        axes = self._axes(pedigree)
        joint, founding = np.ones([1] * len(axes)), []
        for member in pedigree.members:
            if member.id in typings:
                states = self.genotypes(member)
                seen = np.array([self.seen(typings[member.id], g) for g in states])
                joint = joint * seen.reshape(axes[member.id][1].shape)
            for side, parent in enumerate((member.father, member.mother)):
                allele = axes[member.id][side]
                if np.all(allele == NONE):
                    continue
                if parent is None:
                    founding.append(allele)
                else:
                    joint = joint * self._received(axes[parent], allele, side)
        return joint * self._drawn(founding)

    def _axes(self, pedigree: Pedigree) -> dict[str, tuple[Array, Array]]:
        """Each member's paternal and maternal alleles along an axis of its own."""
        count, axes = len(pedigree.members), {}
        for place, member in enumerate(pedigree.members):
            shape = [1] * count
            shape[place] = -1
            both = np.array(self.genotypes(member))
            axes[member.id] = (both[:, 0].reshape(shape), both[:, 1].reshape(shape))
        return axes

    def _received(self, parent: tuple[Array, Array], allele: Array, side: int) -> Array:
        """P(a gene received | the parent's genotype), the parent being the father on side 0."""
        copies = [gene for gene in parent if not np.all(gene == NONE)]
        return sum(self.matrices[side][gene, allele] for gene in copies) / len(copies)

    def _drawn(self, alleles: list[Array]) -> Array:
        """P(the founders' alleles), drawn one after another from the subpopulation."""
        theta, total = self.model.theta, np.ones(1)
        for n, allele in enumerate(alleles):
            copies = sum((earlier == allele) * 1.0 for earlier in alleles[:n])
            draw = copies * theta + (1 - theta) * self.p[allele]
            total = total * draw / (1 + (n - 1) * theta)
        return total

    def cut(self, pedigree: Pedigree, most: int = 20_000) -> Pedigree:
        """The pedigree without its last members, so that the joint array stays small."""
        whole = with_both_parents(pedigree)
        cells = np.prod([len(self.genotypes(m)) for m in whole.members], dtype=float)
        return pedigree if cells <= most else self.cut(Pedigree(pedigree.members[:-1]), most)

    def prepared(self, pedigree: Pedigree, seen: set[str]) -> Pedigree:
        """The pedigree as the model takes it: lone untyped founders kept or dropped."""
        if self.model.untyped_founders is UntypedFounders.DROPPED:
            return without_lone_founders(pedigree, seen)
        return with_both_parents(pedigree)

    def likelihood(self, pedigree: Pedigree, typings: Mapping[str, Typing]) -> float:
        """P(typings)."""
        return float(self.joint(self.prepared(pedigree, set(typings)), typings).sum())

    def table(
        self, pedigree: Pedigree, typings: Mapping[str, Typing], free: str
    ) -> dict[tuple[int, int], float]:
        """P(typings and the ordered genotype of one member)."""
        pedigree = self.prepared(pedigree, {*typings, free})
        joint, place = self.joint(pedigree, typings), pedigree.ids.index(free)
        others = tuple(axis for axis in range(joint.ndim) if axis != place)
        return dict(zip(self.genotypes(pedigree[free]), joint.sum(axis=others), strict=True))


def with_both_parents(pedigree: Pedigree) -> Pedigree:
    """Unknown parents of members with one parent written out as founders."""
    members = []
    for m in pedigree.members:
        father, mother = m.father, m.mother
        if not m.is_founder and father is None:
            father = f"father of {m.id}"
            members.append(Member(father, sex=Sex.MALE))
        if not m.is_founder and mother is None:
            mother = f"mother of {m.id}"
            members.append(Member(mother, sex=Sex.FEMALE))
        members.append(Member(m.id, father, mother, m.sex))
    return Pedigree(tuple(members))


def without_lone_founders(pedigree: Pedigree, seen: set[str]) -> Pedigree:
    """Untyped members without children, and founders with one, taken out again and again."""
    for member in pedigree.members:
        children = pedigree.children(member.id)
        lone = not children or (member.is_founder and len(children) == 1)
        if member.id not in seen and lone:
            rest = [
                Member(
                    m.id,
                    None if m.father == member.id else m.father,
                    None if m.mother == member.id else m.mother,
                    m.sex,
                )
                for m in pedigree.members
                if m is not member
            ]
            return without_lone_founders(Pedigree(tuple(rest)), seen)
    return pedigree


def linked_likelihood(
    pedigree: Pedigree, typings: list[Mapping[str, Typing]], twins: list[Twin], r: float
) -> float:
    """P(typings at both markers), over all outcomes of all meioses at the two markers."""
    pedigree = with_both_parents(pedigree)
    meioses = [
        (m.id, side)
        for m in pedigree.members
        for side, parent in enumerate((m.father, m.mother))
        if parent is not None
    ]
    total = 0.0
    by_marker: list[dict[tuple[int, ...], float]] = [{}, {}]
    for outcome in product((0, 1), repeat=len(meioses)):
        chosen = dict(zip(meioses, outcome, strict=True))
        for twin, typed, found in zip(twins, typings, by_marker, strict=True):
            found[outcome] = _given_meioses(twin, pedigree, typed, chosen)
    for first, second in product(by_marker[0], repeat=2):
        together = np.prod([1 - r if a == b else r for a, b in zip(first, second, strict=True)])
        total += by_marker[0][first] * by_marker[1][second] * together / 2 ** len(meioses)
    return float(total)


def _given_meioses(
    twin: Twin,
    pedigree: Pedigree,
    typings: Mapping[str, Typing],
    chosen: Mapping[tuple[str, int], int],
) -> float:
    """P(typings | which gene of the parent every meiosis handed on)."""
    axes, joint = twin._axes(pedigree), np.ones([1] * len(pedigree.members))
    for member in pedigree.members:
        if member.id in typings:
            seen = np.array([twin.seen(typings[member.id], g) for g in twin.genotypes(member)])
            joint = joint * seen.reshape(axes[member.id][1].shape)
        for side, parent in enumerate((member.father, member.mother)):
            allele = axes[member.id][side]
            if np.all(allele == NONE):
                continue
            if parent is None:
                joint = joint * twin.p[allele]
                continue
            copies = [gene for gene in axes[parent] if not np.all(gene == NONE)]
            gene = copies[chosen[member.id, side] % len(copies)]
            joint = joint * twin.matrices[side][gene, allele]
    return float(joint.sum())
