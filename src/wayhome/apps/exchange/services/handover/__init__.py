"""Carrying a plan out: batches, vehicles, manifests, what happened to each person.

`batches` opens a batch and fills its vehicles; `printing` gives their papers; `crossing` and
`discrepancies` enter what happened at the line; `receipts` are signed by both sides and counted
towards the promise; `going_on` lets them agree that the next batch leaves all the same; `undoing`
takes an entry back, and `following` what the register took back.

Where a verb takes a `key`, it is a UUID chosen where the entry is made: the same entry sent again
changes nothing.
"""
