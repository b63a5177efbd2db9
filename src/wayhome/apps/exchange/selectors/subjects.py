"""Which subjects of the history belong to exchanges that a viewer may see."""

from django.db.models import Q

from wayhome.apps.audit.models import SubjectKey, User
from wayhome.apps.audit.subjects import any_holds
from wayhome.apps.exchange.models import (
    Absence,
    Exchange,
    HandoverStep,
    Site,
    StopDecision,
    Wish,
)
from wayhome.apps.exchange.policies import causes_of, exchanges_of


def keys_within(viewer: User, kind: SubjectKey.About) -> Q:
    """The condition on keys: of exchanges seen, of own sites, of what was told in private.

    A wish and a cause are read by the two who wrote them down, and by nobody else; what was told
    at a handover as `policies.causes_of` says.
    """
    if kind != SubjectKey.About.RECORD:
        return Q(pk__in=[])
    seen = Exchange.objects.filter(exchanges_of(viewer))
    sites = Site.objects.filter(holder__exchange__in=seen)
    wishes = Wish.objects.filter(Q(interviewer=viewer) | Q(approver=viewer))
    absences = Absence.objects.filter(Q(asked_by=viewer) | Q(approver=viewer))
    decisions = StopDecision.objects.filter(line__exchange__in=seen)
    causes = HandoverStep.objects.filter(causes_of(viewer), batch__exchange__in=seen)
    if not viewer.keeps_register:
        sites = sites.filter(holder__party=viewer.organisation.party_id)
        wishes, absences, decisions = wishes.none(), absences.none(), decisions.none()
    return any_holds([seen, sites, wishes, absences, decisions, causes])
