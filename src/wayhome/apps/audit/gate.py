"""Every page states its permission. Refused and absent look the same: 404."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

from wayhome.apps.audit.models import User

View = Callable[..., HttpResponse]
PUBLIC = "public"
"""The permission of pages that anybody may open: logging in, health."""


class Request(HttpRequest):
    """A request of a logged-in account, as views behind `page` receive it."""

    user: User
    htmx: Any


def page(permission: str, *, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Let only those with the permission in, with these methods; everybody else finds nothing."""

    def gate(view: View) -> View:
        @wraps(view)
        def gated(request: Request, *args: object, **kwargs: object) -> HttpResponse:
            if permission != PUBLIC:
                if not request.user.is_authenticated:
                    return redirect_to_login(request.path)
                if not request.user.has_perm(permission):
                    raise Http404
            if request.method not in methods and not (
                request.method == "HEAD" and "GET" in methods
            ):
                return HttpResponseNotAllowed(methods)
            return view(request, *args, **kwargs)

        gated.permission = permission  # type: ignore[attr-defined]
        gated.methods = methods  # type: ignore[attr-defined]
        return gated

    return gate
