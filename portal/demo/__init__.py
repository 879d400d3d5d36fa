"""The demo store: a believable group, made from a seed and a day. The same seed and day give the same store."""
