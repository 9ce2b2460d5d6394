"""The screens that ``./dev screenshots`` takes pictures of, as data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Screen:
    """One screen: ``name`` of the picture, ``path`` in the demo, ``wait`` the selector of what shows it.

    ``query`` gives a value from the demo's database that takes the place of ``{}`` in the path. With
    ``call`` (model and method) it is the record whose method gives the address, which is then opened
    without a login. ``steps`` are JavaScript expressions, each tried until it is true, before ``wait``.
    """

    name: str
    path: str
    wait: str
    query: str = ""
    steps: tuple[str, ...] = ()
    call: tuple[str, ...] = ()


# An empty screen shows rows of sample data, which are not what a picture is for.
LIST = (
    ".o_data_row:not(.o_view_sample_data *), .o_kanban_record:not(.o_kanban_ghost):not(.o_view_sample_data *)"
)
FORM = ".o_form_view .o_form_sheet, .o_form_view .o_field_widget"
A_REQUEST = (
    "SELECT id FROM fmcg_order_request "
    "ORDER BY state = 'question' DESC, channel_id, received_at DESC, id DESC LIMIT 1"
)
AN_ORDER = (
    "SELECT id FROM sale_order WHERE fmcg_channel_id IS NOT NULL "
    "ORDER BY fmcg_review_state = 'pending' DESC, id DESC LIMIT 1"
)
A_SHIPMENT = (
    "SELECT shipment_id FROM fmcg_shipment_event GROUP BY shipment_id "
    "ORDER BY count(*) DESC, shipment_id DESC LIMIT 1"
)
A_DELIVERED = (
    "SELECT id FROM sale_order WHERE fmcg_stage IN ('delivered', 'closed') "
    "ORDER BY fmcg_stage = 'delivered' DESC, id DESC LIMIT 1"
)

SCREENS = (
    Screen("messages", "/odoo/fmcg-messages", LIST),
    Screen("message", "/odoo/fmcg-messages/{}", FORM, A_REQUEST),
    Screen("orders", "/odoo/fmcg-orders", LIST),
    Screen("order", "/odoo/fmcg-orders/{}", FORM, AN_ORDER),
    Screen("review", "/odoo/fmcg-review", LIST),
    Screen("deliveries", "/odoo/fmcg-deliveries", LIST),
    Screen("shipments", "/odoo/fmcg-shipments", LIST),
    Screen("shipment", "/odoo/fmcg-shipments/{}", FORM, A_SHIPMENT),
    Screen("feedback", "/odoo/fmcg-feedback", LIST),
    Screen("routes", "/odoo/fmcg-routes", LIST),
    Screen("customer", "", "main", A_DELIVERED, call=("sale.order", "action_fmcg_customer_page")),
)
