"""Wayhome: who is sought, held, dead, home; what was promised; whether it was kept."""

__version__ = "0.1.0"
