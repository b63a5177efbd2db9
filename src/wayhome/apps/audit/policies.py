"""Who may do what: one table, as data.

Each permission names the roles that have it and whose people may have it: `keeper` for the
institution that keeps the register alone, `all` for every party within its own partition. What
an account sees of a permitted kind is narrowed further by the selectors: the viewer is part of
every query.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import rules

from wayhome.apps.audit.models import Role, User

R = Role


@dataclass(frozen=True, slots=True)
class Allowed:
    """The roles that have a permission, and whether only the register's keeper has it."""

    roles: frozenset[Role]
    keeper_only: bool = False

    def allows(self, user: User) -> bool:
        """Whether this account has the permission."""
        return bool(self.roles & user.roles) and (user.keeps_register or not self.keeper_only)


def _may(*roles: Role, keeper_only: bool = False) -> Allowed:
    return Allowed(roles=frozenset(roles), keeper_only=keeper_only)


NEEDS_FACTOR: frozenset[str] = frozenset({R.APPROVER, R.ADMINISTRATOR})
"""Who has one of these roles has a second factor, and two administrators grant it."""

REQUEST_LASTS = timedelta(days=3)
"""After this a request for a role or a reset lapses."""

EVERYBODY = tuple(Role)
CASEWORK = (R.REGISTRAR, R.REVIEWER, R.APPROVER, R.FORENSIC, R.CHILD_CASEWORKER)

TABLE: dict[str, Allowed] = {
    "audit.see_home": _may(*EVERYBODY),
    # history: numbers and acts, never persons
    "audit.see_history": _may(R.AUDITOR, keeper_only=True),
    "audit.see_reads": _may(R.AUDITOR, keeper_only=True),
    "audit.add_witness": _may(R.AUDITOR, keeper_only=True),
    "audit.see_who_has_seen": _may(R.APPROVER, R.AUDITOR),
    "audit.get_evidence": _may(R.REVIEWER, R.APPROVER, R.AUDITOR),
    "audit.ask_erasure": _may(R.APPROVER, keeper_only=True),
    "audit.approve_erasure": _may(R.APPROVER, keeper_only=True),
    # accounts: no persons
    "audit.see_accounts": _may(R.ADMINISTRATOR, keeper_only=True),
    "audit.change_account": _may(R.ADMINISTRATOR, keeper_only=True),
    "audit.reset_factor": _may(R.ADMINISTRATOR, keeper_only=True),
    # lists
    "register.see_list": _may(*CASEWORK, R.NEGOTIATOR),
    "register.import_list": _may(R.REGISTRAR),
    "register.roll_back_list": _may(R.REGISTRAR),
    "register.see_line": _may(*CASEWORK),
    "register.record_answer": _may(R.REGISTRAR, R.REVIEWER),
    "register.flag_line": _may(*CASEWORK),
    "register.flag_harm": _may(R.APPROVER, R.CHILD_CASEWORKER, keeper_only=True),
    # matching and judging
    "register.match_lists": _may(R.REGISTRAR, R.REVIEWER),
    "register.see_candidate": _may(R.REVIEWER, R.APPROVER),
    "register.propose_judgement": _may(R.REVIEWER, R.APPROVER),
    "register.confirm_judgement": _may(R.APPROVER),
    "register.withdraw_judgement": _may(R.APPROVER),
    # persons
    "register.see_person": _may(*CASEWORK),
    "register.see_sealed": _may(R.APPROVER, R.CHILD_CASEWORKER),  # relatives, health
    "register.search_persons": _may(*CASEWORK),
    "register.create_person": _may(R.REGISTRAR, R.REVIEWER),
    "register.assert_fact": _may(R.REGISTRAR, R.REVIEWER, R.FORENSIC, R.CHILD_CASEWORKER),
    "register.confirm_assertion": _may(R.APPROVER),
    # what leaves a partition
    "register.see_disclosure": _may(R.REGISTRAR, R.REVIEWER, R.APPROVER, R.NEGOTIATOR),
    "register.ask_disclosure": _may(R.REGISTRAR, R.REVIEWER),
    "register.approve_disclosure": _may(R.APPROVER),
    "register.recall_disclosure": _may(R.APPROVER),
    "register.see_alerts": _may(R.APPROVER, keeper_only=True),
    # talks
    "talks.see_talks": _may(*CASEWORK, R.NEGOTIATOR),
    "talks.record_talks": _may(R.NEGOTIATOR),
    "talks.see_confidence": _may(R.NEGOTIATOR, keeper_only=True),
    "talks.record_delivery": _may(R.REGISTRAR, R.NEGOTIATOR),
    "talks.assess": _may(R.REVIEWER, R.NEGOTIATOR),
    # exchanges
    "exchange.see_exchange": _may(R.REGISTRAR, R.REVIEWER, R.APPROVER, R.NEGOTIATOR),
    "exchange.run_exchange": _may(R.NEGOTIATOR, keeper_only=True),
    "exchange.propose_line": _may(R.REGISTRAR, R.NEGOTIATOR),
    "exchange.answer_line": _may(R.REGISTRAR, R.NEGOTIATOR),
    "exchange.accept_list": _may(R.NEGOTIATOR),
    "exchange.interview": _may(R.REVIEWER, keeper_only=True),
    "exchange.approve_absence": _may(R.APPROVER, keeper_only=True),
    "exchange.see_private": _may(R.REVIEWER, R.APPROVER, keeper_only=True),
    "exchange.decide_stop": _may(R.REVIEWER, R.APPROVER, keeper_only=True),
    "exchange.hand_over": _may(R.REGISTRAR, R.REVIEWER, keeper_only=True),
}


def install() -> None:
    """Register every row of the table with `rules`."""
    for name, allowed in TABLE.items():
        if not rules.perm_exists(name):
            rules.add_perm(name, rules.predicate(_holds(allowed), name=name))


def _holds(allowed: Allowed) -> Callable[[User], bool]:
    def holds(user: User) -> bool:
        return user.is_authenticated and allowed.allows(user)

    return holds
