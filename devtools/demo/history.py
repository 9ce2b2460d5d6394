"""Gives the demo company a past: 120 days of orders, deliveries, invoices and opinions.

Runs in Odoo's shell on a database with the demo company; a second run does nothing. Chance is seeded and days
count back from today, so two databases of one day hold the same. What the addon and core decide goes through
their services in bulk; afterwards the moments are put back to when they would have happened.
"""

# ruff: noqa: F821 - env is given by Odoo's shell
import gc
import random
import sys
import time
from collections import defaultdict
from contextlib import contextmanager
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path
from unittest.mock import patch

import pytz
from dateutil.relativedelta import relativedelta

from odoo import Command
from odoo.tools import SQL, split_every

from odoo.addons.fmcg_order_mgmt.engine import tracking
from odoo.addons.fmcg_order_mgmt.engine.opinion import QUESTIONS, Opinion

# The shell knows this script by its text only; the project is where it was compiled from.
sys.path.insert(0, str(Path(sys._getframe().f_code.co_filename).parents[2]))
from devtools.demo import habits  # noqa: E402

env = env(context=dict(env.context, tracking_disable=True, mail_notrack=True, mail_create_nolog=True))
DONE_FLAG = "fmcg_demo.history"
RECEIPT_DAYS = 20
ON_THE_ROAD = 11
INVOICED_BY_MONTH = timedelta(days=30)
# Hours before the delivery, state, what was reported.
VAN_JOURNEY = (
    (1.5, "out_for_delivery", "Left the warehouse with an own van"),
    (0, "delivered", "Handed over"),
)
CARRIER_JOURNEY = (
    (20, "picked_up", "Picked up from the shipper"),
    (9, "in_transit", "Departed from facility"),
    (3, "out_for_delivery", "Out for delivery"),
    (0, "delivered", "Delivered, received at the back door"),
)


def ref(name):
    """Return a record of the demo company by its name."""
    return env.ref(f"fmcg_order_mgmt.{name}")


def ours(model, field):
    """Return the records that the demo data made, a dict by a field that all of them have."""
    names = env["ir.model.data"].search([("module", "=", "fmcg_order_mgmt"), ("model", "=", model)])
    records = env[model].browse(names.mapped("res_id")).exists().filtered(field).sorted(field)
    return {record[field]: record for record in records}


BY_CODE = ours("product.product", "default_code")
BY_REF = {key: shop for key, shop in ours("res.partner", "ref").items() if shop.fmcg_route_id}
ZONE = pytz.timezone(env.company.partner_id.tz or "UTC")
TODAY = datetime.now(ZONE).date()


def at(day, hour):
    """Return the moment of a local hour, which may have a fraction, as Odoo stores it."""
    local = datetime.combine(day, clock()) + timedelta(minutes=int(hour * 60))
    return ZONE.localize(local).astimezone(pytz.utc).replace(tzinfo=None)


class Run:
    """A plan with its moments and the order that came of it."""

    def __init__(self, plan):
        self.plan = plan
        self.order = env["sale.order"]
        self.period = (TODAY - plan.due_on).days // RECEIPT_DAYS
        self.ordered_at = at(plan.ordered_on, plan.ordered_hour)
        self.decided_at = self.ordered_at + timedelta(minutes=plan.minutes_to_decide)
        self.delivered_at = at(plan.delivered_on, plan.delivered_hour)
        self.left_at = self.delivered_at - timedelta(hours=2)

    def missing(self, move):
        """Return how much of a delivery's move was not there, in the move's unit."""
        lost = self.plan.missing.get(move.product_id.default_code, 0)
        return move.sale_line_id.product_uom_id._compute_quantity(lost, move.product_uom)


def backdate(model, moments, *columns):
    """Set columns of records to moments, a dict of id to moment: they happened then, not while this runs."""
    env.flush_all()
    assignments = SQL(", ").join(SQL("%s = v.moment", SQL.identifier(column)) for column in columns)
    for rows in split_every(1000, moments.items(), list):
        values = SQL(", ").join(SQL("(%s, %s::timestamp)", key, moment) for key, moment in rows)
        table = SQL.identifier(env[model]._table)
        env.cr.execute(
            SQL(
                "UPDATE %s t SET %s FROM (VALUES %s) AS v(id, moment) WHERE t.id = v.id",
                table,
                assignments,
                values,
            )
        )
    env.invalidate_all()


