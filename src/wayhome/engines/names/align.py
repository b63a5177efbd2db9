"""Which letters of two spellings stand for each other, by the learned correspondence."""

from collections.abc import Sequence

from wayhome.engines.names.script import comparison_form, script_of

Aligned = Sequence[tuple[str, str, bool]]


def align_letters(a: str, b: str) -> Aligned:
    """Pieces of both spellings side by side and whether they agree; empty where nothing is known.

    Both spellings are single words as written. Only pairs of different scripts are asked: within
    one script the letters speak for themselves.
    """
    scripts = script_of(a), script_of(b)
    plain = comparison_form(a), comparison_form(b)
    # Marks go on the letters as written, so both forms must have the same letters in number.
    if scripts[0] == scripts[1] or (len(plain[0]), len(plain[1])) != (len(a), len(b)):
        return ()
    from wayhome.engines.names.correspondence import correspondence_between  # noqa: PLC0415 - slow

    model = correspondence_between(*scripts)
    if model is None:
        return ()
    pieces = []
    at_a = at_b = 0
    for mine, other, weight in model.align(*plain):
        end_a, end_b = at_a + len(mine), at_b + len(other)
        pieces.append((a[at_a:end_a], b[at_b:end_b], weight >= 0))
        at_a, at_b = end_a, end_b
    return pieces if (at_a, at_b) == (len(a), len(b)) else ()
