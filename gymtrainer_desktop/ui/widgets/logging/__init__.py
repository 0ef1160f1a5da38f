"""Logging sets: what a member does alone and a trainer does for a client standing beside them."""