def runs():
    """Return the plans that have come in by now, each with its order still empty."""
    kinds = {"piece", "inner", "case"}
    products = [
        habits.Product(
            product.default_code,
            product.categ_id.get_external_id()[product.categ_id.id].rpartition("category_")[2],
            {
                unit.fmcg_kind: int(unit.factor)
                for unit in product.uom_id | product.uom_ids
                if unit.fmcg_kind in kinds
            },
        )
        for product in BY_CODE.values()
    ]
    shops = [
        habits.Shop(
            shop.ref,
            shop.fmcg_outlet_class_id.code,
            "zh" if ref("tag_chinese") in shop.category_id else "en",
            shop.fmcg_default_unit,
            shop.fmcg_route_id._weekdays(),
            shop.fmcg_route_id.cut_off,
        )
        for shop in BY_REF.values()
    ]
    now = datetime.utcnow()
    every = (Run(plan) for plan in habits.plan_all(shops, products, TODAY))
    return [run for run in every if run.ordered_at < now]


def unit_of(product, kind):
    """Return the product's unit of a kind."""
    return (product.uom_id | product.uom_ids).filtered(lambda unit: unit.fmcg_kind == kind)[:1]


def create_orders(todo):
    """The orders come in, through the channel that their customer uses."""
    channels = {channel.code: channel.id for channel in env["fmcg.order.channel"].search([])}
    numbers = random.Random(7)
    orders = env["sale.order"].create(
        [
            {
                "partner_id": BY_REF[run.plan.shop].id,
                "fmcg_channel_id": channels[run.plan.channel],
                "date_order": run.ordered_at,
                "commitment_date": at(run.plan.due_on, 16),
                "client_order_ref": f"PO-{numbers.randint(40000, 99999)}"
                if BY_REF[run.plan.shop].parent_id
                else False,
                "order_line": [Command.create(_order_line(*line)) for line in run.plan.lines],
            }
            for run in todo
        ]
    )
    for run, order in zip(todo, orders, strict=True):
        run.order = order


def _order_line(code, kind, quantity):
    product = BY_CODE[code]
    return {
        "product_id": product.id,
        "product_uom_id": unit_of(product, kind).id,
        "product_uom_qty": quantity,
    }


def orders_of(some):
    """Return the orders of runs as one recordset."""
    return env["sale.order"].union(*(run.order for run in some))


def decide(todo):
    """Reviewers approve; what they approve is released."""
    for login in ("rui", "dana"):
        mine = orders_of(run for run in todo if run.plan.reviewer == login)
        mine = mine.with_user(ref(f"user_{login}"))
        mine.action_fmcg_review()
        mine.action_fmcg_approve("Agreed with the customer on the phone.")
    moments = {decision.id: run.decided_at for run in todo for decision in run.order.fmcg_decision_ids}
    backdate("fmcg.review.decision", moments, "date", "create_date")


def receive_goods(past):
    """What was delivered had come in before: receipts of a few weeks each, in lots of their own."""
    needs = defaultdict(lambda: defaultdict(float))
    for run in past:
        for move in run.order.picking_ids.move_ids:
            needs[run.order.warehouse_id, run.period][move.product_id] += move.product_uom_qty - run.missing(
                move
            )
    lots = _lots(needs)
    receipts = env["stock.picking"].create([_receipt(key, amounts) for key, amounts in needs.items()])
    receipts.action_confirm()
    lines, moments = [], {}
    for (key, _amounts), receipt in zip(needs.items(), receipts, strict=True):
        moments[receipt] = _received_at(key[1])
        lines += [
            _move_line(move, move.product_uom_qty, lots.get((*key, move.product_id)))
            for move in receipt.move_ids
        ]
    finish(lines, moments)
    return lots


def _lots(needs):
    keys = [
        (*key, product) for key, amounts in needs.items() for product in amounts if product.tracking == "lot"
    ]
    lots = env["stock.lot"].create(
        [
            {
                "name": f"{product.default_code}-{warehouse.code}{period + 1:02}",
                "product_id": product.id,
                "company_id": env.company.id,
                "expiration_date": _received_at(period) + timedelta(days=product.expiration_time),
            }
            for warehouse, period, product in keys
        ]
    )
    return dict(zip(keys, lots, strict=True))


def _received_at(period):
    return at(TODAY - timedelta(days=(period + 1) * RECEIPT_DAYS + 1), 7)


def _receipt(key, amounts):
    kind = key[0].in_type_id
    source, target = env.ref("stock.stock_location_suppliers").id, key[0].lot_stock_id.id
    return {
        "picking_type_id": kind.id,
        "location_id": source,
        "location_dest_id": target,
        "move_ids": [
            Command.create(
                {
                    "product_id": product.id,
                    "product_uom": product.uom_id.id,
                    "product_uom_qty": amount,
                    "location_id": source,
                    "location_dest_id": target,
                }
            )
            for product, amount in amounts.items()
        ],
    }


