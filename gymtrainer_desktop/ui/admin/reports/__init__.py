"""Reports on the screen and on paper, and tables as CSV."""
