"""The report of a kinship search in a browser: open to all, at two widths, and on paper."""

from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe

from wayhome.engines.kinship import Member, Pedigree, Profile, Sex
from wayhome.engines.kinship.frequencies import shipped_frequencies
from wayhome.files.kinship import Facts, Family, ReadProfiles, Specimen
from wayhome.files.kinship.report import write_report
from wayhome.files.kinship.weighing import DEFAULT, find, model_terms, weigh_case, with_facts

FREQUENCIES = shipped_frequencies()
MEMBERS = (
    Member("F1-1", sex=Sex.MALE), Member("F1-2", sex=Sex.FEMALE),
    Member("F1-3", "F1-1", "F1-2", Sex.MALE), Member("F1-4", "F1-1", "F1-2", Sex.MALE),
)  # fmt: skip


def profile(number, first, second):
    alleles = {marker: FREQUENCIES[marker].alleles for marker in FREQUENCIES.markers}
    return Profile(
        id=number,
        typings={m: (a[first % len(a)], a[second % len(a)]) for m, a in alleles.items()},
    )


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Two brothers missing, one parent typed in a second family, one of the remains found.

    Others of the remains are of another sex, or have a Y alone.
    """
    father = profile("F1-1", 2, 3)
    father = replace(father, typings={**father.typings, "DYS19": ("14",)})
    parents = {"F1-1": father, "F1-2": profile("F1-2", 4, 5)}
    families = [
        Family(number="F1", pedigree=Pedigree(MEMBERS), missing=("F1-3",), profiles=parents),
        Family(
            number="F2",
            pedigree=Pedigree(MEMBERS),
            missing=("F1-3", "F1-4"),
            profiles={"F1-1": profile("F1-1", 0, 1)},
        ),
    ]
    typed = [
        (profile("R-1", 2, 4), Sex.UNKNOWN), (profile("R-2", 0, 6), Sex.UNKNOWN),
        (profile("R-3", 3, 5), Sex.FEMALE),
        (Profile(id="R-4", typings={"DYS19": ("14",)}), Sex.MALE),
    ]  # fmt: skip
    specimens = tuple(
        Specimen(profile=one, file="x.csv", row=1, stated_sex=sex) for one, sex in typed
    )
    terms = with_facts(model_terms(DEFAULT, linked=["known"]), traits=["crown=0.9/0.98"])
    facts = Facts(traits={"crown": {"R-1": True, "F1-3": True}})
    case = weigh_case(ReadProfiles(specimens=specimens), families, FREQUENCIES, terms, facts=facts)
    assert case.by_lines
    assert case.scores.weighty
    out = tmp_path_factory.mktemp("kinship") / "out"
    return write_report(out, find(case), run={}, key={}).report.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_it_is_open_to_all_and_fits(browser, report, width, scheme):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(report)
    found = Axe().run(page).response["violations"]
    assert not [(one["id"], one["nodes"][0]["html"][:160]) for one in found]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_it_needs_nothing_beside_it(browser, report):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report)
    assert asked == [report]
    assert page.locator("svg.pedigree").count() == page.locator("article.page").count() > 0
    context.close()
