"""Who works here, for whom, in which role."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class Party(models.Model):
    """A partition of the register: a belligerent, a neutral intermediary or a third state.

    Exactly one party keeps the register: the institution this installation belongs to. It alone
    may see lines of several parties side by side.
    """

    class Kind(models.TextChoices):
        """What a party is to the conflict."""

        BELLIGERENT = "belligerent", _("party to the conflict")
        NEUTRAL = "neutral", _("neutral intermediary")
        THIRD_STATE = "third_state", _("third state")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    keeps_register = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["keeps_register"],
                condition=models.Q(keeps_register=True),
                name="party_one_keeps_the_register",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """An office that sends or receives lists. Belongs to a party."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200, unique=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="organisations")

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What an account may do. See policies.TABLE."""

    REGISTRAR = "registrar", _("registrar")
    REVIEWER = "reviewer", _("reviewer")
    APPROVER = "approver", _("approver")
    NEGOTIATOR = "negotiator", _("negotiator")
    FORENSIC = "forensic", _("forensic examiner")
    CHILD_CASEWORKER = "child_caseworker", _("child caseworker")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")


class Accounts(BaseUserManager["User"]):
    """Makes accounts, which services alone do; finds them with their office and its party."""

    def get_queryset(self) -> models.QuerySet["User"]:
        """Whose account it is decides what every query of it gives: so it comes along."""
        return super().get_queryset().select_related("organisation__party")

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Make an account; without a password it cannot log in."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """An account of one person, in one organisation."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    # A name for colleagues: shown as "by whom" within the own partition.
    display_name = models.CharField(max_length=100)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="users")
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=5, default="en")
    is_demo = models.BooleanField(default=False)
    # Raised to end every session of the account at once, wherever it is logged in.
    session_epoch = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Accounts()

    def __str__(self) -> str:
        return f"account {self.pk}"

    @property
    def party(self) -> Party:
        """The partition this account belongs to."""
        return self.organisation.party

    @property
    def keeps_register(self) -> bool:
        """Whether the account belongs to the institution that keeps the register."""
        return self.organisation.party.keeps_register

    @property
    def roles(self) -> frozenset[str]:
        """The roles granted and not revoked, read once per request."""
        if not hasattr(self, "_roles"):
            granted = self.grants.filter(revoked_at=None).values_list("role", flat=True)
            self._roles = frozenset(granted)
        return self._roles

    # `rules` decides; there are no superusers and no staff flag that could override the table.
    is_staff = False
    is_superuser = False

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must carry to count as this account's: password and epoch."""
        return salted_hmac(
            "wayhome.session", f"{self.password}:{self.session_epoch}", secret, algorithm="sha256"
        ).hexdigest()

    def has_perm(self, permission: str, subject: object | None = None) -> bool:
        """Whether the policy table allows it."""
        import rules  # noqa: PLC0415

        return bool(self.is_active and rules.has_perm(permission, self, subject))


class RoleGrant(models.Model):
    """A role given to an account, by whom and when; revoked, never deleted."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)
    granted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    revoked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(revoked_at=None),
                name="grant_role_once",
            ),
            models.CheckConstraint(
                condition=models.Q(granted_by=None) | ~models.Q(granted_by=models.F("user")),
                name="grant_not_to_oneself",
            ),
        ]


class RoleRequest(models.Model):
    """A role that two administrators must grant: asked for by one, granted by another."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_requests")
    role = models.CharField(max_length=20, choices=Role)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    granted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(granted_by=None)
                | (
                    ~models.Q(granted_by=models.F("asked_by"))
                    & ~models.Q(granted_by=models.F("user"))
                ),
                name="role_by_two_others",
            ),
            models.CheckConstraint(
                condition=models.Q(granted_by=None, granted_at=None)
                | models.Q(granted_by__isnull=False, granted_at__isnull=False),
                name="role_who_and_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(asked_by=models.F("user")), name="role_not_for_oneself"
            ),
        ]


class FactorReset(models.Model):
    """A lost factor or password: asked for by one administrator, done by another."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="factor_resets")
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(approved_by=None)
                | (
                    ~models.Q(approved_by=models.F("asked_by"))
                    & ~models.Q(approved_by=models.F("user"))
                ),
                name="reset_by_two_others",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by=None, approved_at=None)
                | models.Q(approved_by__isnull=False, approved_at__isnull=False),
                name="reset_who_and_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(asked_by=models.F("user")), name="reset_not_for_oneself"
            ),
        ]
