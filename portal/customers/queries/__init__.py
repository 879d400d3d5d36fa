"""Reading the register, customers and leads."""
