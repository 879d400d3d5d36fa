"""The figures that test drives, orders and deliveries give, and the closing rates. Source: DOMAIN.md section 7."""
from .closing import (
    carried_over_closing,
    cohort_closing,
    combined_closing,
    funnel,
    lost_rate,
    new_closing,
    new_closing_by_origin,
    order_lines,
    sales_cycle,
    taken_over_closing,
)
from .drives import drive_closing, drive_rate, test_drives
from .orders import cancelled, deliveries, invoiced, net_orders, open_orders, orders, reported, revenue
from .reserve import order_reserve

metrics = (
    test_drives, drive_rate, drive_closing,
    orders, cancelled, net_orders, open_orders, order_reserve, invoiced, reported, deliveries, revenue,
    new_closing, *new_closing_by_origin, carried_over_closing, cohort_closing, taken_over_closing, combined_closing,
    order_lines, lost_rate, sales_cycle, funnel,
)
