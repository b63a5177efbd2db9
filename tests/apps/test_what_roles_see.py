"""A selector gives nothing to a role that may not see its kind, whatever a view forgets to ask.

Beside the gate of the pages this is the second lock: it holds for exports, fragments and tasks.
"""

from functools import reduce
from operator import or_

import pytest
from access_table import ROWS
from django.utils import timezone
from test_access_matrix import staff, worlds  # noqa: F401  fixtures

from conftest import NOON
from wayhome.apps.audit.models import SubjectKey, Witness
from wayhome.apps.audit.policies import TABLE
from wayhome.apps.audit.selectors import accounts, reads
from wayhome.apps.audit.selectors.history import tree
from wayhome.apps.audit.subjects import KINDS as ALL
from wayhome.apps.audit.subjects import _within, within_partition
from wayhome.apps.register.models import Appearance, Assertion, Judgement, PersonList
from wayhome.apps.register.selectors import (
    answers,
    disclosures,
    erasure,
    flags,
    funnel,
    lists,
    lists_content,
    persons,
)
from wayhome.apps.register.selectors import judgements as judged
from wayhome.apps.register.selectors.candidates import candidates_visible_to
from wayhome.apps.register.selectors.candidates.comparisons import comparisons_visible_to

pytestmark = pytest.mark.django_db
KINDS = (
    "role_request", "reset", "checkpoint", "look", "list", "match", "candidate", "judgement",
    "person", "fate", "erasure", "flag", "disclosure", "received",
)  # fmt: skip


@pytest.fixture
def filled(worlds):  # noqa: F811
    """One of everything of every party."""
    for world in worlds.values():
        for kind in KINDS:
            world.arguments(kind)
    by = worlds["keeper"].staff["auditor"]
    Witness.objects.create(name="observer", public_key=bytes(32), added_by=by, added_at=NOON)
    return worlds


def asks_to_undo(filled):
    """What was confirmed by two, and somebody asks to withdraw."""
    for world in filled.values():
        asked = {
            "withdrawal_asked_by": world.staff["reviewer"],
            "withdrawal_asked_at": NOON,
            "withdrawal_reason": "a brother",
            "decided_by": world.staff["approver"],
            "decided_at": NOON,
        }
        Judgement.objects.filter(partition=world.party).update(state="confirmed", **asked)
        Assertion.objects.filter(partition=world.party).update(state="standing", **asked)


def dropped(viewer, world):
    """The lines that a second version of the list has no more."""
    first = PersonList.objects.get(uid=world.arguments("list")["uid"])
    return lists_content.dropped_from(PersonList(pk=0, predecessor=first), viewer)


def behind_funnel(viewer, world):
    shown = PersonList.objects.get(uid=world.arguments("list")["uid"])
    return funnel.rows_behind(shown, viewer, stage="lines")


def subject(viewer, world):
    found = reads.subject_visible_to(viewer, world.entries[0].key_id)
    return [found] if found else []


def alone(selector, **told):
    return lambda viewer, _world: selector(viewer, **told)


SEEN = {
    "requests for roles": (
        "audit.see_accounts",
        lambda viewer, _world: accounts.role_requests_visible_to(viewer, at=timezone.now()),
    ),
    "resets": (
        "audit.see_accounts",
        lambda viewer, _world: accounts.resets_visible_to(viewer, at=timezone.now()),
    ),
    "accounts": ("audit.see_accounts", alone(accounts.accounts_visible_to)),
    "checkpoints": ("audit.see_history", alone(tree.checkpoints)),
    "witnesses": ("audit.see_history", alone(tree.witnesses)),
    "readers": ("audit.see_reads", alone(reads.readers)),
    "subjects": ("audit.see_who_has_seen", subject),
    "lines to answer": ("register.record_answer", alone(answers.lines_to_answer)),
    "comparisons": ("register.match_lists", alone(comparisons_visible_to)),
    "candidates": ("register.see_candidate", alone(candidates_visible_to)),
    "disclosures received": (
        "register.see_disclosure", alone(disclosures.disclosures_received_by),
    ),
    "erasures": ("audit.approve_erasure", alone(erasure.erasures_visible_to)),
    "flags": ("register.flag_line", alone(flags.flags_visible_to)),
    "rows of a funnel": ("register.see_line", behind_funnel),
    "lists": ("register.see_list", alone(lists.lists_visible_to)),
    "lines dropped": ("register.see_line", dropped),
    "persons": ("register.see_person", alone(persons.persons_visible_to)),
    "claims": ("register.see_line", alone(persons.assertions_visible_to)),
    "fates to confirm": ("register.confirm_assertion", alone(persons.fates_to_confirm)),
}  # fmt: skip
UNDONE = {
    "judgements to withdraw": (
        "register.withdraw_judgement", alone(judged.judgement_withdrawals_waiting_for),
    ),
    "fates to withdraw": (
        "register.confirm_assertion", alone(persons.fate_withdrawals_waiting_for),
    ),
}  # fmt: skip


def wrong_in(table, staff, filled):  # noqa: F811
    """Which selectors give a role anything that it may not see, or those who may nothing."""
    wrong = []
    for name, (permission, selector) in table.items():
        for (party, role), viewer in staff.items():
            there = bool(len(selector(viewer, filled[party])))
            if there != TABLE[permission].allows(viewer):
                wrong.append((name, party, role, there))
    return wrong


def test_what_a_role_may_not_see_is_empty_for_it_and_only_for_it(staff, filled):  # noqa: F811
    assert Appearance.objects.exists()
    assert wrong_in(SEEN, staff, filled) == []
    asks_to_undo(filled)
    assert wrong_in(UNDONE, staff, filled) == []


def test_every_subject_is_found_by_its_kind(staff, filled):  # noqa: F811
    """The apps are asked kind by kind of key. No row they name has a key of another kind."""
    for world in filled.values():
        for kind in {row.about for row in ROWS.values() if row.about}:
            world.arguments(kind)
    for viewer in (staff["keeper", "reviewer"], staff["north", "approver"]):
        of_any = reduce(or_, (named(viewer, kind) for named in _within.values() for kind in ALL))
        held = dict(SubjectKey.objects.filter(of_any).values_list("pk", "about"))
        found = SubjectKey.objects.filter(within_partition(viewer))
        assert held == dict(found.values_list("pk", "about"))
        assert set(held.values()) == set(ALL)
