"""What the front desk sees first: key figures, capacity, the ratio, and what needs attention."""
