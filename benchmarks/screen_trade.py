"""Fills a database for ``./dev bench screen``; runs in Odoo's shell, with the addon or without it.

5,000 products with a case and two names, 20,000 customers of 300 reps, and for the customers of the rep who
is measured three past orders each, for some of them a quotation to change as well. The same on every run,
with or without the addon; prints what the driver must know as JSON.
"""

# ruff: noqa: F821 - env is given by Odoo's shell
import json
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path

# The shell knows this script by its text only; the project is where it was compiled from.
sys.path.insert(0, str(Path(sys._getframe().f_code.co_filename).parents[1]))
from odoo.fields import Command  # noqa: E402

from benchmarks import trade  # noqa: E402
from benchmarks.clone import clone  # noqa: E402

PRODUCTS, SHOPS, REPS, ROUTES = 5_000, 20_000, 300, 20
# A customer's usual goods: most are in each of the past orders.
USUAL, LINES, PAST = 16, 10, 3
# As many cases as are commonly ordered.
AMOUNTS = (1, 2, 3, 4, 5, 6, 8, 10, 12)
# Of the customers who are measured, in the order of their codes: those who ordered before, and those for
# whom a quotation waits to be changed.
MEASURED, ORDERED, QUOTED = 46, range(22), range(22, 44)
LOGIN = "bench.rep"
ADDON = "fmcg_kind" in env["uom.uom"]._fields
if ADDON:
    from odoo.addons.fmcg_order_mgmt.engine.intake import pinyin
quiet = env(context={"tracking_disable": True, "no_reset_password": True, "mail_create_nosubscribe": True})


def own(**values):
    """Return these values where the addon is installed, which knows them; nothing elsewhere."""
    return values if ADDON else {}


def make_units(articles):
    """Make the case of each size, by size."""
    piece = quiet.ref("uom.product_uom_unit")
    piece.write(own(fmcg_kind="piece"))
    sizes = sorted({article.case for article in articles})
    cases = quiet["uom.uom"].create(
        [
            {
                "name": f"Case of {size}",
                "relative_factor": size,
                "relative_uom_id": piece.id,
                **own(fmcg_kind="case"),
            }
            for size in sizes
        ]
    )
    return dict(zip(sizes, cases, strict=True))


def make_products(articles):
    """Make the products of a catalogue, with their cases and categories."""
    families = [english.capitalize() for _chinese, english in trade.FAMILIES]
    categories = quiet["product.category"].create([{"name": name} for name in families])
    category_of = {name.lower(): category.id for name, category in zip(families, categories, strict=True)}
    chance = random.Random(trade.SEED)
    made = {}
    for size, case in make_units(articles).items():
        chosen = [article for article in articles if article.case == size]
        first = quiet["product.product"].create(product_values(case))
        templates = clone(
            first.product_tmpl_id,
            [
                {
                    "name": {"en_US": article.name_en, "zh_CN": article.name_zh},
                    "default_code": article.code,
                    "list_price": chance.randint(10, 400) / 10,
                    "categ_id": next(key for name, key in category_of.items() if name in article.name_en),
                    **own(fmcg_spec=article.spec),
                }
                for article in chosen
            ],
        )
        rows = [
            {"product_tmpl_id": template, "default_code": article.code, "barcode": article.barcode}
            for template, article in zip(templates, chosen, strict=True)
        ]
        made |= {row["default_code"]: key for row, key in zip(rows, clone(first, rows), strict=True)}
        first.product_tmpl_id.active = False
    return env["product.product"].browse([made[article.code] for article in articles])


def product_values(case):
    """Return what all products sold in this case have in common."""
    piece = env.ref("uom.product_uom_unit")
    return {
        "name": f"Product in cases of {case.name}",
        "type": "consu",
        "is_storable": True,
        "uom_id": piece.id,
        "uom_ids": [Command.set(case.ids)],
    }


def make_stock(products):
    """Put every product on stock; return the warehouse."""
    warehouse = env["stock.warehouse"].search([], limit=1)
    place = {"location_id": warehouse.lot_stock_id.id, "quantity": 100_000}
    first = quiet["stock.quant"].create({"product_id": products[0].id, **place})
    clone(first, [{"product_id": product} for product in products[1:].ids])
    return warehouse


def make_reps():
    """Make the reps, the first with a password, and return their keys."""
    group = "fmcg_order_mgmt.group_fmcg_rep" if ADDON else "sales_team.group_sale_salesman"
    groups = [env.ref(xmlid).id for xmlid in ("base.group_user", group, "uom.group_uom")]
    measured = quiet["res.users"].create(
        {"login": LOGIN, "password": LOGIN, "name": "Measured Rep", "group_ids": [Command.set(groups)]}
    )
    names = [f"Rep {number}" for number in range(1, REPS)]
    rows = [{"name": name, "complete_name": name, "commercial_partner_id": "=id"} for name in names]
    partners = clone(measured.partner_id, rows)
    rows = [
        {"login": f"rep.{number}", "partner_id": partner} for number, partner in enumerate(partners, start=1)
    ]
    return [measured.id, *clone(measured, rows)]


