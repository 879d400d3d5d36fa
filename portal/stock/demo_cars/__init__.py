"""Demo cars 试驾车: who has which one when, and what each has driven."""
