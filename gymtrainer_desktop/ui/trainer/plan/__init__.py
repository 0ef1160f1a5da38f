"""The plan editor: a week of exercises, written, undone, published."""
