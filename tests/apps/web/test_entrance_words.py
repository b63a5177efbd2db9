"""What stands beside the fields of the entrance is ours, so that it is there in every language."""

from importlib import import_module

import pytest
from django.conf import settings
from django.forms import HiddenInput
from django.urls import reverse

from wayhome.web.languages.collecting import sentences

FORMS = sorted({*settings.ACCOUNT_FORMS.values(), *settings.MFA_FORMS.values()})


@pytest.mark.parametrize("path", FORMS)
def test_every_label_is_a_sentence_of_our_catalogues(path):
    module, _, name = path.rpartition(".")
    form = getattr(import_module(module), name)
    ours = {said for _, said, _ in sentences() if isinstance(said, str)}
    shown = {n for n, f in form.base_fields.items() if not isinstance(f.widget, HiddenInput)}
    assert shown - {"remember"} <= form.words.keys()
    assert {str(label) for label in form.words.values()} <= ours


@pytest.mark.django_db
def test_the_page_to_log_in_says_our_words_alone(client):
    page = client.get(reverse("account_login")).content.decode()
    assert "E-mail address" in page
    assert "placeholder" not in page
    told = client.post(reverse("account_login"), {"login": "x@example.org", "password": "x"})
    assert "do not belong together" in told.content.decode()
