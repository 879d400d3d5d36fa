"""The figures that the register, leads, contacts and losses give. Source: DOMAIN.md section 7."""
from .contacts import (
    contacts_due,
    contacts_made,
    contacts_on_time,
    contacts_real,
    follow_up_timeliness,
    overdue_leads,
    real_contact_rate,
)
from .leads import (
    first_response,
    kept_leads,
    lead_moves,
    leads_opened,
    level_down,
    level_up,
    open_leads,
    out_of_contact,
    out_of_contact_share,
    web_arrival_rate,
)
from .losses import loss_clarity, losses, losses_asked
from .visits import first_visits, kept_rate, kept_visits, repeat_visit_rate, traffic, visits, wechat_added

metrics = (
    traffic, visits, first_visits, kept_visits, kept_rate, wechat_added, repeat_visit_rate,
    leads_opened, kept_leads, web_arrival_rate, first_response, open_leads, lead_moves, level_up, level_down,
    out_of_contact, out_of_contact_share,
    contacts_due, contacts_made, contacts_real, contacts_on_time, follow_up_timeliness, real_contact_rate,
    overdue_leads, losses_asked, losses, loss_clarity,
)
