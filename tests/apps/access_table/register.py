"""The addresses of the register."""

from register.bringing import ROWS as ROWS_OF_A_LIST
from register.bringing import table
from register.judging import lines, person_list

from access_table.ground import Ground
from access_table.row import GP, P, Row
from conftest import NOON
from wayhome.apps.audit.models import Organisation, SubjectKey, User
from wayhome.apps.audit.services import new_key, seal
from wayhome.apps.register.models import (
    Answer,
    Assertion,
    CandidateMatch,
    Disclosure,
    DisclosureItem,
    ErasureRequest,
    Flag,
    Job,
    Judgement,
    Membership,
    Person,
    PersonList,
)
from wayhome.apps.register.services.imports import start_import
from wayhome.values.case_number import case_number

ROWS: dict[str, Row] = {
    # home
    "register:home": Row("audit.see_home"),
    # comparing and judging
    "register:matches": Row("register.match_lists", GP),
    "register:match": Row("register.match_lists", about="match", seen="own"),
    "register:match_stop": Row("register.match_lists", P, about="match", seen="own"),
    "register:review": Row("register.propose_judgement"),
    "register:review_next": Row("register.propose_judgement"),
    "register:review_resume": Row("register.propose_judgement", P),
    "register:review_bulk": Row("register.propose_judgement", P),
    "register:review_pair": Row("register.propose_judgement", GP, about="candidate", seen="own"),
    "register:review_skip": Row("register.propose_judgement", P, about="candidate", seen="own"),
    "register:confirm": Row("register.confirm_judgement"),
    "register:confirm_resume": Row("register.confirm_judgement", P),
    "register:confirm_pair": Row("register.confirm_judgement", GP, about="judgement", seen="own"),
    "register:confirm_skip": Row("register.confirm_judgement", P, about="judgement", seen="own"),
    "register:judgements": Row("register.see_candidate"),
    "register:sheet": Row("register.see_candidate"),
    "register:proposals_csv": Row("register.see_candidate"),
    "register:judgement": Row("register.see_candidate", about="judgement", seen="own"),
    "register:withdraw": Row("register.propose_judgement", P, about="judgement", seen="own"),
    "register:contradictions": Row("register.see_candidate"),
    # lists
    "register:lists": Row("register.see_list"),
    "register:upload": Row("register.import_list", GP),
    "register:list": Row("register.see_list", about="list"),
    "register:list_check": Row("register.match_lists", GP, about="list"),
    "register:check": Row("register.match_lists", about="check", seen="own"),
    "register:check_stop": Row("register.match_lists", P, about="check", seen="own"),
    "register:check_sheet": Row("register.match_lists", P, about="check", seen="own"),
    "register:list_changes": Row("register.see_line", about="list", unless="it is a later version"),
    "register:receipt": Row("register.see_list", about="list"),
    "register:correct_list": Row("register.import_list", about="list", unless="it had errors"),
    "register:roll_back": Row("register.roll_back_list", GP, about="list"),
    "register:import": Row("register.import_list", about="one_import", seen="own"),
    "register:map_columns": Row("register.import_list", P, about="one_import", seen="own"),
    "register:commit_import": Row("register.import_list", P, about="one_import", seen="own"),
    "register:stop_import": Row("register.import_list", P, about="one_import", seen="own"),
    "register:import_again": Row("register.import_list", P, about="one_import", seen="own"),
    "register:correct_import": Row(
        "register.import_list", about="one_import", seen="own", unless="it had errors"
    ),
    # persons
    "register:persons": Row("register.search_persons"),
    "register:search": Row("register.search_persons", GP),
    "register:enter": Row("register.create_person", GP),
    "register:person": Row("register.see_person", about="person", seen="own"),
    "register:line": Row("register.see_line", about="line"),
    "register:sealed": Row("register.see_sealed", P, about="line"),
    "register:claim": Row("register.assert_fact", GP, about="line"),
    "register:fates": Row("register.confirm_assertion"),
    "register:fate": Row("register.confirm_assertion", GP, about="fate", seen="own"),
    "register:withdrawals": Row("register.withdraw_judgement"),
    "register:claim_withdraw": Row(
        "register.see_line", GP, about="fate", seen="own", unless="it is one's own to withdraw"
    ),
    # erasing
    "register:erasures": Row("audit.approve_erasure"),
    "register:erasure": Row("audit.approve_erasure", about="erasure"),
    "register:erasure_ask": Row("audit.ask_erasure", GP, about="line"),
    "register:erasure_approve": Row("audit.approve_erasure", P, about="erasure"),
    "register:erasure_decline": Row("audit.approve_erasure", P, about="erasure"),
    # answers, flags, disclosures
    "register:answers": Row("register.record_answer"),
    "register:answer_line": Row("register.record_answer", GP, about="put"),
    "register:answers_upload": Row("register.record_answer", GP, about="put_list"),
    "register:answers_release": Row("register.ask_disclosure", GP),
    "register:funnel": Row("register.see_line", about="list"),
    "register:disclosure_ask": Row("register.ask_disclosure", GP, about="list"),
    "register:flags": Row("register.flag_line"),
    "register:flag": Row("register.flag_line", GP, about="flag", seen="own"),
    "register:flag_raise": Row("register.flag_line", GP, about="line"),
    "register:alert_seen": Row("register.see_alerts", P, unless="there is such an alert"),
    "register:disclosures": Row("register.see_disclosure"),
    "register:disclosure": Row("register.see_disclosure", about="disclosure"),
    "register:disclosure_approve": Row("register.approve_disclosure", P, about="disclosure"),
    "register:disclosure_decline": Row("register.approve_disclosure", P, about="disclosure"),
    "register:disclosure_recall": Row("register.recall_disclosure", P, about="disclosure"),
    "register:disclosure_file": Row("register.see_disclosure", P, about="disclosure"),
    "register:received": Row("register.see_disclosure", about="received", seen="own"),
}


