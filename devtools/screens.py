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
A_QUESTION = (
    "SELECT request_id FROM fmcg_order_draft_line WHERE question_code LIKE '%product%' "
    "ORDER BY request_id DESC LIMIT 1"
)
A_PHOTO = (
    "SELECT request.id FROM fmcg_order_request request "
    "JOIN fmcg_order_channel channel ON channel.id = request.channel_id AND channel.code = 'photo' "
    "ORDER BY request.id DESC LIMIT 1"
)
AN_ORDER = (
    "SELECT id FROM sale_order WHERE fmcg_channel_id IS NOT NULL "
    "ORDER BY fmcg_review_state = 'pending' DESC, id DESC LIMIT 1"
)
A_SHIPMENT = (
    "SELECT shipment_id FROM fmcg_shipment_event GROUP BY shipment_id "
    "ORDER BY count(*) DESC, shipment_id DESC LIMIT 1"
)
A_TOUR = "SELECT tour_id FROM fmcg_shipment WHERE tour_id IS NOT NULL ORDER BY tour_id DESC LIMIT 1"
A_DELIVERED = (
    "SELECT id FROM sale_order WHERE fmcg_stage IN ('delivered', 'closed') "
    "ORDER BY fmcg_stage = 'delivered' DESC, id DESC LIMIT 1"
)
AN_OFFER = "SELECT id FROM fmcg_counter_offer WHERE state IN ('draft', 'sent') ORDER BY id LIMIT 1"
# On a telephone the queue gives way to the order.
FIRST_ROW = "(() => { const row = document.querySelector('.o_fmcg_rd_row'); row?.click(); return !!row; })()"
A_VISIT = "SELECT id FROM fmcg_visit WHERE state = 'planned' ORDER BY date, id LIMIT 1"
A_SHOP = "SELECT id FROM res_partner WHERE fmcg_route_id IS NOT NULL ORDER BY id LIMIT 1"
PRODUCTS = (
    "(() => { const product = document.querySelector('.o_fmcg_current .o_fmcg_product:enabled'); "
    "product?.click(); return !!product; })()"
)
A_CUSTOMER = (
    "(() => { const box = document.querySelector('[data-box=customer]'); "
    "if (box && !box.value) { box.value = 'Zhang'; box.dispatchEvent(new Event('input', {bubbles: 1})); } "
    "const row = box?.value && document.querySelector('[data-customer]'); row?.click(); return !!row; })()"
)
# The last order once more; what an earlier picture ordered is still in the cart.
REPEATED = (
    "(() => { if (document.querySelector('[data-line]')?.offsetParent) { return true; } "
    "const parts = '[data-part=repeat], [data-part=review]:enabled'; "
    "document.querySelector(parts)?.click(); return false; })()"
)
SALES_TAB = (
    "(() => { const tab = document.querySelector('.nav-link[name=fmcg]'); tab?.click(); return !!tab; })()"
)


def _action(name: str) -> str:
    return f"/odoo/action-fmcg_order_mgmt.{name}"


SCREENS = (
    Screen("messages", "/odoo/fmcg-messages", LIST),
    Screen("message", "/odoo/fmcg-messages/{}", FORM, A_REQUEST),
    Screen("message-product", "/odoo/fmcg-messages/{}", ".o_fmcg_choice", A_QUESTION, (PRODUCTS,)),
    Screen("message-photo", "/odoo/fmcg-messages/{}", ".o_fmcg_picture", A_PHOTO),
    Screen("orders", "/odoo/fmcg-orders", LIST),
    Screen("order", "/odoo/fmcg-orders/{}", FORM, AN_ORDER),
    Screen("order-screen", "/odoo/fmcg-order", ".o_fmcg_os_row", steps=(A_CUSTOMER,)),
    Screen(
        "order-screen-review",
        "/odoo/fmcg-order",
        "[data-line] .o_fmcg_os_amount",
        steps=(A_CUSTOMER, REPEATED),
    ),
    Screen("review", "/odoo/fmcg-review", LIST),
    Screen("review-desk", "/odoo/fmcg-review-desk", ".o_fmcg_rd_sheet", steps=(FIRST_ROW,)),
    Screen("visits", "/odoo/fmcg-visits", LIST),
    Screen("visit", "/odoo/fmcg-visits/{}", FORM, A_VISIT),
    Screen("deliveries", "/odoo/fmcg-deliveries", LIST),
    Screen("promises", "/odoo/fmcg-promises", LIST),
    Screen("shortages", "/odoo/fmcg-shortages", LIST),
    Screen("shortage", "/odoo/fmcg-counter-offers/{}", ".o_field_x2many [name=action_choose]", AN_OFFER),
    Screen("shipments", "/odoo/fmcg-shipments", LIST),
    Screen("shipment", "/odoo/fmcg-shipments/{}", FORM, A_SHIPMENT),
    Screen("tours", "/odoo/fmcg-tours", LIST),
    Screen("driver", "/fmcg/driver?tour={}", ".o_fmcg_dp_stop", A_TOUR),
    Screen("feedback", "/odoo/fmcg-feedback", LIST),
    Screen("routes", "/odoo/fmcg-routes", LIST),
    Screen("shop", "/odoo/res.partner/{}", FORM, A_SHOP, (SALES_TAB,)),
    Screen("channels", _action("action_order_channel"), LIST),
    Screen("types", _action("action_order_type"), LIST),
    Screen("rules", _action("action_review_rule"), LIST),
    Screen("decisions", _action("action_review_decision"), LIST),
    Screen("outlets", _action("action_outlet_class"), LIST),
    Screen("assortments", "/odoo/fmcg-assortments", LIST),
    Screen("substitutes", "/odoo/fmcg-substitutes", LIST),
    Screen("aliases", _action("action_product_alias"), LIST),
    Screen("accounts", "/odoo/fmcg-tracking-accounts", LIST),
    Screen("settings", _action("action_fmcg_settings"), ".o_setting_container .app_settings_block"),
    Screen("offer", "", "main form", AN_OFFER, call=("fmcg.counter.offer", "action_page")),
    Screen("customer", "", "main", A_DELIVERED, call=("sale.order", "action_fmcg_customer_page")),
)
