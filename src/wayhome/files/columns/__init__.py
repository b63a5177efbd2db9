"""Which column is which: by its header, by its cells, by what the caller says."""
