"""What is typed about the register, customers and leads; fields are named as the actions' arguments."""
