"""Pages that belong to no app: the language, health, and what is not there."""

import sys
from http import HTTPStatus

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.i18n import set_language as django_set_language

from wayhome.apps.audit.gate import PUBLIC, page
from wayhome.apps.audit.services.disk import is_full


@page(PUBLIC, methods=("POST",))
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language and go back to the page."""
    return django_set_language(request)


@page(PUBLIC)
def health(_request: HttpRequest) -> HttpResponse:
    """Whether the site and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"well": True})


def bad_request(_request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that makes no sense; or whose session could not be kept, the disk being full."""
    if is_full(exception):
        return _not_done(full=True)
    return HttpResponse(render_to_string("400.html"), status=HTTPStatus.BAD_REQUEST)


def failed(_request: HttpRequest) -> HttpResponse:
    """What nobody foresaw, in a sentence."""
    return _not_done(full=is_full(sys.exc_info()[1]))


def _not_done(*, full: bool) -> HttpResponse:
    """Asks the database nothing: it may be what failed."""
    page = render_to_string("500.html", {"is_full": full})
    status = HTTPStatus.INSUFFICIENT_STORAGE if full else HTTPStatus.INTERNAL_SERVER_ERROR
    return HttpResponse(page, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Hidden and absent look the same: the same bytes."""
    return render(request, "404.html", status=404)
