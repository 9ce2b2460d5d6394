"""The screens that ``./dev screenshots`` takes pictures of, as data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Screen:
    """One screen: ``name`` of the picture, ``path`` in the demo, ``wait`` the selector of what shows it.

    ``query`` gives a value from the demo's database that takes the place of ``{}`` in the path;
    ``steps`` are JavaScript expressions, each tried until it is true, before ``wait``. ``public``
    screens are opened without a login.
    """

    name: str
    path: str
    wait: str
    query: str = ""
    steps: tuple[str, ...] = ()
    public: bool = False


# An empty screen shows rows of sample data, which are not what a picture is for.
LIST = (
    ".o_data_row:not(.o_view_sample_data *), .o_kanban_record:not(.o_kanban_ghost):not(.o_view_sample_data *)"
)
FORM = ".o_form_view .o_form_sheet, .o_form_view .o_field_widget"
LAST_REQUEST = (
    "SELECT id FROM fmcg_order_request ORDER BY state = 'question' DESC, received_at DESC, id DESC LIMIT 1"
)
LAST_ORDER = (
    "SELECT id FROM sale_order WHERE fmcg_channel_id IS NOT NULL "
    "ORDER BY fmcg_review_state = 'pending' DESC, id DESC LIMIT 1"
)
LAST_SHIPMENT = "SELECT id FROM fmcg_shipment ORDER BY state = 'in_transit' DESC, id DESC LIMIT 1"

SCREENS = (
    Screen("messages", "/odoo/fmcg-messages", LIST),
    Screen("message", "/odoo/fmcg-messages/{}", FORM, query=LAST_REQUEST),
    Screen("orders", "/odoo/fmcg-orders", LIST),
    Screen("order", "/odoo/fmcg-orders/{}", FORM, query=LAST_ORDER),
    Screen("shipments", "/odoo/fmcg-shipments", LIST),
    Screen("shipment", "/odoo/fmcg-shipments/{}", FORM, query=LAST_SHIPMENT),
    Screen("deliveries", "/odoo/fmcg-deliveries", LIST),
    Screen("routes", "/odoo/fmcg-routes", LIST),
)
