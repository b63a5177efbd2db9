"""The public sheet of a process: totals that anybody may know, and no person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import cast

from wayhome.apps.audit.models import User
from wayhome.apps.talks.models import Confidentiality, Process, Proposal, Round
from wayhome.apps.talks.selectors.pictures.promised import Kept, kept_of, only_offered
from wayhome.apps.talks.selectors.process import promised_in, proposals_of, rounds_of


@dataclass(frozen=True)
class Anybody:
    """Who belongs to no party and sees what the keeper made public, and nothing else."""

    keeps_register: bool = False
    organisation: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(party_id=0))

    def has_perm(self, permission: str) -> bool:
        """Anybody may see public talks."""
        return permission == "talks.see_talks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What was promised and counted in public."""

    rounds: Sequence[Round]
    kept: Sequence[Kept]
    offered: Sequence[Proposal]


def has_sheet(process: Process) -> bool:
    """Whether these talks are public, as the institution that keeps the register records them."""
    return process.partition.keeps_register and process.confidentiality == Confidentiality.PUBLIC


def sheet_of(process: Process, as_of: date) -> Sheet:
    """The sheet of talks that have one: the same for whoever asks for it."""
    anybody = cast(User, Anybody())
    return Sheet(
        rounds=list(rounds_of(process, anybody)),
        kept=[kept_of(one) for one in promised_in(process, anybody, as_of)],
        offered=only_offered(proposals_of(process, anybody)),
    )
