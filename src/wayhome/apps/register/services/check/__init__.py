"""Checking a list: asking for it, running it, stopping it, printing its sheet."""

from wayhome.apps.register.services.check.asking import CannotCheck, start_check, stop_check
from wayhome.apps.register.services.check.at_console import Beside, register_beside
from wayhome.apps.register.services.check.printing import print_check
from wayhome.apps.register.services.check.running import run_check

__all__ = [
    "Beside",
    "CannotCheck",
    "print_check",
    "register_beside",
    "run_check",
    "start_check",
    "stop_check",
]