def _move_line(move, quantity, lot):
    return {
        "move_id": move.id,
        "picking_id": move.picking_id.id,
        "product_id": move.product_id.id,
        "product_uom_id": move.product_uom.id,
        "location_id": move.location_id.id,
        "location_dest_id": move.location_dest_id.id,
        "company_id": move.company_id.id,
        "quantity": quantity,
        "picked": True,
        "lot_id": lot.id if lot else False,
    }


def finish(lines, moments):
    """Validate pickings with these move lines; ``moments`` says when each of them was done."""
    env["stock.move.line"].create([line for line in lines if line["quantity"] > 0])
    pickings = env["stock.picking"].union(*moments)
    pickings.with_context(cancel_backorder=True)._action_done()
    by_picking = {picking.id: moment for picking, moment in moments.items()}
    backdate("stock.picking", by_picking, "date_done", "scheduled_date", "create_date")
    backdate(
        "stock.move", {m.id: by_picking[m.picking_id.id] for m in pickings.move_ids}, "date", "create_date"
    )
    backdate(
        "stock.move.line",
        {m.id: by_picking[m.picking_id.id] for m in pickings.move_line_ids},
        "date",
        "create_date",
    )


def deliver(past, lots):
    """The goods go out as planned: some too late, some not all."""
    lines, moments = [], {}
    for run in past:
        moments |= dict.fromkeys(run.order.picking_ids, run.left_at)
        for move in run.order.picking_ids.move_ids:
            lot = lots.get((run.order.warehouse_id, run.period, move.product_id))
            lines.append(_move_line(move, move.product_uom_qty - run.missing(move), lot))
    finish(lines, moments)
    backdate("sale.order", {run.order.id: run.left_at for run in past}, "effective_date")


def ship(home):
    """Own vans bring the goods; to wholesalers and the far routes a carrier does."""
    by_carrier = {"SAC2", "NB1"}
    values, journeys = [], []
    for n, run in enumerate(home):
        shop = BY_REF[run.plan.shop]
        carried = shop.fmcg_route_id.code in by_carrier or shop.fmcg_outlet_class_id.code == "wholesale"
        for picking in run.order.picking_ids:
            name, carrier = (f"1Z999AA1{n:010}", "ups") if carried else (picking.name, "own")
            values.append({"name": name, "carrier_code": carrier, "picking_ids": [Command.set(picking.ids)]})
            journeys.append((run, CARRIER_JOURNEY if carried else VAN_JOURNEY))
    shipments = env["fmcg.shipment"].create(values)
    events = []
    for shipment, (run, journey) in zip(shipments, journeys, strict=True):
        source = "poll" if shipment.carrier_code == "ups" else "manual"
        for hours, state, words in journey:
            moment = pytz.utc.localize(run.delivered_at - timedelta(hours=hours))
            event = tracking.Event(moment, "", state, description=words)
            events.append(shipment._event_values(event, source=source, provider=shipment.carrier_code))
    env["fmcg.shipment.event"].create(events)
    moments = {
        shipment.id: run.left_at for shipment, (run, _journey) in zip(shipments, journeys, strict=True)
    }
    backdate("fmcg.shipment", moments, "create_date")


def invoice(past):
    """Accounting posts what was delivered: the last weeks by the order, before that by the month."""
    by_day = defaultdict(lambda: env["account.move"])
    months = defaultdict(list)
    for run in past:
        if run.order.invoice_ids:
            by_day[run.plan.delivered_on] |= run.order.invoice_ids
        else:
            months[run.plan.delivered_on + relativedelta(day=31)].append(run)
    for day, moves in sorted(by_day.items()):
        moves.invoice_date = day
    for day, some in months.items():
        # Dated from the start: a later date makes core reckon due dates and taxes once more.
        dated = orders_of(some).with_context(default_invoice_date=min(day, TODAY))
        by_day[min(day, TODAY)] |= dated._create_invoices()
    invoices = env["account.move"].union(*by_day.values()).with_env(env)
    _take_off_missing(past)
    invoices.action_post()


def _take_off_missing(past):
    """Nobody pays for what did not come."""
    for run in past:
        for line in run.order.order_line:
            lost = run.plan.missing.get(line.product_id.default_code)
            if lost:
                line.invoice_lines.quantity -= lost


