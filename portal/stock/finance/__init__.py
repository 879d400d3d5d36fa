"""Finance: the money and papers of orders on their way to the hand-over, and what a month's end waits for."""
