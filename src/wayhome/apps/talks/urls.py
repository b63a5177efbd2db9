"""Addresses of the talks."""

from django.urls import path

from wayhome.apps.talks.views import counts, processes, records, reports, rows

app_name = "talks"
urlpatterns = [
    path("", processes.processes, name="processes"),
    path("new/", processes.process_open, name="open"),
    path("<uuid:uid>/", processes.process, name="process"),
    path("<uuid:uid>/sheet/", processes.sheet, name="sheet"),
    path("<uuid:uid>/record.json", records.export, name="export"),
    path("import/", records.bring, name="import"),
    # Behind the numbers.
    path("commitments/<uuid:uid>/counts/", counts.counts, name="counts"),
    path("rounds/<uuid:uid>/", counts.yielded, name="yielded"),
    path("deliveries/<uuid:uid>/rows/", counts.proof, name="proof"),
    path("lists/<uuid:uid>/<str:stage>/", counts.list_lines, name="list_lines"),
    # Entering, looking at, withdrawing and sharing one row.
    path("<uuid:uid>/enter/delivery/", rows.add_delivery, name="add_delivery"),
    path("<uuid:uid>/enter/assessment/", rows.add_assessment, name="add_assessment"),
    path("<uuid:uid>/enter/<str:kind>/", rows.add, name="add"),
    path("rows/<str:kind>/<uuid:uid>/", rows.row, name="row"),
    path("rows/<str:kind>/<uuid:uid>/withdraw/", rows.row_withdraw, name="row_withdraw"),
    path("rows/<str:kind>/<uuid:uid>/share/", rows.row_share, name="row_share"),
    path("rows/<str:kind>/<uuid:uid>/translate/", rows.row_translate, name="row_translate"),
    path(
        "rows/<str:kind>/<uuid:uid>/translations/<uuid:translation>/withdraw/",
        rows.translation_withdraw,
        name="translation_withdraw",
    ),
    # Reports, and the drafts that were read from them.
    path("<uuid:uid>/report/", reports.report_new, name="report_new"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<uuid:uid>/", reports.report, name="report"),
    path("reports/<uuid:uid>/read/", reports.report_read, name="report_read"),
    path("reports/<uuid:uid>/stop/", reports.report_stop, name="report_stop"),
    path("reports/<uuid:uid>/confirm/", reports.rows_confirm, name="report_confirm"),
    path("reports/<uuid:uid>/rows/<str:item>/", reports.row_correct, name="report_row"),
    path("reports/<uuid:uid>/rows/<str:item>/leave-out/", reports.row_leave_out, name="leave_out"),
    path("reports/<uuid:uid>/rows/<str:item>/undo/", reports.row_undo, name="undo"),
]
