"""Lengths in a picture."""


def share(part: float, whole: float) -> str:
    """A part of the width, as SVG writes it in every language; all of it at most."""
    if whole <= 0:
        return "0%"
    return f"{100 * min(max(part, 0), whole) / whole:.2f}%"
