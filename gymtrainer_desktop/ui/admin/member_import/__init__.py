"""Import of members, step by step."""
