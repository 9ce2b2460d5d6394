"""Looks at what the queue's workers left of a wave. Prints FOUND and what is wrong, else SAID and ok."""

# ruff: noqa: F821 - env is given by Odoo's shell
from collections import Counter

jobs = env["queue.job"].search([("method_name", "=", "_fmcg_release_job")])
orders = env["sale.order"].search([("fmcg_channel_id", "!=", False)], order="id")
states = Counter(orders.mapped("state"))
lines = orders.order_line.move_ids.move_line_ids
quants = env["stock.quant"].search([("location_id.usage", "=", "internal")])
checks = {
    "all jobs are done": set(jobs.mapped("state")) == {"done"},
    "29 orders are confirmed, the broken one says why": states == {"sale": 29, "draft": 1}
    and bool(orders.filtered(lambda order: order.state == "draft").fmcg_release_error),
    "each has one delivery": all(len(order.picking_ids) == 1 for order in orders if order.state == "sale"),
    "nothing is reserved twice": sum(quants.mapped("reserved_quantity"))
    == sum(lines.mapped("quantity_product_uom"))
    and all(quant.reserved_quantity <= quant.quantity for quant in quants),
    "all scarce goods are reserved, or kept for the order that waits": sum(
        quants.filtered(lambda quant: quant.product_id.name.endswith("-0")).mapped("reserved_quantity")
    )
    + sum(env["fmcg.allotment"].search([("waits", "=", True)]).mapped("quantity"))
    == 60,
}
for name, holds in checks.items():
    print(f"SAID {name}: ok" if holds else f"FOUND {name}: {states} {Counter(jobs.mapped('state'))}")
