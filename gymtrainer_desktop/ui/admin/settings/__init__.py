"""Settings of the gym, and its stations."""
