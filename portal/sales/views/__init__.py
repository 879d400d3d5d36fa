"""Pages of drives, orders and deliveries."""
