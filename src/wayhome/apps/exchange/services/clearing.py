"""What must hold of the people on a list before it is frozen and before it is planned."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models import AgreedLine, Line
from wayhome.apps.exchange.policies import STANDING
from wayhome.apps.exchange.selectors.joined import joined_lines
from wayhome.apps.exchange.selectors.private import absent_lines
from wayhome.apps.exchange.selectors.stops import stops_on
from wayhome.apps.exchange.selectors.under_way import under_way
from wayhome.apps.exchange.services.refusals import CannotExchange


def refuse_stopped(lines: Sequence[Line], by: User) -> None:
    """Refuse lines that a flag or a criterion stops and nobody let pass.

    Raises:
        CannotExchange: how many wait for a decision.
    """
    going = [line for line in lines if getattr(line, "state", "") in STANDING]
    stops = stops_on(going, by)
    waiting = sum(any(one.is_open for one in found) for found in stops.values())
    if waiting:
        raise CannotExchange(
            ngettext(
                "%(n)d line waits for a person's decision: the page of both lists shows it under "
                "“stopped”.",
                "%(n)d lines wait for a person's decision: the page of both lists shows them under "
                "“stopped”.",
                waiting,
            )
            % {"n": waiting}
        )


def refuse_doubles(lines: Sequence[Line]) -> None:
    """Refuse lines of people who stand here twice, or have a place on another agreed list.

    Said by the judgements of now, so that a case joined since a place was taken is found too.

    Raises:
        CannotExchange: how many.
    """
    near = joined_lines(line.entry_id for line in lines)
    groups = [near[line.entry_id] for line in lines]
    here = len(groups) - len({min(group) for group in groups})
    own = [line.pk for line in lines]
    others = AgreedLine.objects.filter(
        given_up_at=None, entry__in={one for group in groups for one in group}
    )
    doubles = here + others.exclude(line__in=own).count()
    if doubles:
        raise CannotExchange(
            ngettext(
                "%(n)d person stands twice, here or on another agreed list.",
                "%(n)d persons stand twice, here or on other agreed lists.",
                doubles,
            )
            % {"n": doubles}
        )


def refuse_under_way(lines: Sequence[Line]) -> None:
    """Refuse to say anything more of people who travel or were handed over.

    Raises:
        CannotExchange: how many, and what to do instead.
    """
    gone = len(under_way(lines))
    if gone:
        raise CannotExchange(
            ngettext(
                "%(n)d person travels already or was handed over. Enter what happened at the "
                "line; if an entry is a mistake, undo it first.",
                "%(n)d persons travel already or were handed over. Enter what happened at the "
                "line; if an entry is a mistake, undo it first.",
                gone,
            )
            % {"n": gone}
        )


def refuse_absent(lines: Sequence[Line]) -> None:
    """Refuse to let people leave or cross who do not go any more, also if nothing shows it yet.

    What somebody told in private after the last release holds from that moment on. The words are
    the same whatever the cause.

    Raises:
        CannotExchange: the codes of their lines, and what to do.
    """
    if not lines:
        return
    absent = absent_lines(lines[0].exchange, lines)
    codes = [
        line.code for line in lines
        if line.pk in absent or getattr(line, "state", "") not in STANDING
    ]  # fmt: skip
    if codes:
        raise CannotExchange(
            _(
                "A line stands otherwise by now: %(codes)s. Enter that this person did not "
                "cross, or make the plan again."
            )
            % {"codes": ", ".join(sorted(codes))}
        )
