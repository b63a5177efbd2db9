"""A comparison of lists is a job: asked for, run by a worker, its pairs kept for people."""

from wayhome.apps.register.services.matching.asking import (
    Against,
    CannotMatch,
    start_match,
    stop_match,
)
from wayhome.apps.register.services.matching.running import run_match

__all__ = ["Against", "CannotMatch", "run_match", "start_match", "stop_match"]
