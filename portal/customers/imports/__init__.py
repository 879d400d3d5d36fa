"""The sheets of the register, of customers with their leads, of contacts, and of checked numbers."""
from . import contacts, leads, numbers, register

imports = (leads.leads, contacts.contacts, register.register, numbers.checks)