def pay(past):
    """Most customers pay around the due date; some have not yet."""
    by_day = defaultdict(lambda: env["account.move"])
    last = {move: run.plan for run in past for move in run.order.invoice_ids}
    for move, plan in last.items():
        day = move.invoice_date_due + timedelta(days=plan.pays_days_after_due)
        if day <= TODAY and not plan.stays_unpaid:
            # Bank statements come once a fortnight.
            by_day[TODAY - timedelta(days=(TODAY - day).days // 14 * 14)] |= move
    for day, moves in sorted(by_day.items()):
        payment = env["account.payment.register"].with_context(
            active_model="account.move", active_ids=moves.ids
        )
        payment.create({"payment_date": day, "group_payment": True})._create_payments()


def answer(home):
    """Customers say what they thought of it; who did not in a week is not asked any longer."""
    orders_of(home)._fmcg_ask_feedback()
    asked, answered = {}, {}
    for run in home:
        feedback = run.order.fmcg_feedback_ids
        asked[feedback.id] = run.delivered_at
        opinion = run.plan.opinion
        moment = opinion and run.delivered_at + timedelta(hours=opinion.hours)
        if opinion and moment < datetime.utcnow():
            said = Opinion(dict(zip(QUESTIONS, opinion.stars, strict=True)), opinion.receipt, opinion.text)
            feedback._take_answer(said, opinion.device, run.order.partner_id.lang)
            answered[feedback.id] = moment
    backdate("fmcg.order.feedback", asked, "asked_at", "create_date")
    backdate("fmcg.order.feedback", answered, "answered_at", "write_date")
    feedbacks = env["fmcg.order.feedback"]
    feedbacks.search(feedbacks._overdue_domain()).write({"state": "expired"})


def main():
    """Build the past step by step and tell what each took."""
    todo = runs()
    past = [run for run in todo if run.delivered_at < datetime.utcnow() - timedelta(hours=3)]
    fresh = [run for run in todo if run not in past]
    by_month = [run for run in past if TODAY - run.plan.due_on > INVOICED_BY_MONTH]
    step("orders", create_orders, todo)
    # Deliveries of the past take the goods that came in for them, not those in stock today.
    with patch.object(type(env["stock.move"]), "_action_assign", lambda self, force_qty=False: True):
        with todays_checks_off():
            with quiet_rules():
                step("decisions", decide, by_month)
            step("last weeks", decide, [run for run in past if run not in by_month])
        lots = step("receipts", receive_goods, past)
        with quiet_rules():
            step("deliveries", deliver, past, lots)
    # The newest ones are still on the road: tracking.py gives them waybills that move.
    home = sorted(past, key=lambda run: run.delivered_at)[:-ON_THE_ROAD]
    step("shipments", ship, home)
    step("invoices", invoice, past)
    step("payments", pay, past)
    step("opinions", answer, home)
    # Of the newest orders two in three are agreed and being picked, the rest waits for a reviewer.
    step("open orders", decide, [run for n, run in enumerate(fresh) if n % 3])
    orders_of(fresh[::3]).action_fmcg_review()
    backdate("sale.order", {run.order.id: run.ordered_at for run in todo}, "date_order", "create_date")
    print(f"history: {len(todo)} orders, {len(past)} of them delivered")


@contextmanager
def quiet_rules():
    """Let orders go through as they did then: no promotion ran, invoices were made by the month."""
    programs, kind = env["loyalty.program"].search([]), ref("order_type_regular")
    invoicing = kind.invoicing
    programs.active, kind.invoicing = False, "manual"
    yield
    programs.active, kind.invoicing = True, invoicing


@contextmanager
def todays_checks_off():
    """Leave out what is checked by today's date and stock: the past was decided when it was the present."""
    rules = ref("review_rule_delivery_date") | ref("review_rule_shelf_life")
    rules.active = False
    yield
    rules.active = True


def step(name, work, *args, **kwargs):
    """Do one step and say how long it took."""
    begin, used = time.monotonic(), time.process_time()
    result = work(*args, **kwargs)
    env.flush_all()
    wall, own = time.monotonic() - begin, time.process_time() - used
    print(f"history: {name:12} {wall:6.1f} s, {own:5.1f} s of them Odoo's own", flush=True)
    return result


# Millions of records stay alive until the end: looking for garbage among them takes time and finds none.
gc.disable()
if not env["ir.config_parameter"].sudo().get_param(DONE_FLAG):
    main()
    env["ir.config_parameter"].sudo().set_param(DONE_FLAG, "done")
    env.cr.commit()
