"""Mapped classes, one file per subject."""
