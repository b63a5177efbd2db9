"""The kinds of reference files, each compared by one function: (data, tally) -> None."""
