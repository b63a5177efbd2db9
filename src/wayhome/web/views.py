"""Pages that belong to no app: the language, health, and what is not there."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.i18n import set_language as django_set_language

from wayhome.apps.audit.gate import PUBLIC, page


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


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Hidden and absent look the same: the same bytes."""
    return render(request, "404.html", status=404)
