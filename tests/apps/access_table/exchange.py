"""The addresses of exchanges."""

import json
from uuid import uuid4

from access_table.ground import Ground
from access_table.row import GP, P, Row
from conftest import NOON
from wayhome.apps.audit.models import Party, SubjectKey
from wayhome.apps.audit.services import new_key, seal
from wayhome.apps.exchange.models import (
    Absence,
    Acceptance,
    Batch,
    Draw,
    Exchange,
    ExchangeList,
    ExchangeSide,
    HandoverStep,
    Line,
    LineEvent,
    Listed,
    Plan,
    PlanJob,
    PlanLine,
    Vehicle,
    Waiver,
)
from wayhome.apps.exchange.selectors.private import ABSENCE
from wayhome.apps.talks.models import Commitment, Side

ROWS: dict[str, Row] = {
    "exchange:exchanges": Row("exchange.see_exchange"),
    "exchange:open": Row("exchange.run_exchange", GP, about="commitment"),
    "exchange:partition": Row("exchange.run_exchange", P, about="commitment"),
    "exchange:exchange": Row("exchange.see_exchange", about="exchange"),
    "exchange:terms": Row("exchange.run_exchange", GP, about="exchange"),
    "exchange:close": Row("exchange.run_exchange", P, about="exchange"),
    "exchange:step": Row("exchange.see_exchange", about="exchange_step"),
    "exchange:board": Row("exchange.see_exchange", about="exchange"),
    "exchange:draw_up": Row("exchange.propose_line", P, about="exchange_side"),
    "exchange:accept_days": Row(
        "exchange.accept_list", P, about="exchange", unless="the keeper names the side"
    ),
    "exchange:version": Row("exchange.see_exchange", about="exchange_list"),
    "exchange:put": Row("exchange.propose_line", P, about="exchange_list"),
    "exchange:freeze": Row("exchange.run_exchange", P, about="exchange_list"),
    "exchange:accept": Row(
        "exchange.accept_list", P, about="exchange_list", unless="the keeper names the side"
    ),
    "exchange:answer": Row("exchange.answer_line", P, about="exchange_list"),
    "exchange:arrange": Row("exchange.propose_line", P, about="exchange_list"),
    "exchange:export": Row("exchange.see_exchange", about="exchange_list"),
    "exchange:site": Row("exchange.propose_line", P, about="exchange_side"),
    "exchange:withdraw": Row("exchange.accept_list", P, about="acceptance"),
    "exchange:outlook": Row("exchange.run_exchange", about="exchange"),
    "exchange:draw_open": Row("exchange.run_exchange", P, about="exchange"),
    "exchange:draw": Row("exchange.see_exchange", about="draw"),
    "exchange:share": Row("exchange.accept_list", P, about="draw"),
    "exchange:plan_start": Row("exchange.run_exchange", P, about="draw"),
    "exchange:plan_job": Row("exchange.run_exchange", about="plan_job"),
    "exchange:plan_stop": Row("exchange.run_exchange", P, about="plan_job"),
    "exchange:plan": Row("exchange.see_exchange", about="plan"),
    "exchange:plan_mend": Row("exchange.run_exchange", P, about="plan"),
    "exchange:plan_file": Row("exchange.see_exchange", about="plan_file"),
    "exchange:private": Row("exchange.see_private", about="exchange"),
    "exchange:release": Row("exchange.run_exchange", P, about="exchange"),
    "exchange:tell": Row("exchange.interview", GP, about="exchange_line"),
    "exchange:absence_approve": Row(
        "exchange.approve_absence", P, about="absence", unless="it is one's own"
    ),
    "exchange:absence_end": Row(
        "exchange.see_private", P, about="absence", unless="it is one's own"
    ),
    "exchange:line": Row("exchange.see_exchange", about="exchange_line"),
    "exchange:facts": Row("exchange.propose_line", P, about="exchange_line"),
    "exchange:substitutes": Row("exchange.see_exchange", about="exchange_line"),
    "exchange:why_not": Row("exchange.see_exchange", about="exchange_line_that_stays"),
    "exchange:let_pass": Row("exchange.decide_stop", P, about="exchange_line"),
    "exchange:stop_again": Row("exchange.decide_stop", P, about="exchange_line"),
    "exchange:substitute": Row(
        "exchange.answer_line", P, about="exchange_line", unless="the keeper names the side"
    ),
    "exchange:handover": Row("exchange.see_exchange", about="exchange"),
    "exchange:handover_open": Row("exchange.hand_over", P, about="exchange_batch_number"),
    "exchange:handover_batch": Row("exchange.see_exchange", about="exchange_batch"),
    "exchange:handover_enter": Row("exchange.hand_over", GP, about="exchange_batch"),
    "exchange:vehicle_add": Row("exchange.hand_over", P, about="exchange_batch"),
    "exchange:vehicle": Row("exchange.see_exchange", about="exchange_vehicle"),
    "exchange:vehicle_put": Row("exchange.hand_over", P, about="exchange_vehicle"),
    "exchange:vehicle_move": Row("exchange.hand_over", P, about="exchange_vehicle"),
    "exchange:vehicle_left": Row("exchange.hand_over", P, about="exchange_vehicle"),
    "exchange:handover_receipt": Row(
        "exchange.accept_list", P, about="exchange_batch", unless="the keeper names the side"
    ),
    "exchange:waive": Row(
        "exchange.accept_list", P, about="exchange_batch", unless="the keeper names the side"
    ),
    "exchange:waiver_take_back": Row("exchange.accept_list", P, about="waiver"),
    "exchange:handover_count": Row("exchange.hand_over", P, about="exchange_batch"),
    "exchange:batch_xlsx": Row("exchange.see_exchange", about="exchange_batch"),
    "exchange:manifest_pdf": Row("exchange.hand_over", about="exchange_vehicle"),
    "exchange:handover_settle": Row("exchange.hand_over", P, about="handover_step"),
    "exchange:handover_undo": Row("exchange.hand_over", GP, about="handover_step"),
}


