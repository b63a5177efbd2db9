"""Addresses of the talks."""

from django.urls import path

from wayhome.apps.talks.views import processes, rows

app_name = "talks"
urlpatterns = [
    path("", processes.processes, name="processes"),
    path("new/", processes.process_open, name="open"),
    path("<uuid:uid>/", processes.process, name="process"),
    # Entering, looking at, withdrawing and sharing one row.
    path("<uuid:uid>/enter/delivery/", rows.add_delivery, name="add_delivery"),
    path("<uuid:uid>/enter/assessment/", rows.add_assessment, name="add_assessment"),
    path("<uuid:uid>/enter/<str:kind>/", rows.add, name="add"),
    path("rows/<str:kind>/<uuid:uid>/", rows.row, name="row"),
    path("rows/<str:kind>/<uuid:uid>/withdraw/", rows.row_withdraw, name="row_withdraw"),
    path("rows/<str:kind>/<uuid:uid>/share/", rows.row_share, name="row_share"),
    path("rows/<str:kind>/<uuid:uid>/translate/", rows.row_translate, name="row_translate"),
]
