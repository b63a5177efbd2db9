"""Running the register: the web server, the worker of long work, the sequencer of the history.

Nothing is imported here: `address` and `crew` work before Django is set up, `ready` after.
"""
