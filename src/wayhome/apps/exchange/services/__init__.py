"""What may be done with exchanges: one verb, one transaction, one entry of the history.

All verbs are keyword-only, end in `by: User, at: datetime`, and raise `refusals.CannotExchange`
(a sentence) for what cannot be done; what an account may not see looks as if it were not there.

In the order of an exchange: `exchanges` opens one and sets its terms; `lists` draws lists up;
`facts` states what a plan must know of a line; `answering` lets the sides accept, refuse and
withhold; `private` keeps what is told in private and `releasing` lets it show; `stops` is where a
person decides what stops a line; `agreeing` freezes and accepts; `draws` makes the salt;
`planning` the plan; `handover` carries it out to the door.
"""
