"""The history as an account may see it: acts and numbers, and whose acts they were."""

from wayhome.apps.audit.selectors.history.entries import (
    entries_about,
    entries_visible_to,
    entry_by,
)
from wayhome.apps.audit.selectors.history.sentences import SENTENCES, Told, tell
from wayhome.apps.audit.selectors.history.tree import TreeHead, checkpoints, tree_head, witnesses
