"""The plan of the exchange, made on this machine and verified."""

from wayhome.apps.exchange.models import Draw, Plan, PlanJob
from wayhome.apps.exchange.services.planning import run_plan, start_plan
from wayhome.files.refusals import refuse
from wayhome.values import WayhomeError
from wayhome.web.demo.exchange.made import PLANNED, Made


class CannotPlanExample(WayhomeError):
    """The exchange of the example could not be planned."""


def plan(made: Made, draw: Draw) -> Plan:
    """Make the plan of the draw.

    Raises:
        CannotPlanExample: the job did not end well.
    """
    job = start_plan(draw=draw, **made.run(PLANNED))
    run_plan(job=job, at=PLANNED)
    job.refresh_from_db()
    if job.state != PlanJob.State.DONE:
        raise refuse(CannotPlanExample, "example_plan", state=str(job.refusal or job.state))
    return job.plan
