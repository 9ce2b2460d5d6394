"""A made-up trade in a database of Odoo, with the addon or without it: the same one in both.

For scripts in Odoo's shell: stock, customers and the values of orders.
"""

import random

from odoo.fields import Command

from benchmarks import trade

PER_SHOP_MORE = 4
# What Odoo's own form shows of the stock that lines can count on.
FORECAST = ["virtual_available_at_date", "free_qty_today", "scheduled_date", "forecast_expected_date"]


def has_addon(env) -> bool:
    """Tell whether the addon is installed."""
    return "fmcg.order.channel" in env


def own(env, **values) -> dict:
    """Return these values where the addon is installed, which knows them; nothing elsewhere."""
    return values if has_addon(env) else {}


def make_products(env, count: int):
    """Make goods in cases, with stock enough."""
    articles = trade.catalogue(count)
    piece = env.ref("uom.product_uom_unit")
    piece.write(own(env, fmcg_kind="piece"))
    cases = _make_cases(env, piece, sorted({article.case for article in articles}))
    products = env["product.product"].create(
        [
            {
                "name": article.name_en,
                "default_code": article.code,
                "type": "consu",
                "is_storable": True,
                "list_price": 2,
                "standard_price": 1,
                "uom_id": piece.id,
                "uom_ids": [Command.set(cases[article.case].ids)],
                **own(env, fmcg_spec=article.spec),
            }
            for article in articles
        ]
    )
    place = env["stock.warehouse"].search([], limit=1).lot_stock_id
    env["stock.quant"].create(
        [{"product_id": each.id, "location_id": place.id, "quantity": 10**7} for each in products]
    )
    return products


def _make_cases(env, piece, sizes):
    values = [
        {
            "name": f"Case of {size}",
            "relative_factor": size,
            "relative_uom_id": piece.id,
            **own(env, fmcg_kind="case"),
        }
        for size in sizes
    ]
    return dict(zip(sizes, env["uom.uom"].create(values), strict=True))


def make_shops(env, count: int):
    """Make customers that can be reached; with the addon they are on a route."""
    route = env["fmcg.route"].create({"name": "North", "code": "BN"}) if has_addon(env) else None
    return env["res.partner"].create(
        [
            {
                "name": shop.name,
                "ref": shop.code,
                "phone": "021-555-0177",
                "street": "1 Main Street",
                "city": "Shanghai",
                "country_id": env.ref("base.cn").id,
                **({"fmcg_route_id": route.id} if route else {}),
            }
            for shop in trade.shops(count)
        ]
    )


def order_values(products, shops, count: int, lines: int, seed: int, **more) -> list[dict]:
    """Return the values of orders of so many lines, each shop with its own goods over and over."""
    chance = random.Random(seed)
    values = []
    for number in range(count):
        place = number % len(shops)
        steps = range(lines + PER_SHOP_MORE)
        usual = [products[(place * 7 + step * 13) % len(products)] for step in steps]
        commands = [_line(each, chance) for each in chance.sample(usual, lines)]
        values.append({"partner_id": shops[place].id, "order_line": commands, **more})
    return values


def _line(product, chance):
    return Command.create(
        {
            "product_id": product.id,
            "product_uom_id": product.uom_ids[:1].id,
            "product_uom_qty": chance.choice((1, 2, 2, 3)),
        }
    )
