"""Addresses of the register."""

from django.urls import path

from wayhome.apps.register.views import (
    answers,
    assertions,
    confirm,
    disclosures,
    erasure,
    flags,
    home,
    judgements,
    lists,
    lists_imports,
    matching,
    persons,
    review,
    search,
)

app_name = "register"
urlpatterns = [
    path("", home.home, name="home"),
    # Comparing, reviewing, confirming.
    path("comparisons/", matching.matches, name="matches"),
    path("comparisons/<uuid:uid>/", matching.match, name="match"),
    path("comparisons/<uuid:uid>/stop/", matching.match_stop, name="match_stop"),
    path("review/", review.review, name="review"),
    path("review/next/", review.review_next, name="review_next"),
    path("review/resume/", review.review_resume, name="review_resume"),
    path("review/bulk/", review.review_bulk, name="review_bulk"),
    path("review/<uuid:uid>/", review.review_pair, name="review_pair"),
    path("review/<uuid:uid>/skip/", review.review_skip, name="review_skip"),
    path("confirm/", confirm.confirm, name="confirm"),
    path("confirm/resume/", confirm.confirm_resume, name="confirm_resume"),
    path("confirm/<uuid:uid>/", confirm.confirm_pair, name="confirm_pair"),
    path("confirm/<uuid:uid>/skip/", confirm.confirm_skip, name="confirm_skip"),
    path("judgements/", judgements.judgements, name="judgements"),
    path("judgements/sheet/", confirm.sheet, name="sheet"),
    path("judgements/proposals.csv", confirm.export, name="proposals_csv"),
    path("judgements/<uuid:uid>/", judgements.judgement, name="judgement"),
    path("judgements/<uuid:uid>/withdraw/", judgements.withdraw, name="withdraw"),
    path("contradictions/", judgements.contradictions, name="contradictions"),
    # Lists, from the file to the receipt.
    path("lists/", lists.lists, name="lists"),
    path("lists/new/", lists_imports.upload, name="upload"),
    path("lists/<uuid:uid>/", lists.one_list, name="list"),
    path("lists/<uuid:uid>/changes/", lists.changes, name="list_changes"),
    path("lists/<uuid:uid>/receipt/", lists.receipt, name="receipt"),
    path("lists/<uuid:uid>/to-correct.csv", lists_imports.correct_list, name="correct_list"),
    path("lists/<uuid:uid>/roll-back/", lists.roll_back, name="roll_back"),
    path("imports/<uuid:uid>/", lists_imports.one_import, name="import"),
    path("imports/<uuid:uid>/columns/", lists_imports.map_columns, name="map_columns"),
    path("imports/<uuid:uid>/commit/", lists_imports.commit, name="commit_import"),
    path("imports/<uuid:uid>/stop/", lists_imports.stop, name="stop_import"),
    path("imports/<uuid:uid>/again/", lists_imports.again, name="import_again"),
    path("imports/<uuid:uid>/to-correct.csv", lists_imports.correct_import, name="correct_import"),
    # Persons: searched, seen, entered; what is said of them.
    path("persons/", search.persons, name="persons"),
    path("search/", search.search_persons, name="search"),
    path("persons/enter/", persons.enter, name="enter"),
    path("persons/<str:number>/", persons.person, name="person"),
    path("lines/<uuid:uid>/", persons.line, name="line"),
    path("lines/<uuid:uid>/sealed/", persons.sealed, name="sealed"),
    path("lines/<uuid:uid>/claim/", assertions.claim, name="claim"),
    path("fates/", assertions.fates, name="fates"),
    path("fates/<uuid:uid>/", assertions.fate, name="fate"),
    path("withdrawals/", assertions.withdrawals, name="withdrawals"),
    path("claims/<uuid:uid>/withdraw/", assertions.claim_withdraw, name="claim_withdraw"),
    # Erasing lines.
    path("erasures/", erasure.erasures, name="erasures"),
    path("erasures/<uuid:uid>/", erasure.erasure, name="erasure"),
    path("erasures/<uuid:uid>/approve/", erasure.approve, name="erasure_approve"),
    path("erasures/<uuid:uid>/decline/", erasure.decline, name="erasure_decline"),
    path("lines/<uuid:uid>/erase/", erasure.ask, name="erasure_ask"),
    # Answers, flags, disclosures.
    path("answers/", answers.answers, name="answers"),
    path("answers/lines/<uuid:uid>/", answers.answer_line, name="answer_line"),
    path("answers/lists/<uuid:uid>/", answers.answers_upload, name="answers_upload"),
    path("answers/release/", disclosures.answers_release, name="answers_release"),
    path("lists/<uuid:uid>/answers/", answers.funnel, name="funnel"),
    path("lists/<uuid:uid>/disclose/", disclosures.disclosure_ask, name="disclosure_ask"),
    path("flags/", flags.flags, name="flags"),
    path("flags/<uuid:uid>/", flags.flag, name="flag"),
    path("lines/<uuid:uid>/flag/", flags.flag_raise, name="flag_raise"),
    path("alerts/seen/", flags.alert_seen, name="alert_seen"),
    path("disclosures/", disclosures.disclosures, name="disclosures"),
    path("disclosures/<uuid:uid>/", disclosures.disclosure, name="disclosure"),
    path(
        "disclosures/<uuid:uid>/approve/", disclosures.disclosure_approve, name="disclosure_approve"
    ),
    path(
        "disclosures/<uuid:uid>/decline/", disclosures.disclosure_decline, name="disclosure_decline"
    ),
    path("disclosures/<uuid:uid>/recall/", disclosures.disclosure_recall, name="disclosure_recall"),
    path("disclosures/<uuid:uid>/file/", disclosures.disclosure_file, name="disclosure_file"),
    path("received/<uuid:uid>/", disclosures.received, name="received"),
]
