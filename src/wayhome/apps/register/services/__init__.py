"""What may be done with the register: one verb, one function, one transaction, one entry."""
