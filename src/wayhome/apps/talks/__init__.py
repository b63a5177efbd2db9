"""Talks: what was said and promised at the table, in whose words, and whether it was kept."""
