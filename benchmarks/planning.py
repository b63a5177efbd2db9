"""Plan exchanges and print one JSON line each: values, proof, processor time, hash.

uv run python benchmarks/planning.py INSTANCE.json...

A file that cannot be used gets its sentence, in its line and on standard error; all others are
planned, and the exit code is 2.
"""

import gc
import json
import sys
import time
from pathlib import Path

from wayhome.engines.planning import (
    CannotReadProblem,
    NoPlan,
    NotProven,
    plan_exchange,
    read_problem,
    unproven_levels,
    verify_plan,
)


def measure(path: Path) -> dict[str, object]:
    """Read, plan and verify one instance; seconds of this process on all its processors."""
    started = time.process_time()
    line: dict[str, object] = {"instance": path.stem, "values": [], "proven": False}
    line |= {"list_hash": None, "verified": False, "infeasible": False}
    try:
        problem = read_problem(path.read_bytes())
        plan = plan_exchange(problem)
    except NoPlan:
        line |= {"proven": True, "infeasible": True}
    except NotProven:
        pass
    except CannotReadProblem as refusal:
        line["refused"] = str(refusal)
    except OSError as error:
        line["refused"] = f"The file cannot be opened: {error.strerror}."
    else:
        line |= {"values": plan.values, "proven": True, "list_hash": plan.list_hash}
        planned = time.process_time()
        line["verified"] = not verify_plan(problem, plan)
        line["verify_seconds"] = round(time.process_time() - planned, 3)
        line["without_certificate"] = unproven_levels(plan)
    line["cpu_seconds"] = round(time.process_time() - started, 3)
    return line


if __name__ == "__main__":
    # Nothing here is a circle of references: to look for them among so many persons takes longer
    # than to plan.
    gc.disable()
    refused = 0
    for name in sys.argv[1:]:
        measured = measure(Path(name))
        print(json.dumps(measured), flush=True)
        if "refused" in measured:
            refused += 1
            print(f"{name}: {measured['refused']}", file=sys.stderr)
    sys.exit(2 if refused else 0)
