"""Entries that were made while the server was away and that it refused, for the desk to mend."""
