"""What every page's frame shows: the queues of the day, with counts."""

from django.http import HttpRequest

from wayhome.apps.register.selectors import queues_for


def frame(request: HttpRequest) -> dict[str, object]:
    """The queues in the left column, for the viewer."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or getattr(request, "htmx", False):
        return {}
    return {"queues": queues_for(user)}
