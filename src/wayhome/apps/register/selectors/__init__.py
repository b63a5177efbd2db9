"""What an account may see. To anyone else it does not exist."""

from wayhome.apps.register.selectors.lists import entries_visible_to, lists_visible_to
from wayhome.apps.register.selectors.queues import Queue, queues_for
