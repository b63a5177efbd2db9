"""Calculation: everything that only thinks. No clock, no network, no database, no hidden chance."""
