"""Pages of the trainer's workstation."""
