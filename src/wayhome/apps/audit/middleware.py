"""What holds for every request: session limits, the second factor, rights that hold a page."""

import time
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from wayhome.apps.audit.gate import factor_proven, factors_of
from wayhome.apps.audit.models import User
from wayhome.apps.audit.once import one_page
from wayhome.apps.audit.policies import NEEDS_FACTOR

Answer = Callable[[HttpRequest], HttpResponse]
ALWAYS_OPEN = frozenset({"account_logout", "set_language", "health"})
TO_SET_UP = frozenset(
    {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}
)
TO_SHOW = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})


class SessionLimits:
    """End a session that was idle too long or is too old."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Log out an expired session, then answer."""
        if request.user.is_authenticated:
            now = int(time.time())
            began = request.session.setdefault("began", now)
            seen = request.session.get("seen", now)
            if (
                now - began > settings.SESSION_ABSOLUTE_SECONDS
                or now - seen > settings.SESSION_IDLE_SECONDS
            ):
                logout(request)
            elif now - seen >= 30 or "seen" not in request.session:
                request.session["seen"] = now  # not on every request: a write each
        return self.answer(request)


class OnePage:
    """What a page that is only read works out about its viewer, it works out once."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Keep it until the page is made."""
        if request.method not in ("GET", "HEAD"):
            return self.answer(request)
        with one_page():
            return self.answer(request)


class SecondFactor:
    """Nobody gets past a second factor.

    Who needs one and has none reaches only the pages that set it up. Who has one and did not
    show it in this session reaches only the pages that ask for it.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send them to set it up, or to show it."""
        user = request.user
        if not isinstance(user, User):
            return self.answer(request)
        factors = factors_of(user)
        if factors and factor_proven(request, factors):
            return self.answer(request)
        if not factors and not NEEDS_FACTOR & user.roles:
            return self.answer(request)
        request.unproven = True  # type: ignore[attr-defined]  # the frame shows no work, no rooms
        name = _name_of(request.path_info)
        if name in ALWAYS_OPEN or name in (TO_SHOW if factors else TO_SET_UP):
            return self.answer(request)
        if not factors:
            return redirect("mfa_index")
        ways = get_adapter(request).get_reauthentication_methods(user)
        return redirect(f"{ways[0]['url']}?next=/")


def _name_of(path: str) -> str:
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return ""
