"""The waiting list, its offers, and trainers who ask."""
