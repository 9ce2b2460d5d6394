"""Releases orders while workers fight for the same goods, and while processes are killed.

Runs in Odoo's shell, in a database of the addon that is dropped afterwards. Prints FOUND and what is wrong.
"""

# ruff: noqa: F821 - env is given by Odoo's shell
import os
import sys
from collections import Counter
from functools import partial
from pathlib import Path

from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, retrying

# The shell knows this script by its text only; its neighbours are where it was compiled from.
sys.path.insert(0, str(Path(sys._getframe().f_code.co_filename).parent))
from approved import make_goods, make_orders  # noqa: E402
from processes import KILLED, NEVER, Work, check, die_at_commit, fork, wait  # noqa: E402

WORKERS = 8
KILLS = 50 if os.environ.get("FMCG_FULL") else 6


def press(order_id):
    """Confirm an order as a request does; tell whether that came off."""
    try:
        with Work() as env:
            retrying(partial(env["sale.order"].browse(order_id).action_fmcg_confirm), env)
    except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
        print("SAID somebody had to press again", flush=True)
        return False
    return True


def told(env, orders, goods):
    """Return what the tables hold of orders and goods, without what each run has of its own."""
    rank = {order.id: number for number, order in enumerate(orders)}
    return {
        "orders": [
            (
                order.state,
                order.fmcg_review_state,
                order.fmcg_release_error or "",
                len(order.activity_ids),
                len(order.picking_ids),
                sorted(order.invoice_ids.mapped("amount_untaxed")),
            )
            for order in orders
        ],
        "moves": sorted(
            (rank[move.sale_line_id.order_id.id], goods.ids.index(move.product_id.id), move.state)
            + (move.quantity, move.product_uom_qty, move.picking_id.state)
            for move in orders.order_line.move_ids
        ),
        "quants": sorted(
            (
                goods.ids.index(quant.product_id.id),
                quant.location_id.id,
                quant.quantity,
                quant.reserved_quantity,
            )
            for quant in quants_of(env, goods)
        ),
    }


def quants_of(env, goods):
    return env["stock.quant"].search(
        [("product_id", "in", goods.ids), ("location_id.usage", "=", "internal")]
    )


def inconsistent(env, orders, goods):
    """Return what does not add up between orders, lines and quants."""
    wrong = []
    if set(orders.mapped("state")) != {"sale"}:
        wrong.append(f"states {Counter(orders.mapped('state'))}")
    lines = orders.order_line.move_ids.move_line_ids
    for each in goods:
        mine = quants_of(env, each)
        reserved, stock = sum(mine.mapped("reserved_quantity")), sum(mine.mapped("quantity"))
        held = sum(
            lines.filtered(lambda line, each=each: line.product_id == each).mapped("quantity_product_uom")
        )
        if (
            reserved != held
            or reserved > stock
            or any(quant.reserved_quantity > quant.quantity for quant in mine)
        ):
            wrong.append(f"{each.name}: {stock} on stock, {reserved} reserved, {held} on lines")
        wanted = sum(
            orders.order_line.filtered(lambda line, each=each: line.product_id == each).mapped(
                "product_uom_qty"
            )
        )
        if reserved != min(stock, wanted):
            wrong.append(f"{each.name}: {wanted} wanted, {reserved} reserved of {stock}")
    doubled = [order.name for order in orders if len(order.picking_ids) != 1]
    return wrong + ([f"not one delivery each: {doubled}"] if doubled else [])


def fight():
    """Let workers release and people confirm orders of the same scarce goods at once."""
    with Work() as env:
        goods = make_goods(env, (101, 77, 300))
        orders = make_orders(env, goods, [5] * 48)
        ids, goods_ids = orders.ids, goods.ids

    def release():
        with Work() as env:
            env["sale.order"]._cron_release(chunk=4)

    def confirm(mine):
        for each in mine:
            # Odoo itself tries five times; then a person presses again.
            while not press(each):
                pass

    jobs = [partial(confirm, ids[number::16]) for number in range(4)] + [release] * (WORKERS - 4)
    ended = [wait(pid) for pid in [fork(job) for job in jobs]]
    with Work() as env:
        # What somebody was locked out of comes with the next wave.
        env["sale.order"]._cron_release()
        wrong = inconsistent(env, env["sale.order"].browse(ids), env["product.product"].browse(goods_ids))
    check(f"{WORKERS} workers on the same goods", wrong + ([f"ended {ended}"] if any(ended) else []))


def run(chunk, dies_at=NEVER):
    """Release what is due; die at a commit: before it where the number is even, else after it."""
    if dies_at != NEVER:
        die_at_commit(dies_at)
    with Work() as env:
        env["sale.order"]._cron_release(chunk=chunk)


def prepare():
    with Work() as env:
        goods = make_goods(env, (20, 100, 11))
        orders = make_orders(env, goods, (3, 4, 5, 6, 7, 2), broken=(3,))
        return orders.ids, goods.ids


def result(ids, goods_ids):
    with Work() as env:
        found = told(env, env["sale.order"].browse(ids), env["product.product"].browse(goods_ids))
        shelves = sorted({row[1] for row in found["quants"]})
        found["quants"] = [(row[0], shelves.index(row[1]), *row[2:]) for row in found["quants"]]
        return found


def kill(number, expected):
    """Kill a release at one of its commits, run it again, and compare with one that was left alone."""
    ids, goods_ids = prepare()
    chunk = 1 + number % 3
    ended = wait(fork(partial(run, chunk, dies_at=number)))
    run(chunk)
    found = result(ids, goods_ids)
    wrong = [
        f"{key} {found[key]} instead of {expected[key]}" for key in expected if found[key] != expected[key]
    ]
    if ended not in (0, KILLED):
        wrong.append(f"the process ended with {ended}")
    check(
        f"killed at {number // 2} {'after' if number % 2 else 'before'} the commit, chunks of {chunk}", wrong
    )
    return ended == KILLED


env["fmcg.order.type"].search([]).release = "wave"
env.cr.commit()
fight()
ids, goods_ids = prepare()
run(2)
expected = result(ids, goods_ids)
check("an undisturbed release", [] if Counter(row[0] for row in expected["orders"])["sale"] == 5 else ["no"])
killed = sum(kill(number % 12, expected) for number in range(KILLS))
check(f"{killed} of {KILLS} were killed", [] if killed >= KILLS // 2 else ["too few died"])
