"""Use cases, one file per subject; the only code that writes SQL."""
