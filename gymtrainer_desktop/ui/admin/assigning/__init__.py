"""Choosing a trainer, for one member or for many."""
