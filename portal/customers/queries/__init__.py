"""Reading of the register, customers and leads: SELECTs within a scope."""
