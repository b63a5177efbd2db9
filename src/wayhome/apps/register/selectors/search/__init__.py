"""Finding persons and lines: one box, any script, any order, in spite of slips."""
