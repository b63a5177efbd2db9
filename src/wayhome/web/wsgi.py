"""What the production server calls."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wayhome.web.settings")
application = get_wsgi_application()


def _warm() -> None:
    from wayhome.apps.register.selectors.search import warm  # noqa: PLC0415

    warm()


# Learned spellings take seconds to load: beside the first requests, not before them.
Thread(target=_warm, name="warm", daemon=True).start()
