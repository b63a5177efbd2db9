"""Parties' lists and their lines, judgements, persons, assertions, answers, disclosures."""
