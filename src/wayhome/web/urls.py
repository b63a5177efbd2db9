"""Root addresses."""

from django.urls import include, path

from wayhome.web import views

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("language/", views.set_language, name="set_language"),
    path("health/", views.health, name="health"),
    path("", include("wayhome.apps.audit.urls")),
    path("", include("wayhome.apps.register.urls")),
]
handler404 = "wayhome.web.views.not_found"
