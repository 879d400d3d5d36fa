"""What the bench measures, and the floors it is measured against."""
