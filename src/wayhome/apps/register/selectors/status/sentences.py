"""A status as one plain sentence: what, who says so, how it is known, as of when."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayhome.apps.register.selectors.dates import date_in_words
from wayhome.apps.register.selectors.status.derived import Basis, Claim, Says, Status

_CLAUSES: Mapping[Says, Promise] = {
    Says.SOUGHT: gettext_lazy("%(who)s looks for this person"),
    Says.DENIED: gettext_lazy("%(who)s says that it does not hold this person"),
    Says.SEEN: gettext_lazy("%(who)s reports that this person was seen alive"),
    Says.PROBABLY_HELD: gettext_lazy(
        "%(who)s reports that this person is probably held, which no holder has said"
    ),
    Says.ACKNOWLEDGED_HELD: gettext_lazy("%(who)s says that it holds this person"),
    Says.CONFIRMED_HELD: gettext_lazy("%(who)s confirms that this person is held"),
    Says.LISTED_DEAD: gettext_lazy(
        "%(who)s lists this person as dead, which is not recorded as a death here"
    ),
    Says.SAID_HOME: gettext_lazy(
        "%(who)s says that this person has returned, which is not recorded as a return here"
    ),
    Says.HANDED_OVER: gettext_lazy("this person was handed over, says %(who)s"),
    Says.DIED: gettext_lazy("this person died, says %(who)s"),
    Says.HOME: gettext_lazy("this person is home, says %(who)s"),
}
_BASES: Mapping[Basis, Promise] = {
    Basis.LIST: gettext_lazy("by list"),
    Basis.ANSWER: gettext_lazy("by answer"),
    Basis.REPORT: gettext_lazy("by report"),
}


def claim_in_words(claim: Claim) -> str:
    """A clause: what is said, by whom, how it is known, as of when."""
    clause = (
        _("%(said)s (%(basis)s, as of %(date)s; withdrawal asked for)")
        if claim.asked_back
        else _("%(said)s (%(basis)s, as of %(date)s)")
    )
    return clause % {
        "said": str(_CLAUSES[claim.says]) % {"who": claim.said_by},
        "basis": _BASES[claim.basis],
        "date": date_in_words(claim.as_of),
    }


def status_in_words(status: Status) -> str:
    """One sentence. Where sources contradict each other it has every side.

    What speaks against a confirmed fate follows in a sentence of its own.
    """
    if not status.told:
        return _("Nobody has said anything about this person yet.")
    clauses = [claim_in_words(claim) for claim in status.told]
    if status.is_contradicted:
        all_sides = {"clauses": _("; but ").join(clauses)}
        told = _("The sources contradict each other: %(clauses)s.") % all_sides
    else:
        told = _("%(clause)s.") % {"clause": clauses[0][:1].upper() + clauses[0][1:]}
    return f"{told} {_against_in_words(status)}".strip()


def _against_in_words(status: Status) -> str:
    """What was said later against a confirmed fate, without changing it; empty if nothing was."""
    if not status.beside:
        return ""
    clauses = [claim_in_words(claim) for claim in status.beside]
    return _("To be looked at, since it was said later: %(clauses)s.") % {
        "clauses": _("; and ").join(clauses)
    }
