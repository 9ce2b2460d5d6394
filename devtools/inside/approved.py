"""Makes goods and approved orders for scripts that release them inside Odoo."""

import itertools

from odoo.fields import Command

serial = itertools.count()


def make_goods(env, stock):
    """Make goods with so much on stock each, a part of it on a shelf of its own."""
    number = next(serial)
    place = env["stock.warehouse"].search([], limit=1).lot_stock_id
    shelf = env["stock.location"].create({"name": f"Shelf {number}", "location_id": place.id})
    goods = env["product.product"].create(
        [
            {"name": f"Goods {number}-{each}", "is_storable": True, "taxes_id": [Command.clear()]}
            for each in range(len(stock))
        ]
    )
    for each, quantity in zip(goods, stock, strict=True):
        for where, part in ((shelf, quantity // 2), (place, quantity - quantity // 2)):
            env["stock.quant"]._update_available_quantity(each, where, part)
    return goods


def make_orders(env, goods, quantities, broken=()):
    """Make approved orders of all goods; those whose numbers are broken have a line that core refuses."""
    shop = env["res.partner"].create({"name": "Shop", "street": "1 Main St", "city": "X", "phone": "1"})
    orders = env["sale.order"].create(
        [
            {
                "partner_id": shop.id,
                "fmcg_channel_id": env.ref("fmcg_order_mgmt.channel_chat").id,
                "fmcg_order_type_id": env.ref("fmcg_order_mgmt.order_type_regular").id,
                "order_line": [_line(each, quantity) for each in goods]
                + ([Command.create({"name": "The thing we talked about"})] if number in broken else []),
            }
            for number, quantity in enumerate(quantities)
        ]
    )
    orders.action_fmcg_review()
    orders.action_fmcg_approve("Known customers")
    # Their cut-off has come.
    orders.fmcg_release_at = False
    return orders


def _line(product, quantity):
    return Command.create({"product_id": product.id, "product_uom_qty": quantity})
