"""Addresses of exchanges."""

from django.urls import path

from wayhome.apps.exchange.views import exchanges, lines, lists

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
    path("lines/<uuid:uid>/", lines.line, name="line"),
    path("lines/<uuid:uid>/let-pass/", lines.pass_stop, name="let_pass"),
    path("lines/<uuid:uid>/substitute/", lines.substitute, name="substitute"),
]
