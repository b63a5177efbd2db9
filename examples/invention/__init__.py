"""Invents the people and the lists of the example register. Nobody here exists."""
