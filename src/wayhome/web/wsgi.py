"""What the production server calls."""

import os

from django.core.wsgi import get_wsgi_application

from wayhome.web.serving.parent import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wayhome.web.settings")
end_with_parent()
application = get_wsgi_application()

# Apps can be imported only now. Learned spellings take seconds to load: before the first request,
# since with many at the door they would all wait for it.
from wayhome.apps.register.selectors.search import warm  # noqa: E402

warm()
