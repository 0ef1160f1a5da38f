"""A trainer's clients: the list, and everything about one of them."""
