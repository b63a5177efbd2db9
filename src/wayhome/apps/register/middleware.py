"""What holds for every page of the register: nobody reads the whole of it in a day."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import TooManyReads
from wayhome.apps.register.services.alerts import raise_alert

Answer = Callable[[HttpRequest], HttpResponse]


class ReadCap:
    """Show a sentence instead of more persons, and tell the keeper's approvers."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing before or after: only a reached cap is answered here."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page that says so, with status 429."""
        if not isinstance(exception, TooManyReads) or not isinstance(request.user, User):
            return None
        raise_alert(code="read_cap", about="", by=request.user, at=timezone.now())
        return render(request, "register/disclosures/read_cap.html", status=429)
