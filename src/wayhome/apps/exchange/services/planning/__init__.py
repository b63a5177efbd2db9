"""Making the plan of an exchange: asked for, run by the worker, kept with its reasons."""

from wayhome.apps.exchange.services.planning.asking import (
    begin_again,
    start_mending,
    start_plan,
    stop_plan,
)
from wayhome.apps.exchange.services.planning.running import run_plan

__all__ = ["begin_again", "run_plan", "start_mending", "start_plan", "stop_plan"]
