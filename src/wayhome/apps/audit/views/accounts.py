"""Accounts, roles, offices: for administrators, who see no persons."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from wayhome.apps.audit.forms import (
    AccountForm,
    OrganisationForm,
    PartyForm,
    ResetForm,
    RoleForm,
)
from wayhome.apps.audit.gate import Request, page
from wayhome.apps.audit.models import User
from wayhome.apps.audit.policies import NEEDS_FACTOR
from wayhome.apps.audit.selectors.accounts import (
    accounts_visible_to,
    organisations_visible_to,
    parties_visible_to,
    resets_visible_to,
    role_requests_visible_to,
)
from wayhome.apps.audit.services import accounts
from wayhome.values import WayhomeError

SEE, CHANGE, RESET = "audit.see_accounts", "audit.change_account", "audit.reset_factor"


@page(SEE)
def accounts_page(request: Request) -> HttpResponse:
    """Every account with its roles, and what waits for a second administrator."""
    now = timezone.now()
    shown = {
        "accounts": accounts_visible_to(request.user).order_by("organisation__name", "email"),
        "role_requests": role_requests_visible_to(request.user, at=now),
        "resets": resets_visible_to(request.user, at=now),
    }
    return render(request, "audit/accounts/accounts.html", shown)


@page(CHANGE, methods=("GET", "POST"), recent=True)
def new_account(request: Request) -> HttpResponse:
    """Make an account; its link is shown once."""
    form = AccountForm(
        request.POST or None,
        organisations=organisations_visible_to(request.user),
        initial={"language": request.user.language},
    )
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            user = accounts.create_account(**form.cleaned_data, by=request.user, at=now)
        except accounts.CannotCreateAccount as refusal:
            form.add_error("email", str(refusal))
        else:
            link = accounts.issue_link(user=user, by=request.user, at=now)
            return _link_shown(request, user, link)
    return render(request, "audit/accounts/new_account.html", {"form": form})


@page(SEE)
def account(request: Request, uid: UUID) -> HttpResponse:
    """One account: its roles, what can be done with it, what waits."""
    shown = _account(request, uid)
    now = timezone.now()
    return render(
        request,
        "audit/accounts/account.html",
        {
            "account": shown,
            "is_own": shown.pk == request.user.pk,
            "decides": bool(NEEDS_FACTOR & shown.roles),
            "role_form": RoleForm(),
            "reset_form": ResetForm(),
            "needs_two": sorted(NEEDS_FACTOR),
            "role_requests": role_requests_visible_to(request.user, at=now).filter(user=shown),
            "resets": resets_visible_to(request.user, at=now).filter(user=shown),
        },
    )


@page(CHANGE, methods=("POST",), recent=True)
def link_account(request: Request, uid: UUID) -> HttpResponse:
    """Another link, for an account that has no password yet."""
    shown = _account(request, uid)
    try:
        link = accounts.issue_link(user=shown, by=request.user, at=timezone.now())
    except accounts.CannotIssueLink as refusal:
        return _refused(request, shown, refusal)
    return _link_shown(request, shown, link)


@page(CHANGE, methods=("POST",), recent=True)
def give_role(request: Request, uid: UUID) -> HttpResponse:
    """Give a role; ask for it where two administrators must agree."""
    shown = _account(request, uid)
    role = request.POST.get("role", "")
    give = accounts.ask_role if role in NEEDS_FACTOR else accounts.grant_role
    done = (
        gettext("Asked for. Another administrator must grant it within three days.")
        if role in NEEDS_FACTOR
        else gettext("The role is given.")
    )
    return _do(
        request, shown, done,
        lambda: give(user=shown, role=role, by=request.user, at=timezone.now()),
    )  # fmt: skip


@page(CHANGE, methods=("POST",), recent=True)
def take_role(request: Request, uid: UUID) -> HttpResponse:
    """Take a role away."""
    shown = _account(request, uid)
    role = request.POST.get("role", "")
    return _do(
        request, shown, gettext("The role is taken away. Every session of the account has ended."),
        lambda: accounts.revoke_role(user=shown, role=role, by=request.user, at=timezone.now()),
    )  # fmt: skip


@page(CHANGE, methods=("POST",), recent=True)
def approve_role(request: Request, uid: UUID) -> HttpResponse:
    """Grant the role that another administrator asked for; the new link is shown once."""
    now = timezone.now()
    asked = get_object_or_404(role_requests_visible_to(request.user, at=now), uid=uid)
    try:
        link = accounts.approve_role(request=asked, by=request.user, at=now)
    except accounts.CannotGrantRole as refusal:
        return _refused(request, asked.user, refusal)
    messages.success(request, gettext("The role is given."))
    if link is None:
        return redirect("audit:account", asked.user.uid)
    return _link_shown(request, asked.user, link)


@page(CHANGE, methods=("POST",), recent=True)
def close_account(request: Request, uid: UUID) -> HttpResponse:
    """Close an account: no roles, no sessions, no logging in."""
    shown = _account(request, uid)
    return _do(
        request, shown, gettext("The account is closed. Every session of it has ended."),
        lambda: accounts.close_account(user=shown, by=request.user, at=timezone.now()),
    )  # fmt: skip


@page(CHANGE, methods=("POST",), recent=True)
def reopen_account(request: Request, uid: UUID) -> HttpResponse:
    """Open a closed account, without roles."""
    shown = _account(request, uid)
    return _do(
        request, shown, gettext("The account is open again. It has no role yet."),
        lambda: accounts.reopen_account(user=shown, by=request.user, at=timezone.now()),
    )  # fmt: skip


@page(RESET, methods=("POST",), recent=True)
def ask_reset(request: Request, uid: UUID) -> HttpResponse:
    """Ask that a lost factor or password be taken away."""
    shown = _account(request, uid)
    reason = request.POST.get("reason", "").replace("\0", "")[:500]
    return _do(
        request, shown, gettext("Asked for. Another administrator must do it within three days."),
        lambda: accounts.ask_reset(
            user=shown, reason=reason, by=request.user, at=timezone.now()
        ),
    )  # fmt: skip


@page(RESET, methods=("POST",), recent=True)
def approve_reset(request: Request, uid: UUID) -> HttpResponse:
    """Take factor and password away, as the second administrator; the new link is shown once."""
    now = timezone.now()
    asked = get_object_or_404(resets_visible_to(request.user, at=now), uid=uid)
    try:
        link = accounts.approve_reset(reset=asked, by=request.user, at=now)
    except accounts.CannotResetAccess as refusal:
        return _refused(request, asked.user, refusal)
    return _link_shown(request, asked.user, link)


@page(CHANGE, methods=("GET", "POST"), recent=True)
def offices(request: Request) -> HttpResponse:
    """Parties and their organisations; add one of either."""
    adding = request.POST.get("add", "")
    party_form = PartyForm(request.POST if adding == "party" else None)
    organisation_form = OrganisationForm(
        request.POST if adding == "organisation" else None,
        parties=parties_visible_to(request.user),
    )
    form = party_form if adding == "party" else organisation_form
    if adding and form.is_valid():
        add = accounts.create_party if adding == "party" else accounts.create_organisation
        try:
            add(**form.cleaned_data, by=request.user, at=timezone.now())
        except accounts.CannotCreateAccount as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, gettext("Added."))
            return redirect("audit:offices")
    shown = {
        "parties": parties_visible_to(request.user).prefetch_related("organisations"),
        "party_form": party_form,
        "organisation_form": organisation_form,
    }
    return render(request, "audit/accounts/offices.html", shown)


def _account(request: Request, uid: UUID) -> User:
    return get_object_or_404(accounts_visible_to(request.user), uid=uid)


def _do(request: Request, user: User, done: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except WayhomeError as refusal:
        return _refused(request, user, refusal)
    messages.success(request, done)
    return redirect("audit:account", user.uid)


def _refused(request: Request, user: User, refusal: WayhomeError) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("audit:account", user.uid)


@never_cache
def _link_shown(request: Request, user: User, link: accounts.Link) -> HttpResponse:
    address = request.build_absolute_uri(reverse("audit:welcome", args=(link.uid, link.token)))
    shown = {"account": user, "address": address}
    return render(request, "audit/accounts/link.html", shown)
