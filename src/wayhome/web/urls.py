"""Root addresses."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path

from wayhome.apps.audit.views import entrance
from wayhome.web import views

# Of allauth only what we use: nobody signs up, changes an address or resets a password by mail.
accounts = [
    path("login/", entrance.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("password/", account.password_change, name="account_change_password"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("factor/", factors.index, name="mfa_index"),
    path("factor/show/", entrance.show_factor, name="mfa_authenticate"),
    path("factor/again/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("factor/app/add/", totp.activate_totp, name="mfa_activate_totp"),
    path("factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("factor/key/", factors.index, name="mfa_list_webauthn"),
    path("factor/key/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("factor/key/again/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("factor/key/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
]

urlpatterns = [
    path("accounts/", include(accounts)),
    path("language/", views.set_language, name="set_language"),
    path("health/", views.health, name="health"),
    path("", include("wayhome.apps.audit.urls")),
    path("", include("wayhome.apps.register.urls")),
    path("talks/", include("wayhome.apps.talks.urls")),
    path("exchanges/", include("wayhome.apps.exchange.urls")),
]
handler404 = "wayhome.web.views.not_found"
handler400 = "wayhome.web.views.bad_request"
handler500 = "wayhome.web.views.failed"
