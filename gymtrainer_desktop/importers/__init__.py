"""Files that somebody exported elsewhere, read into domain records. No database here."""
