"""Tokens, palette, style sheet and icons: the only place where a colour or a size is written."""
