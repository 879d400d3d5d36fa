"""Pages of the register, customers and leads."""
