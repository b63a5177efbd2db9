"""Families laid side by side give what each gives by itself."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_families import marker_models, pedigrees, typed_members

from wayhome.engines.kinship import Member, Panel, Pedigree, Profile, likelihoods
from wayhome.engines.kinship.likelihood import many
from wayhome.engines.kinship.likelihood.many import likelihoods_of_many


@st.composite
def cases(draw, **kinds):
    """A panel of two markers, and families some of which are of one shape."""
    thetas = (draw(st.sampled_from((0.0, 0.03))),)
    models = [draw(marker_models(thetas=thetas, name=name, **kinds)) for name in ("D1", "D2")]
    models[1] = replace(models[1], untyped_founders=models[0].untyped_founders)
    families = []
    for _ in range(draw(st.integers(1, 3))):
        pedigree = draw(pedigrees(most=4))
        for copy in range(draw(st.integers(1, 3))):
            names = {m.id: f"{m.id}.{copy}" for m in pedigree.members}
            typings = [draw(typed_members(pedigree, model, 3)) for model in models]
            profiles = {}
            for model, typed in zip(models, typings, strict=True):
                for member, seen in typed.items():
                    profiles.setdefault(names[member], {})[model.name] = seen
            members = (
                Member(names[m.id], names.get(m.father), names.get(m.mother), m.sex)
                for m in pedigree.members
            )
            held = {one: Profile(id=one, typings=seen) for one, seen in profiles.items()}
            families.append((Pedigree(tuple(members)), held))
    return families, Panel({model.name: model for model in models})


@pytest.mark.parametrize("x_linked", [False, True])
def test_many_are_weighed_as_each(x_linked):
    @settings(max_examples=40)
    @given(cases(silents=(0.0, 0.1), x_linked=x_linked), st.integers(1, 5))
    def same(case, most):
        families, panel = case
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(many, "MOST_CASES", most)
            found = likelihoods_of_many(families, panel)
        for (pedigree, profiles), one in zip(families, found, strict=True):
            expected = likelihoods(pedigree, profiles, panel)
            assert list(one) == list(expected)
            assert one == pytest.approx(expected, rel=1e-12)

    same()
