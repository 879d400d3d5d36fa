"""Planning: how many vehicles of each model to order from the factory, why, and how good past answers were."""
