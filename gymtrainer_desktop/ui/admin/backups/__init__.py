"""Back-ups: what there is, one now, and the way back."""
