"""Every code of readers and search has its sentence, and the report every word it says."""

import ast
import re
from pathlib import Path

import wayhome.files.kinship
from wayhome.engines.kinship import Sex, UntypedFounders, Verdict
from wayhome.files.kinship.facts import KINDS
from wayhome.files.kinship.report.sentences import REASONS
from wayhome.files.kinship.weighing import Standing
from wayhome.files.kinship.weighing.case import STAGES
from wayhome.files.kinship.weighing.lines import LINES
from wayhome.files.messages import catalogue

FOLDER = Path(wayhome.files.kinship.__file__).parent
SENTENCES = catalogue("en")


def codes(kind):
    """The codes with which a dataclass of findings is made, wherever it is called."""
    found = set()
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == kind:
                found |= {
                    word.value.value
                    for word in node.keywords
                    if word.arg == "code" and isinstance(word.value, ast.Constant)
                }
    return found - {""}


def test_every_finding_and_every_reason_to_set_aside_has_a_sentence():
    given = codes("Finding") | {"comma_allele", "off_ladder", "unknown_allele", "unknown_marker"}
    given |= {"replicates_differ", "sex_differs", "x_two_alleles", "x_unknown_sex"}
    given |= {"unread_fact", "unread_trait", "unknown_sex", "family_not_weighed"}
    assert {"impossible_pedigree", "unlisted_allele"} <= given
    said = {key.rpartition(".")[2] for key in SENTENCES if key.startswith("kinship.finding.")}
    assert given | {"no_frequency"} == said
    aside = {key.rpartition(".")[2] for key in SENTENCES if key.startswith("kinship.aside.")}
    assert codes("SetAside") == aside - {"heading", "why", "none", "too_few"}


def test_every_word_of_the_report_has_a_sentence():
    page = (FOLDER / "report" / "templates" / "kinship.html.j2").read_text("utf-8")
    for key in re.findall(r"t\(\"([\w.]+)\"[,)]", page):
        assert f"kinship.{key}" in SENTENCES, key
    for lead, endings in {
        "standing": Standing, "sex": Sex, "stage": ("reading", *STAGES),
        "line": (*LINES, *(one for one in Verdict if one.value in ("compatible", "inconclusive"))),
        "fact": (*KINDS, "sex", "trait"),
        "marker": ("mutation", "steps", "one_allele", "not_typed", "not_weighed"),
        "excluded": REASONS, "reason": REASONS,
        "terms": (*(f"founders_{one}" for one in UntypedFounders),
                  *(f"hard_{kind}" for kind in KINDS)),
    }.items():  # fmt: skip
        assert {f"kinship.{lead}.{one}" for one in endings} <= set(SENTENCES), lead


def test_nothing_is_worded_as_an_identification():
    for key, sentence in SENTENCES.items():
        if key.startswith("kinship."):
            assert not re.search(
                r"\bidentified\b|\bis the (father|son|mother)\b|match", sentence
            ), key
