"""Trainers: the roster, the editor, and handing clients over."""
