"""What the sides said of each other's lines, until both accepted both lists and the days."""

import hashlib
from collections.abc import Sequence
from typing import Any

from wayhome.apps.exchange.models import Category, Draw, ExchangeSide, Line
from wayhome.apps.exchange.policies import STANDING
from wayhome.apps.exchange.selectors.lines import in_state
from wayhome.apps.exchange.selectors.stops import stops_on
from wayhome.apps.exchange.services.agreeing import accept_days, accept_list, freeze_list
from wayhome.apps.exchange.services.answering import refuse_lines, withhold_lines
from wayhome.apps.exchange.services.draws import commit_share, open_draw, reveal_share
from wayhome.apps.exchange.services.private import approve_absence, ask_absence, keep_wish
from wayhome.apps.exchange.services.stops import let_pass
from wayhome.web.demo.exchange.made import ANSWERED, DRAWN, FROZEN, Made
from wayhome.web.demo.people import AGENCY

SHARES = ("ice on the northern lakes", "warm rain over the south", "a lantern on the ferry")
LET_PASS = 6
CAUSES = ("medical", "procedural", "medical")


def agree(made: Made) -> Draw:
    """Answer, withhold, ask in private, decide what stops; freeze, accept, draw."""
    for side in made.sides:
        _answer(made, side)
    for side in made.sides:
        newest = side.lists.get(successor=None)
        freeze_list(list=newest, **made.run(FROZEN))
    for side in made.sides:
        for holder in made.sides:
            newest = holder.lists.get(successor=None)
            accept_list(list=newest, side=side, **made.said(side, FROZEN))
        accept_days(exchange=made.exchange, side=side, **made.said(side, FROZEN))
    return _drawn(made)


def _answer(made: Made, holder: ExchangeSide) -> None:
    """What is said of the lines of one side before its list is frozen."""
    other = made.sides[1 - holder.number]
    decider = made.people[AGENCY, "approver"]
    standing = _standing(holder)
    stops = stops_on(standing, decider)
    stopped = [line for line in standing if line.pk in stops]
    for line in stopped[:LET_PASS]:
        for stop in stops[line.pk]:
            let_pass(
                line=line, stop=stop, reason="Asked at the site: the entry is a namesake's.",
                beside=False, by=decider, at=ANSWERED,
            )  # fmt: skip
    _keep_back(made, stopped[LET_PASS:])
    going = [line for line in standing if line.pk not in stops and not line.group]
    plain = [line for line in going if Category.WOUNDED not in line.categories]
    refuse_lines(
        lines=plain[40:45], side=other, reason="Is home already, his family says.",
        **made.said(other, ANSWERED),
    )  # fmt: skip
    withhold_lines(
        lines=plain[60:63], reason="Under criminal proceedings (GC III 115).",
        **made.said(holder, ANSWERED),
    )  # fmt: skip
    _ask_in_private(made, plain[80:90])


def _ask_in_private(made: Made, lines: Sequence[Line]) -> None:
    """The agency's interviewer asks ten people; some do not go, and nobody learns why."""
    asked_by, approver = (made.people[AGENCY, key] for key in ("reviewer", "approver"))
    who: dict[str, Any] = {"approver": approver, "by": asked_by, "at": ANSWERED}
    for number, line in enumerate(lines):
        wishes = number != 0
        keep_wish(line=line, wishes=wishes, asked_on=ANSWERED.date(), **who)
    for line, cause in zip(lines, ("wish", *CAUSES), strict=False):
        absence = ask_absence(line=line, cause=cause, **who)
        approve_absence(absence=absence, by=approver, at=ANSWERED)


def _keep_back(made: Made, lines: Sequence[Line]) -> None:
    """Lines whose stop nobody lets pass: not available, as for any other cause."""
    asked_by, approver = (made.people[AGENCY, key] for key in ("reviewer", "approver"))
    for line in lines:
        absence = ask_absence(line=line, cause="flag", approver=approver, by=asked_by, at=ANSWERED)
        approve_absence(absence=absence, by=approver, at=ANSWERED)


def _standing(holder: ExchangeSide) -> list[Line]:
    lines = in_state(Line.objects.filter(holder=holder), STANDING)
    return list(lines.select_related("exchange", "holder").order_by("pk"))


def _drawn(made: Made) -> Draw:
    draw = open_draw(exchange=made.exchange, **made.run(DRAWN))
    speakers = [(side, made.said(side, DRAWN)) for side in made.sides]
    parties = [*speakers, (None, made.run(DRAWN))]
    whose = [(side, salt, who) for (side, who), salt in zip(parties, SHARES, strict=True)]
    for side, salt, who in whose:
        digest = hashlib.sha256(salt.encode()).hexdigest()
        commit_share(draw=draw, side=side, sha256=digest, **who)
    for side, salt, who in whose:
        reveal_share(draw=draw, side=side, salt=salt, **who)
    return draw
