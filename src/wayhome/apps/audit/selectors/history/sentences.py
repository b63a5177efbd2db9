"""What each act is called, in one sentence. A test fails on an act that has none."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import Entry

SENTENCES: Mapping[str, Promise] = {
    # accounts
    "access_reset": _("A second administrator reset the access of an account"),
    "account_closed": _("An account was closed"),
    "account_created": _("An account was opened"),
    "account_link_made": _("A link to choose the first password was made"),
    "account_reopened": _("A closed account was opened again"),
    "demonstration_account": _("An account of the example was made"),
    "factor_added": _("A second factor was set up"),
    "factor_removed": _("A second factor was taken away by its owner"),
    "organisation_created": _("An organisation was added"),
    "party_created": _("A party was added"),
    "password_changed": _("A password was changed by its owner"),
    "password_chosen": _("The first password of an account was chosen"),
    "reset_asked": _("A reset of access was asked for"),
    "role_asked": _("A role was asked for"),
    "role_granted": _("A role was given"),
    "role_revoked": _("A role was taken away"),
    # the history itself
    "witness_added": _("A witness was set up"),
    "cosignature_accepted": _("A witness's signature was taken in"),
    "erasure_asked": _("The erasure of lines was asked for"),
    "erasure_declined": _("An erasure was declined"),
    "lines_erased": _("Lines were erased: their keys were destroyed"),
    "key_rotation_began": _("A new master key was made"),
    "keys_rotated": _("Keys were moved to the new master key"),
    "masters_destroyed": _("Old master keys were destroyed"),
    # lists
    "file_received": _("A file was received"),
    "columns_mapped": _("The columns of a file were confirmed"),
    "import_asked": _("The import of a checked file was asked for"),
    "import_begun_again": _("An import whose worker was gone was begun again"),
    "import_failed": _("An import failed; nothing of it was kept"),
    "import_stopped": _("An import was stopped"),
    "list_imported": _("A list was imported"),
    "list_rolled_back": _("A version of a list was rolled back"),
    # matching and judging
    "match_asked": _("A comparison of two lists was asked for"),
    "match_begun_again": _("A comparison whose worker was gone was begun again"),
    "match_failed": _("A comparison failed; nothing of it was kept"),
    "match_stopped": _("A comparison was stopped"),
    "lists_matched": _("Two lists were compared"),
    "check_asked": _("A check of a list was asked for"),
    "check_begun_again": _("A check whose worker was gone was begun again"),
    "check_failed": _("A check of a list failed; nothing of it was kept"),
    "check_stopped": _("A check of a list was stopped"),
    "check_printed": _("The sheet of a list check was printed"),
    "list_checked": _("A list was checked"),
    "judgement_proposed": _("A judgement of two lines was proposed"),
    "judgement_confirmed": _("A judgement of two lines was confirmed"),
    "judgement_declined": _("A proposed judgement was declined"),
    "judgement_withdrawal_asked": _("The withdrawal of a confirmed judgement was asked for"),
    "judgement_withdrawal_declined": _("The withdrawal of a judgement was declined"),
    "judgement_withdrawn": _("A judgement of two lines was withdrawn"),
    # persons
    "person_entered": _("A person was entered by hand"),
    "assertion_recorded": _("A claim was recorded"),
    "assertion_confirmed": _("A claim was confirmed by a second person"),
    "assertion_declined": _("A claim was declined"),
    "assertion_withdrawal_asked": _("The withdrawal of a confirmed fate was asked for"),
    "assertion_withdrawal_declined": _("The withdrawal of a confirmed fate was declined"),
    "assertion_withdrawn": _("A claim was withdrawn"),
    "sealed_fields_opened": _("Health and relatives of a line were opened"),
    # what the other side says, what leaves a partition
    "answer_recorded": _("An answer was recorded"),
    "answers_recorded": _("Answers from a file were recorded"),
    "flag_raised": _("A flag was raised"),
    "flag_resolved": _("A flag was resolved"),
    "disclosure_asked": _("A disclosure was asked for"),
    "disclosure_released": _("A disclosure was approved and released"),
    "disclosure_declined": _("A disclosure was declined"),
    "disclosure_recalled": _("A disclosure was recalled"),
    "disclosure_exported": _("A disclosure was written as a file"),
    "alert_raised": _("An alert was raised"),
    "alert_seen": _("An alert was looked at"),
    # talks
    "process_opened": _("The record of talks was opened"),
    "process_imported": _("A record of talks was brought in"),
    "side_added": _("A side was added to talks"),
    "side_partition_named": _("It was said which partition a side of talks has"),
    "issue_added": _("An issue was added to talks"),
    "round_recorded": _("A round of talks was recorded"),
    "outcome_recorded": _("What a round ended with was recorded"),
    "delegation_recorded": _("A delegation was recorded"),
    "delegate_recorded": _("A delegate was recorded"),
    "statement_recorded": _("A statement was recorded"),
    "position_recorded": _("A position was recorded"),
    "translation_added": _("A translation was added"),
    "translation_withdrawn": _("A translation was withdrawn"),
    "proposal_recorded": _("A proposal was recorded"),
    "response_recorded": _("The answer to a proposal was recorded"),
    "commitment_recorded": _("A commitment was recorded"),
    "wording_added": _("Another wording was put beside a commitment"),
    "reaffirmation_recorded": _("A commitment was recorded as affirmed again"),
    "lapse_recorded": _("A commitment was recorded as lapsed"),
    "assessment_recorded": _("An assessment of a commitment was recorded"),
    "list_attached": _("A list was attached to a commitment"),
    "delivery_recorded": _("A delivery was recorded"),
    "number_recorded": _("A number that somebody says was recorded"),
    "report_kept": _("A report was kept"),
    "reading_asked": _("The reading of a report was asked for"),
    "reading_stopped": _("The reading of a report was stopped"),
    "reading_begun_again": _("The reading of a report was begun again"),
    "reading_failed": _("A report could not be read"),
    "draft_kept": _("A report was read, and its draft was kept"),
    "draft_row_left_out": _("A row of a draft was left out"),
    "draft_row_reopened": _("A row of a draft that was left out was taken up again"),
    "talks_shared": _("Who may see a record of talks was changed"),
    "talks_withdrawn": _("A record of talks was withdrawn"),
    "exchange_opened": _("An exchange was opened"),
    "exchange_terms_set": _("The terms of an exchange were set"),
    "exchange_site_added": _("A site was added to an exchange"),
    "exchange_closed": _("An exchange was closed"),
    "exchange_list_drawn_up": _("An exchange list was drawn up"),
    "exchange_lines_proposed": _("Lines were proposed for an exchange"),
    "exchange_lines_taken_off": _("Lines were taken off an exchange list"),
    "exchange_facts_stated": _("What a plan asks of people was stated"),
    "exchange_lines_accepted": _("Lines of an exchange were accepted"),
    "exchange_lines_refused": _("Lines of an exchange were refused"),
    "exchange_lines_withheld": _("Lines of an exchange were withheld"),
    "exchange_line_substituted": _("Somebody else goes instead of a line"),
    "exchange_list_exported": _("An exchange list was taken as a workbook"),
    "exchange_list_frozen": _("An exchange list was frozen"),
    "exchange_accepted": _("A side accepted a list or the days of an exchange"),
    "exchange_acceptance_withdrawn": _("A side took back what it accepted"),
    "exchange_private_kept": _("Something told in private was kept"),
    "exchange_private_approved": _("Something told in private was approved"),
    "exchange_private_ended": _("Something told in private no longer holds"),
    "exchange_absences_released": _("It was shown who is available for an exchange"),
    "exchange_stop_decided": _("A line that was stopped was let pass"),
    "exchange_stop_restored": _("A line that was let pass is stopped again"),
    "exchange_draw_opened": _("The draw of an exchange was opened"),
    "exchange_share_committed": _("A share of the salt was committed to"),
    "exchange_share_revealed": _("A share of the salt was shown"),
    "exchange_plan_asked": _("The plan of an exchange was asked for"),
    "exchange_plan_stopped": _("The plan of an exchange was asked to stop"),
    "exchange_plan_begun_again": _("The plan of an exchange was begun again"),
    "exchange_planned": _("An exchange was planned"),
    "exchange_plan_failed": _("An exchange could not be planned"),
    "handover_batch_opened": _("A batch of an exchange was opened"),
    "handover_vehicle_added": _("A vehicle was added to a batch"),
    "handover_manifest_changed": _("A manifest was changed"),
    "handover_entered": _("Something was entered at a handover"),
    "handover_discrepancy_settled": _("A discrepancy of a handover was settled"),
    "handover_parity_waived": _("A side agreed to the next batch though one is ahead"),
    "handover_waiver_withdrawn": _("A side took back that the next batch goes"),
    "handover_undo_asked": _("The undoing of an entry of a handover was asked for"),
    "handover_undone": _("An entry of a handover was undone"),
    "handover_receipt_signed": _("A side signed for a batch"),
    "handover_counted": _("What was handed over in a batch was counted"),
    "handover_printed": _("A manifest was printed"),
    "handover_list_exported": _("The list of a batch was exported"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """An entry as a person reads it."""

    entry: Entry
    sentence: str
    facts: Mapping[str, Any]  # numbers, codes, hashes

    @property
    def by(self) -> str:
        """Who did it, as colleagues see it; empty for the machine."""
        return self.entry.by.display_name if self.entry.by else ""


def tell(entries: Iterable[Entry]) -> list[Told]:
    """The entries with their sentences."""
    return [
        Told(
            entry=entry,
            sentence=str(SENTENCES.get(entry.act, entry.act)),
            facts=json.loads(entry.leaf)["facts"],
        )
        for entry in entries
    ]
