"""Carrying a plan out: batches, vehicles, manifests, what happened to each person.

    batches.open_batch(plan, number) -> Batch                     number from 0
    batches.add_vehicle(batch, holder, name, seats, stretchers=0) -> Vehicle
    batches.put_aboard(vehicle, lines)
    batches.fill_vehicle(vehicle) -> number put aboard
    batches.take_off_vehicle(vehicle, lines)
    crossing.check_out(vehicle, lines, keys, happened_at=None) -> [HandoverStep]
    crossing.check_in(batch, line, attributes, key, happened_at=None) -> HandoverStep
    crossing.verify_home(line, evidence, key, happened_at=None) -> HandoverStep
    discrepancies.report_not_crossed(batch, line, cause, key, note="", happened_at=None)
    discrepancies.report_extra(batch, note, key, line=None, happened_at=None) -> HandoverStep
    discrepancies.settle_discrepancy(step, done)
    receipts.sign_receipt(batch, side, gave, received, counting_rule, gave_beside=0,
                          received_beside=0) -> Receipt           a negotiator's, of either side
    receipts.count_delivered(batch) -> [Counted]                  into the talks, per side
    undoing.undo_step(step, reason) -> [HandoverStep]             none if an approver must agree
    following.follow_claim(assertion, by, at)                     called by the register
    going_on.waive_parity(batch, side, reason) -> Waiver
    going_on.take_back_waiver(waiver, reason)

Keyword-only, ending in `by, at`, as all verbs of exchanges. A key is a UUID chosen where the entry
is made; the same entry sent again changes nothing.
"""