class OfRegister(Ground):
    """What the register keeps."""

    def line(self):
        return {"uid": self.entries[0].uid}

    def list(self):
        receipt = f"L{self.party.pk:06d}"
        made = person_list(
            self.office, self.staff["registrar"], "sought", self.entries, receipt=receipt
        )
        file = b"Name;Health;Kin;Telephone\nAldren;a;b;c\n"
        made.file_sealed = seal(made.key, file, purpose="file")
        made.mapping = {"surname": "Name", "health": "Health", "next_of_kin": "Kin"}
        made.save()
        return {"uid": made.uid}

    def match(self):
        return {"uid": self._job("match", "running").uid}

    def check(self):
        job = self._job("check", "done")
        job.list = PersonList.objects.get(uid=self.arguments("list")["uid"])
        doubtful = {"found": [{"finds": "identity_doubtful", "detail": "few_particulars"}]}
        told = {str(entry.pk): doubtful | {"untold": []} for entry in self.entries}
        job.result = {"found": told, "pairs": [], "criteria": {}, "lines": len(told), "beside": 0}
        job.finished_at = NOON
        job.save()
        return {"uid": job.uid}

    def one_import(self):
        made = start_import(
            by=self.staff["registrar"],
            organisation=self.office,
            file_name="list.csv",
            content=table(*ROWS_OF_A_LIST).encode(),
            kind="sought",
            title="Sought",
            as_of_date="2026-03-01",
            at=NOON,
        )
        return {"uid": made.uid}

    def _job(self, kind, state):
        return Job.objects.create(
            partition=self.party,
            kind=kind,
            state=state,
            by=self.staff["registrar"],
            asked_at=NOON,
            organisation=self.office,
        )

    def candidate(self):
        a, b = self.entries[:2]
        made = CandidateMatch.objects.create(
            partition=self.party,
            entry_a=a,
            entry_b=b,
            job=self._job("match", "done"),
            weight=1.0,
            posterior=0.5,
            zone="review",
            reason="weighed",
            parts=[],
            model="m",
        )
        return {"uid": made.uid}

    def judgement(self):
        a, _, b = self.entries
        made = Judgement.objects.create(
            partition=self.party,
            entry_a=a,
            entry_b=b,
            verdict="same",
            reason="as seen",
            proposed_by=self.staff["reviewer"],
            proposed_at=NOON,
        )
        return {"uid": made.uid}

    def person(self):
        founder = self.entries[0]
        made = Person.objects.create(
            partition=self.party,
            number=case_number(self.party.pk),
            founded_on=founder,
            founded_at=NOON,
        )
        Membership.objects.create(partition=self.party, person=made, entry=founder)
        return {"number": made.number}

    def fate(self):
        made = Assertion.objects.create(
            partition=self.party,
            entry=self.entries[0],
            kind="died",
            said_by=self.office,
            as_of_date="2026-02",
            evidence="A letter.",
            state="proposed",
            recorded_by=self.staff["registrar"],
            recorded_at=NOON,
        )
        return {"uid": made.uid}

    def erasure(self):
        made = ErasureRequest.objects.create(
            ground="wish", asked_by=self.staff["registrar"], asked_at=NOON
        )
        made.entries.add(self.entries[2])
        return {"uid": made.uid}

    def answer(self):
        made = Answer.objects.create(
            partition=self.party,
            entry=self.entries[0],
            given_by=self.office,
            verdict="held",
            as_of_date="2026-02",
            source="Letter 3",
            recorded_by=self.staff["registrar"],
            recorded_at=NOON,
        )
        return {"uid": made.uid}

    def flag(self):
        made = Flag.objects.create(
            partition=self.party,
            entry=self.entries[0],
            kind="civilian",
            raised_by=self.staff["registrar"],
            raised_at=NOON,
        )
        return {"uid": made.uid}

    def disclosure(self):
        made = Disclosure.objects.create(
            number=f"D{self.party.pk:06d}",
            partition=self.party,
            what="list",
            to=self.office,
            ground="consent",
            content_sha256="0" * 64,
            persons=1,
            asked_by=self.staff["registrar"],
            asked_at=NOON,
            key=new_key(SubjectKey.About.RECORD),
        )
        return {"uid": made.uid}

    def received(self):
        """Something that another party released to this one, line by line."""
        if "received" not in self._made:
            other = Organisation.objects.exclude(party=self.party).order_by("pk").first()
            entry, *_ = self.theirs = lines(other.party, ["Cormac"], birth_date="1980")
            by = User.objects.filter(organisation=other).first() or self.staff["registrar"]
            sent = person_list(other, by, "sought", self.theirs, receipt=f"T{self.party.pk:06d}")
            made = Disclosure.objects.create(
                number=f"R{self.party.pk:06d}",
                partition=other.party,
                what="list",
                to=self.office,
                list=sent,
                ground="consent",
                fields=["surname"],
                state="released",
                content_sha256="0" * 64,
                persons=1,
                asked_by=self.staff["registrar"],
                asked_at=NOON,
                decided_by=self.staff["approver"],
                decided_at=NOON,
                key=new_key(SubjectKey.About.RECORD),
            )
            DisclosureItem.objects.create(disclosure=made, entry=entry, position=1)
            self._made["received"] = {"uid": made.uid}
        return self._made["received"]

    def put(self):
        """A line of another party that was put to this one."""
        self.received()
        return {"uid": self.theirs[0].uid}

    def put_list(self):
        """The list it stands on."""
        made = Disclosure.objects.get(uid=self.received()["uid"])
        return {"uid": made.list.uid}
