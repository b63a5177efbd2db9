"""Every page states its permission. Refused and absent look the same: 404.

What only some may see is kept by no browser and no proxy: whoever sits down at the machine after
logging out finds nothing by going back.

A page with `recent=True` is opened only to somebody who proved who they are in the last minutes:
by the second factor where the account has one, else by the password.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from wayhome.apps.audit.models import User

View = Callable[..., HttpResponse]
PUBLIC = "public"
"""The permission of pages that anybody may open: logging in, health."""


class Request(HttpRequest):
    """A request of a logged-in account, as views behind `page` receive it."""

    user: User
    htmx: Any


def page(
    permission: str, *, methods: tuple[str, ...] = ("GET",), recent: bool = False
) -> Callable[[View], View]:
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
            if recent and not recently_proven(request):
                return ask_for_proof(request)
            answer = view(request, *args, **kwargs)
            if permission != PUBLIC:
                answer.headers.setdefault("Cache-Control", "no-store")
            return answer

        gated.permission = permission  # type: ignore[attr-defined]
        gated.methods = methods  # type: ignore[attr-defined]
        gated.recent = recent  # type: ignore[attr-defined]
        return gated

    return gate


def factors_of(user: User) -> set[int]:
    """The second factors the account has set up."""
    return set(Authenticator.objects.filter(user_id=user.pk).values_list("pk", flat=True))


def factor_proven(request: HttpRequest, factors: set[int], *, within: float | None = None) -> bool:
    """Whether one of these factors was shown in this session, or in its last seconds."""
    since = 0.0 if within is None else time.time() - within
    return any(
        shown.get("method") == "mfa" and shown.get("id") in factors and shown["at"] >= since
        for shown in get_authentication_records(request, request.user)
    )


def recently_proven(request: HttpRequest) -> bool:
    """Whether the account proved itself lately: by its factor, or without one by its password."""
    user = request.user
    if not isinstance(user, User):
        return False
    within = float(settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
    if factors := factors_of(user):
        return factor_proven(request, factors, within=within)
    since = time.time() - within
    return any(shown["at"] >= since for shown in get_authentication_records(request, user))


def ask_for_proof(request: HttpRequest) -> HttpResponse:
    """Send somebody to prove who they are, then back to the page they came from."""
    back = request.path if request.method in ("GET", "HEAD") else _came_from(request)
    if request.method not in ("GET", "HEAD"):
        messages.warning(
            request, gettext("Show that it is you, then do it again. Nothing was changed yet.")
        )
    ways = get_adapter(request).get_reauthentication_methods(request.user)
    address = f"{ways[0]['url']}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _came_from(request: HttpRequest) -> str:
    referrer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referrer, allowed_hosts={request.get_host()}):
        return urlsplit(referrer).path
    return "/"