class OfExchange(Ground):
    """An exchange of the party with one that nobody here belongs to."""

    def exchange(self):
        by = self.staff["negotiator"]
        commitment = Commitment.objects.get(uid=self.arguments("commitment")["uid"])
        made = Exchange.objects.create(
            number=f"E{self.party.pk:06}", key=new_key(SubjectKey.About.RECORD),
            commitment=commitment, title="Two for two", opened_by=by, opened_at=NOON,
        )  # fmt: skip
        other = Party.objects.create(name=f"Isle {self.party.pk}", kind=Party.Kind.BELLIGERENT)
        for number, party in enumerate((self.party, other)):
            side = self._talked(Side, name=party.name, party=party)
            ExchangeSide.objects.create(exchange=made, number=number, side=side, party=party)
        return {"uid": made.uid}

    def exchange_side(self):
        return {**self.arguments("exchange"), "number": 0}

    def exchange_step(self):
        return {**self.arguments("exchange_side"), "step": "listed"}

    def exchange_list(self):
        side = self._side()
        made, _ = ExchangeList.objects.get_or_create(
            holder=side, version=1,
            defaults={
                "drawn_up_by": side, "made_by": self.staff["negotiator"], "made_at": NOON,
            },
        )  # fmt: skip
        return {"uid": made.uid}

    def exchange_line(self):
        listed = ExchangeList.objects.get(uid=self.arguments("exchange_list")["uid"])
        by = self.staff["negotiator"]
        made = Line.objects.create(
            exchange=listed.holder.exchange, holder=listed.holder, entry=self.entries[0],
            code=f"L{self.party.pk:06}", made_by=by, made_at=NOON,
        )  # fmt: skip
        Listed.objects.create(list=listed, line=made, number=1)
        LineEvent.objects.create(
            line=made, kind="proposed", side=listed.holder, recorded_by=by, recorded_at=NOON
        )
        return {"uid": made.uid}

    def exchange_line_that_stays(self):
        line = Line.objects.get(uid=self.arguments("exchange_line")["uid"])
        plan = Plan.objects.get(uid=self.arguments("plan")["uid"])
        plan.problem = json.dumps({"P": [{"i": line.code, "z": "site-0", "ex": True}]})
        plan.save()
        PlanLine.objects.create(plan=plan, line=line, code="not_available")
        return {"uid": line.uid}

    def draw(self):
        listed = ExchangeList.objects.get(uid=self.arguments("exchange_list")["uid"])
        made = Draw.objects.create(
            exchange=listed.holder.exchange, list_0=listed, list_1=listed, terms_sha256="0" * 64,
            opened_by=self.staff["negotiator"], opened_at=NOON,
        )  # fmt: skip
        return {"uid": made.uid}

    def plan_job(self):
        draw = Draw.objects.get(uid=self.arguments("draw")["uid"])
        made = PlanJob.objects.create(
            draw=draw, kind="plan", by=self.staff["negotiator"], asked_at=NOON
        )
        return {"uid": made.uid}

    def plan(self):
        job = PlanJob.objects.get(uid=self.arguments("plan_job")["uid"])
        made = Plan.objects.create(
            exchange=job.draw.exchange, draw=job.draw, job=job, problem='{"P": []}', document="{}",
            problem_sha256="0" * 64, list_hash="0" * 64, made_by=job.by, made_at=NOON,
        )  # fmt: skip
        return {"uid": made.uid}

    def plan_file(self):
        return {**self.arguments("plan"), "name": "plan"}

    def acceptance(self):
        side = self._side()
        made = Acceptance.objects.create(
            exchange=side.exchange, side=side, what="days", sha256="0" * 64,
            accepted_by=self.staff["negotiator"], accepted_at=NOON,
        )  # fmt: skip
        return {"uid": made.uid}

    def absence(self):
        line = Line.objects.get(uid=self.arguments("exchange_line")["uid"])
        told = b'{"cause": "procedural", "note": ""}'
        made = Absence.objects.create(
            line=line, key=new_key(SubjectKey.About.RECORD),
            sealed=seal(line.entry.key, told, purpose=ABSENCE),
            asked_by=self.staff["reviewer"], asked_at=NOON, approver=self.staff["approver"],
        )  # fmt: skip
        return {"uid": made.uid}

    def exchange_batch_number(self):
        return {**self.arguments("exchange"), "number": 0}

    def exchange_batch(self):
        plan = Plan.objects.get(uid=self.arguments("plan")["uid"])
        made = Batch.objects.create(
            exchange=plan.exchange, plan=plan, number=0, day=NOON.date(), opened_by=plan.made_by,
            opened_at=NOON,
        )  # fmt: skip
        return {"uid": made.uid}

    def waiver(self):
        batch = Batch.objects.get(uid=self.arguments("exchange_batch")["uid"])
        made = Waiver.objects.create(
            batch=batch, side=self._side(), ahead=1, reason="The weir is closed",
            signed_by=batch.opened_by, signed_at=NOON,
        )  # fmt: skip
        return {"uid": made.uid}

    def exchange_vehicle(self):
        batch = Batch.objects.get(uid=self.arguments("exchange_batch")["uid"])
        made = Vehicle.objects.create(
            batch=batch, holder=self._side(), name="Bus 1", seats=10, added_by=batch.opened_by,
            added_at=NOON,
        )  # fmt: skip
        return {"uid": made.uid}

    def handover_step(self):
        batch = Batch.objects.get(uid=self.arguments("exchange_batch")["uid"])
        line = Line.objects.get(uid=self.arguments("exchange_line")["uid"])
        made = HandoverStep.objects.create(
            client_key=uuid4(), batch=batch, line=line, entry=line.entry, kind="out",
            happened_at=NOON, recorded_by=batch.opened_by, recorded_at=NOON,
        )  # fmt: skip
        return {"uid": made.uid}

    def _side(self):
        exchange = Exchange.objects.get(uid=self.arguments("exchange")["uid"])
        return exchange.sides.get(number=0)
