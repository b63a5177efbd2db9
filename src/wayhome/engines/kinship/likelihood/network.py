"""A family at one marker as a network of factors over genes, phases and meioses.

Variables: the paternal and the maternal gene of every untyped member (A states each); for a
typed member the list of ordered genotypes behind the typing (two for a heterozygote, one for a
homozygote); for every meiosis of an untyped parent which of the two genes was handed on. Hence

P(typings, genotype of the free member) =
    sum over the variables of  product over founders' genes of p(gene)
                             x product over meioses of 1/2 M(gene handed on, gene received)
                             x product over typed members of P(typing | genotype)

where M is the mutation matrix of the parent's sex. On the X chromosome a man has one gene, from
his mother, and hands it to every daughter. Factors stay small because a meiosis is written as
two factors, one for each gene of the parent, joined by the variable of the meiosis; members from
whom no typed member descends are left out, as their factors sum to one.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from wayhome.engines.kinship.likelihood.contraction import Array, Factor, Variables
from wayhome.engines.kinship.likelihood.model import Stack, UntypedFounders
from wayhome.engines.kinship.likelihood.states import Places, States
from wayhome.engines.kinship.pedigree import Pedigree, Sex
from wayhome.values import InvalidEvidence

FATHER, MOTHER = 0, 1
Meiosis = tuple[str, str]  # parent, child


@dataclass(frozen=True, slots=True, eq=False)
class Gene:
    """What a meiosis ends in: a variable, and which allele each of its states is (None: all)."""

    variable: int
    alleles: Places | None


@dataclass(slots=True)
class Network:
    """The factors of one family over a batch of markers or cases, ready to be contracted.

    `kept` are the variables of the free member. `founder_genes` are those left without a prior
    because alleles of founders are not independent (theta), `founder_counts` (B, A) the alleles
    of typed founders then. `meioses` are the selecting variables when they are left unweighted
    for linkage; None stands for one whose outcome is settled by symmetry.
    """

    stack: Stack
    factors: dict[Variables, Array] = field(default_factory=dict)
    kept: Variables = ()
    founder_genes: list[int] = field(default_factory=list)
    founder_counts: Array = field(default_factory=lambda: np.zeros((0, 0)))
    meioses: dict[Meiosis, int | None] = field(default_factory=dict)
    variables: int = 0

    def variable(self) -> int:
        """A new variable."""
        self.variables += 1
        return self.variables - 1

    def add(self, variables: Variables, array: Array) -> None:
        """Add a factor over variables: (B or 1, sizes). Those over the same are multiplied."""
        held = self.factors.get(variables)
        self.factors[variables] = array if held is None else held * array

    def listed(self) -> list[Factor]:
        """The factors, as `contract` takes them."""
        return [Factor(variables, array) for variables, array in self.factors.items()]


def relevant(pedigree: Pedigree, seen: Collection[str]) -> list[str]:
    """Those seen and their ancestors, parents first: all others sum to one."""
    wanted = set(seen)
    for member in reversed(pedigree.members):
        if member.id in wanted:
            wanted.update(parent for parent in (member.father, member.mother) if parent)
    return [member for member in pedigree.ids if member in wanted]


class Builder:
    """Builds the network of one family: `typed` are states by member, `free` is left open.

    `opened` are more members left open, whose genes `genes` tells once the network is built.

    With `dependent` founders' genes get no prior (theta); with `linked` meioses get no weight.
    `settles` says whether symmetry between a founder's two genes may settle one meiosis.
    """

    def __init__(
        self,
        pedigree: Pedigree,
        typed: Mapping[str, States],
        free: str | None,
        stack: Stack,
        *,
        dependent: bool = False,
        linked: bool = False,
        settles: bool = True,
        opened: Collection[str] = (),
    ) -> None:
        self._pedigree, self._typed, self._free = pedigree, typed, free
        self._seen = {*typed, *opened, *([free] if free else [])}
        self._stack, self._dependent, self._linked = stack, dependent, linked
        self._net = Network(stack)
        self._members = relevant(pedigree, self._seen)
        self._parents = {m: [pedigree[m].father, pedigree[m].mother] for m in self._members}
        self._absent = {m: self._one_parent(m) for m in self._members}
        self._children = {m: self._kept_children(m) for m in self._members}
        self._leave_out_founders()
        self._genes: dict[str, list[Gene | None]] = {}
        self._settled = self._settle() if settles else set()
        if dependent:
            cases = max(len(stack.p), *(len(states.weight) for states in typed.values()), 1)
            self._net.founder_counts = np.zeros((cases, stack.p.shape[1]))

    def build(self) -> Network:
        """The network, every member's factors added."""
        for member in self._members:
            self._genes[member] = self._enter(member)
        for member in self._members:
            for side in (FATHER, MOTHER):
                self._receive(member, side)
        if self._free:
            genes = self._genes[self._free]
            self._net.kept = tuple(gene.variable for gene in genes if gene is not None)
        return self._net

    def genes(self, member: str) -> Variables:
        """The variables of a member's genes: one for a man on the X chromosome, else two."""
        return tuple(gene.variable for gene in self._genes[member] if gene is not None)

    def _one_parent(self, member: str) -> set[int]:
        """The sides on which a member with one parent in the pedigree lacks the other."""
        parents = self._parents[member]
        missing = {side for side in (FATHER, MOTHER) if parents[side] is None}
        return missing if len(missing) == 1 else set()

    def _kept_children(self, member: str) -> list[str]:
        return [child for child in self._pedigree.children(member) if child in self._parents]

    def _is_founder(self, member: str) -> bool:
        """Whether both genes are drawn from the population as they are."""
        if self._parents[member] != [None, None]:
            return False
        return not self._absent[member] or self._drops

    @property
    def _drops(self) -> bool:
        return self._stack.untyped_founders is UntypedFounders.DROPPED

    def _leave_out_founders(self) -> None:
        """Take out untyped founders with one child; the child's allele stands for them.

        Parents come first, so that a child who becomes such a founder is met after them.
        """
        for member in list(self._members):
            children = self._children[member]
            if member in self._seen or len(children) != 1 or not self._is_founder(member):
                continue
            child = children[0]
            side = self._parents[child].index(member)
            self._parents[child][side] = None
            self._absent[child].add(side)
            self._members.remove(member)

    def _settle(self) -> set[Meiosis]:
        """For every untyped founder one meiosis whose outcome may be taken as the first gene.

        The two genes of a founder are alike before any child is seen. The child chosen is an
        untyped one where there is one: its meiosis would be the dearest.
        """
        settled: set[Meiosis] = set()
        for member in self._members:
            if member not in self._typed and self._is_founder(member):
                children = sorted(self._children[member], key=lambda c: c in self._typed)
                settled.update((member, child) for child in children[:1])
        return settled

    def _hemizygous(self, member: str) -> bool:
        if not self._stack.x_linked:
            return False
        if self._pedigree[member].sex is Sex.UNKNOWN:
            raise InvalidEvidence(
                f"The sex of {member} is not stated, which a marker on the X chromosome needs."
            )
        return self._pedigree[member].sex is Sex.MALE

    def _enter(self, member: str) -> list[Gene | None]:
        """Give a member variables, and a typed one the weights of the states."""
        states = self._typed.get(member)
        alone = self._hemizygous(member)
        if states is None:
            paternal = None if alone else Gene(self._net.variable(), None)
            return [paternal, Gene(self._net.variable(), None)]
        state = self._net.variable()
        self._net.add((state,), states.weight)
        paternal = None if alone else Gene(state, states.paternal)
        return [paternal, Gene(state, states.maternal)]

    def _receive(self, member: str, side: int) -> None:
        """Add the factors of where a member's gene on one side comes from."""
        gene = self._genes[member][side]
        if gene is None:
            return
        parent = self._parents[member][side]
        matrix = self._stack.female if side == MOTHER else self._stack.male
        if parent is not None:
            self._transmit(parent, member, gene, _columns(matrix, gene))
        elif self._is_founder(member) or self._drops:
            self._draw(member, gene)
        elif self._dependent:
            drawn = self._net.variable()
            self._net.founder_genes.append(drawn)
            self._net.add((drawn, gene.variable), _columns(matrix, gene))
        else:
            handed_on = np.matmul(self._stack.p[:, None, :], _columns(matrix, gene))
            self._net.add((gene.variable,), handed_on[:, 0])

    def _draw(self, member: str, gene: Gene) -> None:
        """A gene drawn from the population."""
        if not self._dependent:
            p = self._stack.p
            array = p if gene.alleles is None else np.take_along_axis(p, gene.alleles, axis=1)
            self._net.add((gene.variable,), array)
        elif gene.alleles is None:
            self._net.founder_genes.append(gene.variable)
        elif self._is_counted(member):
            counts = self._net.founder_counts
            known = np.broadcast_to(gene.alleles[:, 0], len(counts))
            np.add.at(counts, (np.arange(len(counts)), known), 1.0)
        else:
            drawn = self._net.variable()
            self._net.founder_genes.append(drawn)
            one = np.eye(self._stack.p.shape[1])[gene.alleles]
            self._net.add((gene.variable, drawn), one)

    def _is_counted(self, member: str) -> bool:
        """Whether a typed member's drawn alleles are known, whatever the phase."""
        states = self._typed[member]
        if self._genes[member][FATHER] is None:
            return True
        return states.fixed and self._is_founder(member)

    def _transmit(self, parent: str, child: str, gene: Gene, matrix: Array) -> None:
        """A meiosis: `matrix` (B, A, T) from the parent's allele to the child's."""
        genes = [source for source in self._genes[parent] if source is not None]
        if len(genes) == 1:  # a father's only X
            self._hand_on(genes[0], gene, matrix, None, 0)
            return
        first, second = genes
        states = self._typed.get(parent)
        if states is not None and not self._linked:
            known = slice(0, 1 if states.fixed else None)
            rows = _rows(matrix, states.paternal[:, known])
            rows = (rows + _rows(matrix, states.maternal[:, known])) / 2
            if states.fixed:
                self._net.add((gene.variable,), rows[:, 0])
            else:
                self._net.add((first.variable, gene.variable), rows)
            return
        if (parent, child) in self._settled:
            self._net.meioses[parent, child] = None
            self._hand_on(first, gene, matrix, None, 0)
            return
        selector = self._net.variable()
        self._net.meioses[parent, child] = selector
        self._hand_on(first, gene, matrix, selector, 0)
        self._hand_on(second, gene, matrix, selector, 1)

    def _hand_on(
        self, source: Gene, gene: Gene, matrix: Array, selector: int | None, chosen: int
    ) -> None:
        """The factor of one gene of the parent: in force where the selector names it, else one."""
        if source.alleles is not None:
            matrix = _rows(matrix, source.alleles)
        if selector is None:
            self._net.add((source.variable, gene.variable), matrix)
            return
        half = 0.5 if chosen == 0 and not self._linked else 1.0
        both = np.full((matrix.shape[0], 2, *matrix.shape[1:]), half)
        both[:, chosen] *= matrix
        self._net.add((selector, source.variable, gene.variable), both)


def _columns(matrix: Array, gene: Gene) -> Array:
    """(B, A, A) to (B, A, T): the columns of the alleles the gene may be."""
    if gene.alleles is None:
        return matrix
    return np.take_along_axis(matrix, gene.alleles[:, None, :], axis=2)


def _rows(matrix: Array, alleles: Places) -> Array:
    """(B, A, T) to (B, K, T): the rows of the parent's alleles."""
    return np.take_along_axis(matrix, alleles[:, :, None], axis=1)
