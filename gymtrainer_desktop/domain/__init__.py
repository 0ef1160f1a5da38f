"""Vocabulary and rules: frozen dataclasses, enums and formulas. Standard library only."""
