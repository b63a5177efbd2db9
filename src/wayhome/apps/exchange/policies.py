"""Who may see an exchange, which side an account speaks for, and how a line moves.

The keeper sees every exchange under a commitment it may see. A party sees those it is a side of,
if the commitment was opened to it. To anybody else there is no exchange.
"""

from collections.abc import Mapping

from django.db.models import Q, QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.audit.once import keys_for_page
from wayhome.apps.exchange.models import Exchange, ExchangeSide, LineEvent
from wayhome.apps.talks.models import Commitment
from wayhome.apps.talks.policies import seen_by

K = LineEvent.Kind


def exchanges_of(viewer: User) -> Q:
    """The condition on exchanges that holds for those the viewer may see."""
    if not (viewer.has_perm("exchange.see_exchange") and viewer.has_perm("talks.see_talks")):
        return Q(pk__in=[])
    keys = keys_for_page(viewer, _seen)
    return _condition(viewer) if keys is None else Q(pk__in=keys)


def _seen(viewer: User) -> QuerySet[Exchange]:
    return Exchange.objects.filter(_condition(viewer))


def _condition(viewer: User) -> Q:
    seen = Q(commitment__in=Commitment.objects.filter(seen_by(viewer, Commitment)))
    if viewer.keeps_register:
        return seen
    return seen & Q(sides__party=viewer.organisation.party_id)


def side_of(viewer: User, exchange: Exchange) -> ExchangeSide | None:
    """The side the viewer belongs to; none for the keeper, and for strangers."""
    return exchange.sides.filter(party=viewer.organisation.party_id).first()


def may_speak_for(by: User, side: ExchangeSide) -> bool:
    """Whether this account may write down what a side says: its own people, or the keeper's."""
    return by.keeps_register or side.party_id == by.organisation.party_id


def causes_of(viewer: User) -> Q:
    """The condition on handover steps whose cause the viewer may read.

    Whoever wrote it down, and those of the keeper who read what is told in private: somebody who
    refuses at the line has told a wish, and neither side may learn it.
    """
    if not viewer.keeps_register:
        return Q(pk__in=[])
    return Q() if viewer.has_perm("exchange.see_private") else Q(recorded_by=viewer)


MOVES: Mapping[str, frozenset[str]] = {
    "": frozenset({K.PROPOSED}),
    K.PROPOSED: frozenset({K.ACCEPTED, K.REFUSED, K.WITHHELD, K.NOT_AVAILABLE, K.SUBSTITUTED}),
    K.ACCEPTED: frozenset({K.REFUSED, K.WITHHELD, K.NOT_AVAILABLE, K.SUBSTITUTED}),
    K.REFUSED: frozenset({K.PROPOSED, K.ACCEPTED, K.WITHHELD, K.NOT_AVAILABLE, K.SUBSTITUTED}),
    K.WITHHELD: frozenset({K.PROPOSED, K.NOT_AVAILABLE, K.SUBSTITUTED}),
    K.NOT_AVAILABLE: frozenset({K.PROPOSED, K.SUBSTITUTED}),
    K.SUBSTITUTED: frozenset(),
}
"""What may happen to a line, by where it stands: the kind of its latest event."""

STANDING = (K.PROPOSED, K.ACCEPTED)
"""States of a line that may go home."""
