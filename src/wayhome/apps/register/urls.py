"""Addresses of the register."""

from django.urls import path

from wayhome.apps.register.views import home

app_name = "register"
urlpatterns = [
    path("", home.home, name="home"),
]
