"""Coming in: allauth's pages, with the open accounts of the example beside them; first password."""

from typing import Any
from uuid import UUID

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from wayhome.apps.audit.adapters import LOOPBACK, address_of
from wayhome.apps.audit.forms import FirstPasswordForm
from wayhome.apps.audit.gate import PUBLIC, page
from wayhome.apps.audit.models import User
from wayhome.apps.audit.selectors.accounts import DemoLogin, account_of_link, demo_logins
from wayhome.apps.audit.services import accounts


class Login(LoginView):  # type: ignore[misc]
    """Address and password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """On this machine, in the example register: who there is to log in as."""
        return {**super().get_context_data(**kwargs), **_example(self.request)}


class ShowFactor(AuthenticateView):  # type: ignore[misc]
    """The second factor."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """On this machine, in the example register: the code of who is logging in."""
        shown = _example(self.request, only=self.stage.login.user)
        return {**super().get_context_data(**kwargs), **shown}


login = Login.as_view()
show_factor = ShowFactor.as_view()


def _example(request: HttpRequest, *, only: User | None = None) -> dict[str, object]:
    here = settings.INSTALLATION.plain_http and address_of(request) in LOOPBACK
    logins: list[DemoLogin] = demo_logins(only) if here else []
    return {"demo_logins": logins, "demo_password": settings.DEMO_PASSWORD if logins else ""}


@never_cache
@page(PUBLIC, methods=("GET", "POST"))
def welcome(request: HttpRequest, uid: UUID, token: str) -> HttpResponse:
    """Choose the first password. A link that does not hold leads nowhere, like any other."""
    user = get_object_or_404(account_of_link(uid))
    if not accounts.link_holds(user, token):
        raise Http404
    form = FirstPasswordForm(request.POST or None, user=user)
    if request.method != "POST" or not form.is_valid():
        return render(request, "audit/accounts/welcome.html", {"form": form, "owner": user})
    try:
        accounts.choose_password(
            user=user, token=token, password=form.cleaned_data["password"], at=timezone.now()
        )
    except accounts.CannotIssueLink as refusal:
        raise Http404 from refusal
    messages.success(request, gettext("The password is set. Log in with it now."))
    return redirect("account_login")
