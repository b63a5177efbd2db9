"""The state of everything, for the viewer."""

from django.http import HttpResponse
from django.shortcuts import render

from wayhome.apps.audit.gate import Request, page
from wayhome.apps.register.selectors.alerts import alerts_in_words
from wayhome.apps.register.selectors.home import state_of_lists, work_under_way


@page("audit.see_home")
def home(request: Request) -> HttpResponse:
    """The first page after logging in: the day's work, the lists, what is running."""
    sees_lists = request.user.has_perm("register.see_list")
    return render(
        request,
        "register/home.html",
        {
            "states": state_of_lists(request.user) if sees_lists else [],
            "sees_lists": sees_lists,
            "alerts": alerts_in_words(request.user),
            "jobs": work_under_way(request.user) if sees_lists else [],
        },
    )
