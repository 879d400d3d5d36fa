"""Counts 盘点: what is expected in a store at a moment, what people find at each place, how differences are settled."""
