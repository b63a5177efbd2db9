"""What may be done with talks: one verb, one transaction, one entry of the history."""
