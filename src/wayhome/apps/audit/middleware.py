"""What holds for every request: session limits and the second factor."""

import time
from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wayhome.apps.audit.models import Role

Answer = Callable[[HttpRequest], HttpResponse]
NEEDS_FACTOR = frozenset({Role.APPROVER, Role.ADMINISTRATOR})


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


class SecondFactor:
    """Approvers and administrators first set up a second factor; until then they see nothing."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send them to set it up."""
        user = request.user
        free = ("/accounts/", "/language/", f"/{settings.STATIC_URL.strip('/')}/")
        if (
            user.is_authenticated
            and not request.path.startswith(free)
            and NEEDS_FACTOR & user.roles
            and not is_mfa_enabled(user)
        ):
            return redirect("mfa_index")
        return self.answer(request)
