"""The addresses of the talks."""

import json

from access_table.ground import Ground
from access_table.row import GP, P, Row
from conftest import NOON
from wayhome.apps.audit.models import SubjectKey
from wayhome.apps.audit.services import new_key, seal
from wayhome.apps.register.models import PersonList
from wayhome.apps.talks.models import (
    Commitment,
    Delivery,
    ListOfCommitment,
    Process,
    Report,
    ReportDraft,
    Round,
    Side,
    Statement,
    Translation,
    Wording,
)

ROWS: dict[str, Row] = {
    # talks
    "talks:processes": Row("talks.see_talks"),
    "talks:open": Row("talks.record_talks", GP),
    "talks:process": Row("talks.see_talks", about="process"),
    "talks:sheet": Row("talks.see_talks", about="process", unless="the talks must be public"),
    "talks:export": Row("talks.see_talks", about="process"),
    "talks:import": Row("talks.record_talks", GP),
    "talks:counts": Row("talks.see_talks", about="commitment"),
    "talks:yielded": Row("talks.see_talks", about="round_alone"),
    "talks:proof": Row("talks.see_talks", about="delivery"),
    "talks:list_lines": Row("register.see_line", about="list_of_commitment"),
    "talks:add": Row("talks.record_talks", GP, about="process_kind", seen="own"),
    "talks:add_delivery": Row("talks.record_delivery", GP, about="process", seen="own"),
    "talks:add_assessment": Row("talks.assess", GP, about="process", seen="own"),
    "talks:row": Row("talks.see_talks", about="round"),
    "talks:row_withdraw": Row("talks.see_talks", GP, about="round", unless="it is one's own"),
    "talks:row_share": Row("talks.see_talks", GP, about="round", unless="it is one's own"),
    "talks:row_translate": Row("talks.see_talks", P, about="round", unless="it is one's own"),
    "talks:translation_withdraw": Row(
        "talks.see_talks", GP, about="translation", unless="it is one's own"
    ),
    "talks:reports": Row("talks.record_talks"),
    "talks:report_new": Row("talks.record_talks", GP, about="process", seen="own"),
    "talks:report": Row("talks.record_talks", about="report", seen="own"),
    "talks:report_read": Row("talks.record_talks", P, about="report", seen="own"),
    "talks:report_stop": Row("talks.record_talks", P, about="report", seen="own"),
    "talks:report_confirm": Row("talks.record_talks", P, about="report", seen="own"),
    "talks:report_row": Row("talks.record_talks", GP, about="report_row", seen="own"),
    "talks:leave_out": Row("talks.record_talks", P, about="report_row", seen="own"),
    "talks:undo": Row("talks.record_talks", P, about="report_row", seen="own"),
}


class OfTalks(Ground):
    """What the talks keep."""

    def process(self):
        """Talks that no other party is let in on, nor kept from the keeper's other people."""
        made = Process.objects.create(
            partition=self.party,
            title="Talks at the ford",
            confidentiality="shared",
            key=new_key(SubjectKey.About.RECORD),
            recorded_by=self.staff["negotiator"],
            recorded_at=NOON,
        )
        return {"uid": made.uid}

    def process_kind(self):
        return {**self.arguments("process"), "kind": "round"}

    def round(self):
        return {"kind": "round", "uid": self._talked(Round, place="The ford").uid}

    def translation(self):
        """Words of a statement in another language."""
        words = Wording.objects.create(text="Ми згодні.", language="uk")
        said = self._talked(Statement, speaker="N", mode="quote", wording=words)
        made = Translation.objects.create(
            wording=words, language="en", text="We agree.", translator="T",
            recorded_by=self.staff["negotiator"], recorded_at=NOON,
        )  # fmt: skip
        return {"kind": "statement", "uid": said.uid, "translation": made.uid}

    def round_alone(self):
        return {"uid": self.arguments("round")["uid"]}

    def commitment(self):
        return {"uid": self._talked(Commitment, title="Captives").uid}

    def delivery(self):
        made = self._talked(
            Delivery, commitment=Commitment.objects.get(uid=self.arguments("commitment")["uid"]),
            giver=self._talked(Side, name="Northland"), quantity=2, unit="captive",
            day="2026-03-01", counter="Observatory", counting_rule="a person who crossed",
        )  # fmt: skip
        made.entries.set(self.entries[:2])
        return {"uid": made.uid}

    def list_of_commitment(self):
        commitment = Commitment.objects.get(uid=self.arguments("commitment")["uid"])
        named = PersonList.objects.get(uid=self.arguments("list")["uid"])
        made = self._talked(ListOfCommitment, commitment=commitment, list=named)
        self.arguments("delivery")
        return {"uid": made.uid, "stage": "returned"}

    def report(self):
        """A report whose draft speaks of one round."""
        made = self._talked(Report, publisher="Courier", sha256="0" * 64, text_sealed=b"")
        made.text_sealed = seal(made.key, b"They met at the ford.", purpose="report")
        made.save()
        names = ("place", "venue", "start", "end", "number", "duration", "format")
        met = {"id": "t1", "span": {"start": 0, "end": 8}, "mediators": [], **dict.fromkeys(names)}
        told = {"rounds": [met | {"number_basis": "unknown"}], "people": [], "facts": [],
                "proposals": [], "statements": [], "outcomes": []}  # fmt: skip
        ReportDraft.objects.create(
            report=made, sealed=seal(made.key, json.dumps(told).encode(), purpose="draft"),
            reader="rules", read_by=self.staff["negotiator"], read_at=NOON,
        )  # fmt: skip
        return {"uid": made.uid}

    def report_row(self):
        return {**self.arguments("report"), "item": "t1"}

    def _talked(self, kind, **given):
        """A row of the process."""
        return kind.objects.create(
            process=Process.objects.get(uid=self.arguments("process")["uid"]),
            confidentiality="shared",
            key=new_key(SubjectKey.About.RECORD),
            recorded_by=self.staff["negotiator"],
            recorded_at=NOON,
            **given,
        )
