"""Counts the queries of what the order screen asks, for few lines and for many; runs in Odoo's shell."""

# ruff: noqa: F821 - env is given by Odoo's shell
import json
import sys
from pathlib import Path

# The shell knows this script by its text only; the project is where it was compiled from.
sys.path.insert(0, str(Path(sys._getframe().f_code.co_filename).parents[1]))
from odoo.fields import Command  # noqa: E402

from benchmarks import measure  # noqa: E402

FEW, MANY = 10, 50
rep = env["res.users"].search([("login", "=", "bench.rep")])
screen = env(user=rep.id, context={"lang": rep.lang})["fmcg.order.screen"]
customers = env["res.partner"].search([("user_id", "=", rep.id)], order="ref desc", limit=4)
goods = env["product.product"].search([("default_code", "like", "P0%")], order="default_code", limit=MANY)


def cart(customer, count):
    """Return a cart of so many lines, a case each."""
    lines = [{"product": each.id, "unit": each.uom_ids.id, "quantity": 1} for each in goods[:count]]
    return {"customer": customer.id, "lines": lines}


def queries(act):
    """Return how many queries something takes, as a request of its own would find the database."""
    env.flush_all()
    env.invalidate_all()
    before = env.cr.sql_log_count
    act()
    env.flush_all()
    return env.cr.sql_log_count - before


def grown(case, act):
    """Return the row that compares many lines with few, after a first time that fills the caches."""
    act(customers[0], FEW)
    few, many = queries(lambda: act(customers[1], FEW)), queries(lambda: act(customers[2], MANY))
    name = f"{case} of {MANY} lines: queries"
    return measure.Row(name, many, "queries", f"of {FEW} lines", few, round(many / few, 3))


def send(customer, count):
    """Send a cart, which must become an order."""
    sent = screen.send(cart(customer, count), f"bench-screen-queries-{customer.id}-{count}")
    if not sent["order"]:
        raise ValueError(f"no order was made: {sent}")


def confirm(customer, count):
    """Make and confirm the same order as Odoo alone does: each line is reserved by itself."""
    lines = cart(customer, count)["lines"]
    values = [
        {"product_id": x["product"], "product_uom_id": x["unit"], "product_uom_qty": x["quantity"]}
        for x in lines
    ]
    order = env["sale.order"].create(
        {"partner_id": customer.id, "order_line": [Command.create(each) for each in values]}
    )
    order.action_confirm()


keys = goods.ids
rows = [
    grown("price and stock", lambda customer, count: screen.rows(customer.id, keys[:count])),
    grown("quote", lambda customer, count: screen.quote(cart(customer, count))),
    grown("send and release", send),
    grown("Odoo's own form: confirm", confirm),
]
print("ROWS " + json.dumps([row.as_json() for row in rows]), flush=True)