def make_partners(shops, reps, warehouse):
    """Make the customers, each with a rep and a route; return those of the first rep."""
    routes = make_routes(warehouse)
    first = quiet["res.partner"].create({"name": "Shop", "is_company": True, "customer_rank": 1})
    rows = [
        {
            "name": shop.name,
            "complete_name": shop.name,
            "commercial_partner_id": "=id",
            "commercial_company_name": shop.name,
            "ref": shop.code,
            "phone": f"139{number:08d}",
            "street": f"{number % 200 + 1} Main Street",
            "city": trade.TOWNS[number % len(trade.TOWNS)],
            "user_id": reps[number % REPS],
            **own(
                fmcg_route_id=ADDON and routes[number % ROUTES],
                fmcg_sound=ADDON and pinyin.typed(shop.name),
                fmcg_phone_tail=f"9{number:08d}"[-8:],
            ),
        }
        for number, shop in enumerate(shops)
    ]
    partners = env["res.partner"].browse(clone(first, rows))
    first.active = False
    return partners[::REPS]


def make_routes(warehouse):
    """Make the routes, which only the addon knows."""
    if not ADDON:
        return []
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), True)
    values = [
        {"name": f"Route {n}", "code": f"R{n}", "warehouse_id": warehouse.id, **week} for n in range(ROUTES)
    ]
    return quiet["fmcg.route"].create(values).ids


def basket(number, products):
    """Return what a customer usually buys: products with the quantity in cases, the same on every run."""
    chance = random.Random(number)
    return [(product, chance.choice(AMOUNTS)) for product in chance.sample(products, USUAL)]


def order_values(partner, goods, day):
    """Return the values of an order in cases."""
    return {
        "partner_id": partner.id,
        "user_id": partner.user_id.id,
        "date_order": day,
        "order_line": [
            Command.create(
                {
                    "product_id": product.id,
                    "product_uom_id": product.uom_ids.id,
                    "product_uom_qty": quantity,
                }
            )
            for product, quantity in goods
        ],
    }


def make_orders(partners, products):
    """Make the past orders of some customers, and in Odoo alone the quotations that wait to be changed."""
    today = datetime.now()
    past, quoted = [], []
    for number in ORDERED:
        goods = basket(number, products)
        for turn in range(PAST):
            # Each order has ten of the sixteen, the last one the first ten.
            chosen = goods[:LINES] if turn == PAST - 1 else random.Random(turn).sample(goods, LINES)
            day = today - timedelta(days=7 * (PAST - turn), minutes=number)
            past.append(order_values(partners[number], chosen, day))
    for number in () if ADDON else QUOTED:
        quoted.append(order_values(partners[number], basket(number, products)[:LINES], today))
    orders = quiet["sale.order"].create(past + quoted)
    env.flush_all()
    sold = orders[: len(past)]
    # As after delivery, without the pickings that nothing here looks at.
    stage = ", fmcg_stage = 'closed'" if ADDON else ""
    env.cr.execute(f"UPDATE sale_order SET state = 'sale'{stage} WHERE id = ANY(%s)", (sold.ids,))
    env.cr.execute("UPDATE sale_order_line SET state = 'sale' WHERE order_id = ANY(%s)", (sold.ids,))
    env.invalidate_all()


def send_orders(partners, products):
    """Send the orders that wait to be changed, as the rep does; a person was to approve each of them."""
    rep = partners.user_id
    screen = env(user=rep.id, context={"lang": rep.lang})["fmcg.order.screen"]
    for number in QUOTED:
        lines = [
            {"product": product.id, "unit": product.uom_ids.id, "quantity": quantity}
            for product, quantity in basket(number, products)[:LINES]
        ]
        sent = screen.send({"customer": partners[number].id, "lines": lines}, f"bench-screen-order-{number}")
        if not sent["order"]:
            raise ValueError(f"no order was made: {sent}")
    # As in Odoo alone, what a rep sends from now on is confirmed at once.
    env.ref("fmcg_order_mgmt.order_type_regular").automation = "clean"
    # The made-up amounts jump from one case to twelve, which a person would be asked about.
    env.ref("fmcg_order_mgmt.review_rule_outlier_quantity").active = False


def told(partners, products):
    """Return what the driver must know of each customer: the goods they usually buy."""
    return [
        {
            "id": partner.id,
            "ref": partner.ref,
            "usual": [
                {
                    "id": product.id,
                    "code": product.default_code,
                    "size": int(product.uom_ids.factor),
                    "quantity": quantity,
                }
                for product, quantity in basket(number, products)
            ],
        }
        for number, partner in enumerate(partners[:MEASURED])
    ]


env["res.lang"]._activate_lang("zh_CN")
articles = trade.catalogue(PRODUCTS)
products = make_products(articles)
warehouse = make_stock(products)
measured = make_partners(trade.shops(SHOPS), make_reps(), warehouse)
make_orders(measured, list(products))
if ADDON:
    send_orders(measured, list(products))
env.cr.commit()
print("MADE " + json.dumps(told(measured, list(products))), flush=True)
