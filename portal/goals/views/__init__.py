"""Pages of goals: how far along, and the plans behind."""
