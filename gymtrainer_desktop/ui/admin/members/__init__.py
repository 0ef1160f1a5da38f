"""Members: the table, the panel of one, and what is done about them."""
