"""Reads and writes tables, exchange formats and reports."""
