"""Rows of lines as pages show them: each with where it stands, why, and what stops it."""

from wayhome.apps.audit.gate import Request
from wayhome.apps.exchange.models import LineEvent
from wayhome.apps.exchange.selectors.funnel import come_as_far_as
from wayhome.apps.exchange.selectors.lines import ShownLine, history_of
from wayhome.apps.exchange.selectors.stops import stops_on


def told(rows: list[ShownLine], request: Request) -> list[dict[str, object]]:
    """Each row with what stops it (keeper) and the reason of what happened last."""
    stops = stops_on([row.line for row in rows], request.user)
    left = come_as_far_as("handed_over", [row.line for row in rows], request.user)
    agreed = come_as_far_as("accepted", [row.line for row in rows], request.user)
    each: list[dict[str, object]] = []
    for row in rows:
        reason = ""
        if row.state in {"refused", "withheld"}:
            reason = history_of(row.line, request.user)[-1].reason
        has_left = row.line.pk in left  # nothing stops who was handed over
        waits = [] if has_left else stops.get(row.line.pk, [])
        with_list = row.state == LineEvent.Kind.PROPOSED and row.line.pk in agreed
        each.append(
            {
                "row": row, "stops": waits, "reason": reason, "has_left": has_left,
                "with_list": with_list,
            }
        )  # fmt: skip
    return each
