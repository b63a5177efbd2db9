"""Tables of the talks. Written only by this app's services."""

from wayhome.apps.talks.models.commitments import (
    Assessment,
    Commitment,
    CommitmentWording,
    Lapse,
    ListOfCommitment,
    Reaffirmation,
)
from wayhome.apps.talks.models.deliveries import Delivery, NumberClaim
from wayhome.apps.talks.models.drafts import DraftDecision, ReportDraft
from wayhome.apps.talks.models.kept import Confidentiality, Kept, Recorded
from wayhome.apps.talks.models.processes import Issue, Process, Side
from wayhome.apps.talks.models.proposals import Proposal, Response
from wayhome.apps.talks.models.readings import ReadingJob
from wayhome.apps.talks.models.reports import Report
from wayhome.apps.talks.models.rounds import Delegate, Delegation, Outcome, Round
from wayhome.apps.talks.models.statements import Position, Stance, Statement
from wayhome.apps.talks.models.terms import Comparator, Terms, Unit, What
from wayhome.apps.talks.models.words import Translation, Wording
