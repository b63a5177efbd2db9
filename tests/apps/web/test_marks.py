"""Names stand apart from the sentences around them, whichever way either is written."""

import pytest
from django.template import engines


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Łukasz & <b>", "<bdi>Łukasz &amp; &lt;b&gt;</bdi>"), ("", ""), (None, "")],
)
def test_a_name_is_kept_apart_and_stays_text(name, shown):
    template = engines["django"].from_string(
        "{% load i18n %}{% blocktranslate with who=name|apart %}by {{ who }}{% endblocktranslate %}"
    )
    assert template.render({"name": name}) == f"by {shown}"
