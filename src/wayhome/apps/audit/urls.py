"""Addresses of accounts, history and reads."""

from django.urls import URLPattern, path

from wayhome.apps.audit.views import accounts, entrance, evidence, history, history_witnesses, reads

app_name = "audit"
urlpatterns: list[URLPattern] = [
    # accounts
    path("welcome/<uuid:uid>/<str:token>/", entrance.welcome, name="welcome"),
    path("administration/", accounts.accounts_page, name="accounts"),
    path("administration/new/", accounts.new_account, name="account_new"),
    path("administration/offices/", accounts.offices, name="offices"),
    path("administration/<uuid:uid>/", accounts.account, name="account"),
    path("administration/<uuid:uid>/link/", accounts.link_account, name="account_link"),
    path("administration/<uuid:uid>/roles/give/", accounts.give_role, name="role_give"),
    path("administration/<uuid:uid>/roles/take/", accounts.take_role, name="role_take"),
    path("administration/<uuid:uid>/close/", accounts.close_account, name="account_close"),
    path("administration/<uuid:uid>/reopen/", accounts.reopen_account, name="account_reopen"),
    path("administration/<uuid:uid>/reset/", accounts.ask_reset, name="reset_ask"),
    path("administration/roles/<uuid:uid>/", accounts.approve_role, name="role_approve"),
    path("administration/resets/<uuid:uid>/", accounts.approve_reset, name="reset_approve"),
    # the history
    path("history/", history.history, name="history"),
    path("history/checkpoints/", history.tree, name="tree"),
    path("history/checkpoints/<int:size>.txt", history.checkpoint, name="checkpoint"),
    path("history/public-key.txt", history.public_key, name="public_key"),
    path("history/witnesses/", history_witnesses.witness_add, name="witness_add"),
    path("history/cosignatures/", history_witnesses.cosignature_add, name="cosignature_add"),
    path("history/<uuid:uid>/", evidence.entry, name="entry"),
    path("history/<uuid:uid>/evidence.zip", evidence.evidence, name="evidence"),
    # reads
    path("reads/", reads.reads, name="reads"),
    path("reads/<uuid:uid>/", reads.look, name="look"),
    path("reads/of/<uuid:uid>/", reads.seen, name="seen"),
]
