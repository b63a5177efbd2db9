"""Addresses of exchanges."""

from django.urls import path

from wayhome.apps.exchange.views import draws, exchanges, facts, lines, lists, private

app_name = "exchange"
urlpatterns = [
    path("", exchanges.exchanges, name="exchanges"),
    path("open/<uuid:uid>/", exchanges.exchange_open, name="open"),
    path("<uuid:uid>/", exchanges.exchange, name="exchange"),
    path("<uuid:uid>/terms/", exchanges.terms, name="terms"),
    path("<uuid:uid>/close/", exchanges.close, name="close"),
    path("<uuid:uid>/side/<int:number>/<str:step>/", exchanges.step, name="step"),
    path("<uuid:uid>/board/", lists.board, name="board"),
    path("<uuid:uid>/side/<int:number>/draw-up-list", lists.draw_up, name="draw_up"),
    path("<uuid:uid>/days/accept/", lists.days, name="accept_days"),
    path("lists/<uuid:uid>/", lists.version, name="version"),
    path("lists/<uuid:uid>/put/", lists.put, name="put"),
    path("lists/<uuid:uid>/freeze/", lists.freeze, name="freeze"),
    path("lists/<uuid:uid>/accept/", lists.accept, name="accept"),
    path("lists/<uuid:uid>/answer/", lists.answer, name="answer"),
    path("lists/<uuid:uid>/arrange/", facts.arrange, name="arrange"),
    path("lists/<uuid:uid>/list.xlsx", lists.export, name="export"),
    path("acceptances/<uuid:uid>/withdraw/", lists.withdraw, name="withdraw"),
    path("<uuid:uid>/side/<int:number>/site", facts.site, name="site"),
    path("<uuid:uid>/draw/open/", draws.draw_open, name="draw_open"),
    path("draws/<uuid:uid>/", draws.draw, name="draw"),
    path("draws/<uuid:uid>/share/", draws.share, name="share"),
    path("draws/<uuid:uid>/plan/", draws.plan_start, name="plan_start"),
    path("jobs/<uuid:uid>/", draws.plan_job, name="plan_job"),
    path("jobs/<uuid:uid>/stop/", draws.plan_stop, name="plan_stop"),
    path("plans/<uuid:uid>/", draws.plan, name="plan"),
    path("plans/<uuid:uid>/mend/", draws.plan_mend, name="plan_mend"),
    path("plans/<uuid:uid>/<str:name>.json", draws.plan_file, name="plan_file"),
    path("<uuid:uid>/private/", private.private, name="private"),
    path("<uuid:uid>/absences/release/", private.release, name="release"),
    path("lines/<uuid:uid>/tell/", private.tell, name="tell"),
    path("absences/<uuid:uid>/approve/", private.absence_approve, name="absence_approve"),
    path("absences/<uuid:uid>/end/", private.absence_end, name="absence_end"),
    path("lines/<uuid:uid>/", lines.line, name="line"),
    path("lines/<uuid:uid>/facts/", facts.facts, name="facts"),
    path("lines/<uuid:uid>/substitutes/", lines.substitutes, name="substitutes"),
    path("lines/<uuid:uid>/let-pass/", lines.pass_stop, name="let_pass"),
    path("lines/<uuid:uid>/stop-again/", lines.stop_anew, name="stop_again"),
    path("lines/<uuid:uid>/substitute/", lines.substitute, name="substitute"),
]
