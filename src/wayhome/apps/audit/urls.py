"""Addresses of accounts, history and reads."""

app_name = "audit"
urlpatterns: list[object] = []
