"""Casework: everything that remembers."""
