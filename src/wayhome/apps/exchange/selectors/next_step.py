"""What an exchange waits for: in one sentence that says who must act, and where it is done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models import Draw, Exchange, ExchangeList, ExchangeSide, Plan
from wayhome.apps.exchange.policies import side_of
from wayhome.apps.exchange.selectors.draws import draws_visible_to, salt_of
from wayhome.apps.exchange.selectors.exchanges import exchanges_visible_to
from wayhome.apps.exchange.selectors.handover import batches_visible_to
from wayhome.apps.exchange.selectors.lists import (
    Accepted,
    acceptances_of,
    exchange_lists_visible_to,
    latest_list,
)
from wayhome.apps.exchange.selectors.next_in_batch import next_in_batch, waits_in
from wayhome.apps.exchange.selectors.plans import dropped_from, jobs_visible_to, standing_plan
from wayhome.apps.exchange.selectors.terms import frozen_under_other, terms_of

RUN, PROPOSE, ACCEPT = "exchange.run_exchange", "exchange.propose_line", "exchange.accept_list"
SEE, ANSWER, HAND_OVER = "exchange.see_exchange", "exchange.answer_line", "exchange.hand_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """The next step, and where this viewer does it; no address where others must act."""

    words: str
    address: str = ""
    button: str = ""
    is_post: bool = False  # the button does it; else it leads to the page where it is done
    look: str = ""  # where the keeper sees whether a plan would be possible


def next_step(exchange: Exchange, viewer: User) -> NextStep | None:
    """What is to happen next, the same words to both sides; None once it is closed."""
    is_seen = exchanges_visible_to(viewer).filter(pk=exchange.pk).exists()
    if exchange.closed_at is not None or not is_seen:
        return None
    if terms_of(exchange) is None:
        said = _("The institution sets the terms: days, numbers, seats.")
        return _step(said, viewer, RUN, ("terms", exchange), _("Set the terms"))
    draw = draws_visible_to(viewer).filter(exchange=exchange).first()
    if draw is not None:
        plan = standing_plan(exchange, viewer)
        return _carrying_out(exchange, plan, viewer) if plan else _drawing(draw, viewer)
    if (step := _lists(exchange, viewer)) is not None:
        return step
    step = _accepting(exchange, viewer)
    return (
        replace(step, look=reverse("exchange:outlook", args=[exchange.uid]))
        if (viewer.has_perm(RUN))
        else step
    )


def _step(
    words: str,
    viewer: User,
    permission: str,
    to: tuple[str, object],
    button: str,
    *,
    is_post: bool = False,
    anchor: str = "",
) -> NextStep:
    if not viewer.has_perm(permission):
        return NextStep(words=words)
    name, about = to
    address = reverse(f"exchange:{name}", args=[getattr(about, "uid", about)])
    return NextStep(words=words, address=address + anchor, button=button, is_post=is_post)


def _lists(exchange: Exchange, viewer: User) -> NextStep | None:
    newest = {side: latest_list(side, viewer) for side in exchange.sides.select_related("party")}
    for side, found in newest.items():
        if found is None:
            return _drawing_up(exchange, side, viewer)
        if not found.is_frozen and not found.listed.exists():
            said = _("People must be put on the list of those %(side)s holds.") % {
                "side": side.party
            }
            return _step(said, viewer, PROPOSE, ("version", found), _("Put people on it"))
        if found.is_frozen and frozen_under_other(found, exchange):
            return _drawing_up(exchange, side, viewer, is_anew=True)
    waiting = [(side, found) for side, found in newest.items() if found and not found.is_frozen]
    return _freezing(exchange, waiting, len(newest), viewer) if waiting else None


def _drawing_up(
    exchange: Exchange, side: ExchangeSide, viewer: User, *, is_anew: bool = False
) -> NextStep:
    said = _(
        "A list of those %(side)s holds must be drawn up: by that side, by the other side or by "
        "the institution."
    )
    if is_anew:
        said = _(
            "The terms changed since the list of those %(side)s holds was frozen: its next version "
            "must be drawn up, frozen and accepted."
        )
    said %= {"side": side.party}
    if not viewer.has_perm(PROPOSE):
        return NextStep(words=said)
    address = reverse("exchange:draw_up", args=[exchange.uid, side.number])
    return NextStep(words=said, address=address, button=_("Draw it up"), is_post=True)


def _freezing(
    exchange: Exchange,
    waiting: Sequence[tuple[ExchangeSide, ExchangeList]],
    lists: int,
    viewer: User,
) -> NextStep:
    side, first = waiting[0]
    if len(waiting) < lists:
        said = _("The list of those %(side)s holds must still be frozen.") % {"side": side.party}
        return _step(said, viewer, RUN, ("version", first), _("Freeze it"))
    said = _("Each side answers the lines of the other; then both lists are frozen.")
    if viewer.has_perm(RUN):
        return _step(said, viewer, RUN, ("version", first), _("To the first list, to freeze it"))
    return _step(said, viewer, ANSWER, ("board", exchange), _("Both lists, side by side"))


def _accepting(exchange: Exchange, viewer: User) -> NextStep:
    accepted = acceptances_of(exchange, viewer)
    missing = [one for one in accepted if not one.all]
    if not missing:
        said = _("Both sides accepted both lists and the days: the draw can open.")
        to = ("draw_open", exchange)
        return _step(said, viewer, RUN, to, _("Open the draw"), is_post=True)
    said, mine = _who_accepts(missing, len(accepted)), side_of(viewer, exchange)
    theirs = next((one for one in missing if mine in {None, one.side}), None)
    if theirs is None:
        return NextStep(words=said)
    list_ = _to_accept(theirs, exchange, viewer)
    if list_ is not None:
        return _step(said, viewer, ACCEPT, ("version", list_), _("To the list"))
    return _step(said, viewer, ACCEPT, ("exchange", exchange), _("To the days"), anchor="#accepted")


def _to_accept(one: Accepted, exchange: Exchange, viewer: User) -> object | None:
    """The first list that a side has not accepted yet."""
    numbers = [number for number, accepted in one.lists.items() if accepted is None]
    lists = exchange_lists_visible_to(viewer).filter(holder__exchange=exchange, successor=None)
    return lists.filter(holder__number__in=numbers).order_by("holder__number").first()


def _who_accepts(missing: list[Accepted], all_sides: int) -> str:
    if len(missing) == all_sides:
        return _("Both sides must still accept both lists and the days of travel.")
    one = missing[0]
    told: dict[str, ExchangeSide | object] = {"side": one.side.party}
    if one.days is None and all(one.lists.values()):
        return _("%(side)s must still accept the days of travel.") % told
    if one.days is not None:
        return _("%(side)s must still accept the lists.") % told
    return _("%(side)s must still accept the lists and the days of travel.") % told


def _drawing(draw: Draw, viewer: User) -> NextStep:
    to, button = ("draw", draw), _("To the draw")
    if salt_of(draw) is None:
        if len(draw.shares.all()) < len(draw.exchange.sides.all()) + 1:
            said = _("Both sides and the institution must put in the hash of their share.")
        else:
            said = _("All three are in: each must show its share now.")
        return _step(said, viewer, ACCEPT, to, button)
    job = jobs_visible_to(viewer).filter(draw=draw).first()
    if job is None:
        return _step(_("The salt is drawn: the plan can be made."), viewer, RUN, to, button)
    said = _("The plan is being made.")
    if job.state in {"failed", "cancelled"}:
        said = _("There is no plan yet: see why.")
    return _step(said, viewer, RUN, ("plan_job", job), _("How far it is"))


def _carrying_out(exchange: Exchange, plan: Plan, viewer: User) -> NextStep:
    left = len(dropped_from(plan)) if viewer.keeps_register else 0
    if left:
        said = ngettext(
            "%(n)s line of the plan does not stand any more: the plan must be made again.",
            "%(n)s lines of the plan do not stand any more: the plan must be made again.",
            left,
        ) % {"n": left}
        return _step(said, viewer, RUN, ("plan", plan), _("To the plan"))
    opened = list(batches_visible_to(viewer).filter(exchange=exchange))
    told = [(batch, waits_in(batch, viewer)) for batch in opened]
    unsettled = [batch for batch, waits in told if waits and not waits.is_settled]
    at_home = [batch for batch, waits in told if waits and waits.is_settled and waits.homes]
    terms = terms_of(exchange)
    if not unsettled and terms and len(opened) < len(terms.days):
        return _opening(exchange, plan, len(opened), viewer)
    for batch in (*unsettled, *at_home):
        waits_for = next_in_batch(batch, viewer)
        said = _("Batch %(n)s: %(waits)s") % {"n": batch.number + 1, "waits": waits_for}
        return _step(said, viewer, SEE, ("handover_batch", batch), _("To the batch"))
    return NextStep(words=_("All batches are carried out. The exchange can be closed."))


def _opening(exchange: Exchange, plan: Plan, opened: int, viewer: User) -> NextStep:
    said = _("The institution opens batch %(n)s.") % {"n": opened + 1}
    if not opened:
        said = (
            _("The plan stands. Each side can verify it with the files on its page.") + f" {said}"
        )
    if viewer.has_perm(HAND_OVER):
        return _step(said, viewer, HAND_OVER, ("handover", exchange), _("To the handover"))
    return _step(said, viewer, SEE, ("plan", plan), _("To the plan"))
