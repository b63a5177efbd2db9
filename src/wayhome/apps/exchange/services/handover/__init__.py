"""Carrying a plan out: batches, vehicles, manifests, what happened to each person.

    batches.open_batch(plan, number) -> Batch                     number from 0
    batches.add_vehicle(batch, holder, name, seats, stretchers=0) -> Vehicle
    batches.put_aboard(vehicle, lines)
    batches.fill_vehicle(vehicle) -> number put aboard
    batches.take_off_vehicle(vehicle, lines)
    crossing.check_out(vehicle, lines, keys, happened_at=None) -> [HandoverStep]
    crossing.check_in(batch, line, attributes, key, happened_at=None) -> HandoverStep
    crossing.verify_home(line, evidence, key, happened_at=None) -> HandoverStep

Keyword-only, ending in `by, at`, as all verbs of exchanges. A key is a UUID chosen where the entry
is made; the same entry sent again changes nothing.
"""
