"""Which form and which verb belong to each kind of row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayhome.apps.talks.forms import promised, said, table
from wayhome.apps.talks.forms.filing import RecordForm
from wayhome.apps.talks.services.commitments import (
    add_wording,
    attach_list,
    record_assessment,
    record_commitment,
    record_lapse,
    record_reaffirmation,
)
from wayhome.apps.talks.services.deliveries import record_delivery, record_number
from wayhome.apps.talks.services.processes import add_issue, add_side
from wayhome.apps.talks.services.proposals import record_proposal, record_response
from wayhome.apps.talks.services.rounds import (
    record_delegate,
    record_delegation,
    record_outcome,
    record_round,
)
from wayhome.apps.talks.services.statements import record_position, record_statement


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of row that is entered by hand."""

    title: Promise
    form: type[RecordForm]
    service: Callable[..., Any]


KINDS: dict[str, Kind] = {
    "side": Kind(_("Add a side"), table.SideForm, add_side),
    "issue": Kind(_("Add an issue"), table.IssueForm, add_issue),
    "round": Kind(_("Record a round"), table.RoundForm, record_round),
    "outcome": Kind(_("Record what a round ended with"), table.OutcomeForm, record_outcome),
    "delegation": Kind(_("Record a delegation"), table.DelegationForm, record_delegation),
    "delegate": Kind(_("Record a delegate"), table.DelegateForm, record_delegate),
    "statement": Kind(_("Record a statement"), said.StatementForm, record_statement),
    "position": Kind(_("Record a position"), said.PositionForm, record_position),
    "proposal": Kind(_("Record a proposal"), said.ProposalForm, record_proposal),
    "response": Kind(_("Record an answer to a proposal"), said.ResponseForm, record_response),
    "commitment": Kind(_("Record a commitment"), promised.CommitmentForm, record_commitment),
    "wording": Kind(_("Put another wording beside"), promised.WordingForm, add_wording),
    "reaffirmation": Kind(
        _("Record that it was affirmed again"), promised.ReaffirmationForm, record_reaffirmation
    ),
    "lapse": Kind(_("Record that it lapsed"), promised.LapseForm, record_lapse),
    "number": Kind(_("Record a number that somebody says"), said.NumberForm, record_number),
    "list": Kind(_("Attach a list"), promised.ListForm, attach_list),
}
"""What a negotiator enters. Deliveries and assessments have pages of their own: others may too."""

DELIVERY = Kind(_("Record a delivery"), promised.DeliveryForm, record_delivery)
ASSESSMENT = Kind(_("Record an assessment"), promised.AssessmentForm, record_assessment)
