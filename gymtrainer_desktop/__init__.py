"""Gym Trainer Desktop: the application a gym runs its personal training on."""
