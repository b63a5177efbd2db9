"""What does not hold of a plan: a rule not kept, or a claim not true."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wayhome.engines.planning.wording import Value, said


@dataclass(frozen=True, kw_only=True, slots=True)
class Breach:
    """A rule that a list of lines does not keep, or a claim of a plan that does not hold."""

    rule: str
    code: str  # of its sentence
    values: Mapping[str, Value] = field(default_factory=dict)  # that fill it

    @property
    def sentence(self) -> str:
        """What does not hold, in English; names no person."""
        return said(self.code, **self.values)


def breach(rule: str, code: str, **values: Value) -> Breach:
    """A breach of a rule, by the code of its sentence."""
    return Breach(rule=rule, code=f"breach_{code}", values=values)
