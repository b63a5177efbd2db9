"""The state of everything, for the viewer."""

from django.http import HttpResponse
from django.shortcuts import render

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.register.selectors import lists_visible_to


@page("audit.see_home")
def home(request: Request) -> HttpResponse:
    """The first page after logging in."""
    lists = lists_visible_to(request.user).order_by("-imported_at")[:20]
    return render(request, "register/home.html", {"lists": lists})
