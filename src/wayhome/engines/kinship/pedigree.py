"""Who descends from whom: pedigrees of any shape, loops and inbreeding included.

Twins, adoptions and donors are outside: a member has one biological father and one biological
mother, either of whom may be unknown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from wayhome.engines.kinship.errors import InvalidPedigree


class Sex(StrEnum):
    """The biological sex a pedigree or an amelogenin typing states."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Member:
    """One place in a pedigree. `id` is a laboratory code, never a name.

    A parent that is None is unknown: an unrelated, untyped person of the population who has no
    other part in the pedigree.
    """

    id: str
    father: str | None = None
    mother: str | None = None
    sex: Sex = Sex.UNKNOWN

    @property
    def is_founder(self) -> bool:
        """Whether neither parent is in the pedigree."""
        return self.father is None and self.mother is None


@dataclass(frozen=True, slots=True)
class Pedigree:
    """Members of one family, parents before their children whatever the order given.

    Raises:
        InvalidPedigree: an id twice or empty, a parent who is not a member, a father who is
            female or a mother who is male, one person as both parents, a member who descends
            from himself.
    """

    members: tuple[Member, ...]
    _by_id: Mapping[str, Member] = field(init=False, repr=False, compare=False)
    _children: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id = _index(self.members)
        for member in self.members:
            _check_parents(member, by_id)
        ordered = _parents_first(self.members, by_id)
        children: dict[str, list[str]] = {}
        for member in ordered:
            for parent in (member.father, member.mother):
                if parent is not None:
                    children.setdefault(parent, []).append(member.id)
        object.__setattr__(self, "members", ordered)
        object.__setattr__(self, "_by_id", by_id)
        object.__setattr__(self, "_children", {k: tuple(v) for k, v in children.items()})

    def __getitem__(self, member_id: str) -> Member:
        """The member of that id; KeyError when there is none."""
        return self._by_id[member_id]

    def __contains__(self, member_id: object) -> bool:
        return member_id in self._by_id

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id, parents before their children."""
        return tuple(member.id for member in self.members)

    @property
    def founders(self) -> tuple[str, ...]:
        """The ids of those without a parent in the pedigree."""
        return tuple(member.id for member in self.members if member.is_founder)

    def children(self, member_id: str) -> tuple[str, ...]:
        """The ids of a member's children, in the pedigree's order."""
        return self._children.get(member_id, ())

    def with_members(self, more: Iterable[Member]) -> "Pedigree":
        """The pedigree with more members."""
        return Pedigree((*self.members, *more))


def _index(members: tuple[Member, ...]) -> dict[str, Member]:
    by_id: dict[str, Member] = {}
    for member in members:
        if not member.id:
            raise InvalidPedigree("A member of the pedigree has no id. Give every member one.")
        if member.id in by_id:
            raise InvalidPedigree(f"The id {member.id} stands twice in the pedigree.")
        by_id[member.id] = member
    return by_id


def _check_parents(member: Member, by_id: Mapping[str, Member]) -> None:
    sides = ((member.father, "father", Sex.FEMALE), (member.mother, "mother", Sex.MALE))
    for parent, role, wrong in sides:
        if parent is None:
            continue
        if parent not in by_id:
            raise InvalidPedigree(
                f"The {role} of {member.id} is {parent}, who is not in the pedigree. "
                "Add that member, untyped if need be."
            )
        if by_id[parent].sex is wrong:
            raise InvalidPedigree(
                f"{parent} is the {role} of {member.id} but is entered as {wrong}."
            )
    if member.father is not None and member.father == member.mother:
        raise InvalidPedigree(f"{member.father} is both father and mother of {member.id}.")


def _parents_first(members: tuple[Member, ...], by_id: Mapping[str, Member]) -> tuple[Member, ...]:
    ordered: dict[str, Member] = {}
    open_branch: set[str] = set()
    for start in members:
        stack = [start.id]
        while stack:
            current = stack[-1]
            parents = (by_id[current].father, by_id[current].mother)
            waiting = [p for p in parents if p is not None and p not in ordered]
            if current in ordered or not waiting:
                ordered.setdefault(current, by_id[current])
                open_branch.discard(current)
                stack.pop()
            elif current in open_branch:
                raise InvalidPedigree(f"{current} would be an ancestor of himself or herself.")
            else:
                open_branch.add(current)
                stack.extend(reversed(waiting))
    return tuple(ordered.values())
