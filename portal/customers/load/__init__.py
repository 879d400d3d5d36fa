"""Load: what happened before, as dated rows from an import or a demo store; lower rows first."""
from .customers import DatedCustomer, DatedPhone, customers, ids_by_phone
from .leads import DatedAppointment, DatedComment, DatedContact, DatedFreeze, DatedHandOver, DatedLead, DatedLoss, leads
from .visits import DatedCheck, DatedVisit, number_checks, visits

__all__ = [
    "DatedAppointment", "DatedCheck", "DatedComment", "DatedContact", "DatedCustomer", "DatedFreeze", "DatedHandOver",
    "DatedLead", "DatedLoss", "DatedPhone", "DatedVisit", "customers", "ids_by_phone", "leads", "number_checks",
    "visits",
]
