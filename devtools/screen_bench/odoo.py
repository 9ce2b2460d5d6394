"""Odoo's own way to the same orders: quotation form and product catalogue, on a phone and on a desk.

Each task begins at the list of quotations. Where there is a choice, the shorter way is taken; amounts of new
lines are typed in pieces, which saves choosing the case.
"""

from ..chromium import PageError
from .hands import Hands, js, one, said
from .jobs import CHANGE, REPEAT, Job, Line

LIST = ".o_data_row, .o_kanban_record:not(.o_kanban_ghost)"
FORM = one(".o_form_view .o_field_widget[name=partner_id] input")
NAME = "document.querySelector('.o_form_view [name=name]')?.innerText"
DIALOG = ".modal:not(.o_inactive_modal)"
DROPDOWN = ".o-autocomplete--dropdown-menu .o-autocomplete--dropdown-item"
OPENED = one(".o_form_view [name=order_line]")
SOLD = "document.querySelector('.o_statusbar_status .o_arrow_button_current[data-value=sale]')"
PRODUCT = ".o_selected_row [name=product_template_id], .o_selected_row [name=product_id]"
MOST_TABS = 10


class Odoo:
    """What both ways have in common."""

    path = "/odoo/sales"
    ready = f"({one(LIST)}) && !document.querySelector('.o_view_sample_data')"

    def __init__(self, hands: Hands):
        self.hands = hands

    def do(self, job: Job) -> None:
        """Do a job from the list of quotations until the order is confirmed."""
        if job.task == REPEAT:
            self.find(job)
            self.duplicate()
        elif job.task == CHANGE:
            self.find(job)
            self.change(job)
        else:
            self.new(job)
            self.fill(job)
        self.confirm()

    def fill(self, job: Job) -> None:
        raise NotImplementedError

    # The list ---------------------------------------------------------------------------------------------

    def find(self, job: Job) -> None:
        """Open the customer's latest order by the list's search."""
        hands = self.hands
        rows = hands.value(f"document.querySelectorAll({js(LIST)}).length")
        self._search(job.ref, f"document.querySelectorAll({js(LIST)}).length < {rows} && {one(LIST)}")
        hands.tap(one(".o_data_row .o_data_cell, .o_kanban_record .fw-bolder"), OPENED)

    def _search(self, text: str, until: str, within: str = "") -> None:
        """Search in a view's box, which has the focus on a desk and is behind a button on a phone."""
        hands, field = self.hands, f"{within} .o_searchview_input".strip()
        focused = f"document.activeElement?.matches({js(field)})"
        if hands.phone and not hands.value(f"Boolean({one(field)})"):
            toggle = f"{within} .o_control_panel .oi-search, {within} .o_control_panel .fa-search"
            hands.tap(f"{one(toggle)}?.closest('button')", one(field))
        if not hands.value(f"Boolean({focused})"):
            hands.tap(one(field), focused)
        hands.type(text, one(".o_searchview_autocomplete"))
        hands.press("Enter", until=until)

    # The form ---------------------------------------------------------------------------------------------

    def new(self, job: Job) -> None:
        """Begin a quotation for the customer."""
        hands = self.hands
        hands.tap(one(".o_list_button_add, .o-kanban-button-new"), FORM)
        if hands.phone:
            self._pick(".o_field_widget[name=partner_id] input", job.ref)
            hands.until("document.querySelector('.o_field_widget[name=partner_id] input').value")
            return
        hands.type(job.ref, f"document.querySelectorAll({js(DROPDOWN)}).length <= 3 && {one(DROPDOWN)}")
        hands.press("Enter", until=self._filled("partner_id"))

    def _filled(self, field: str) -> str:
        return (
            f"!document.querySelector({js(DROPDOWN)}) && "
            f"document.querySelector('.o_field_widget[name={field}] input')?.value"
        )

    def _pick(self, field: str, text: str) -> None:
        """Choose a record on a phone, where a field opens a dialog with a list to search in."""
        hands, inside = self.hands, f"{DIALOG} .o_kanban_record:not(.o_kanban_ghost)"
        rows = f"document.querySelectorAll({js(inside)}).length"
        depth = "document.querySelectorAll('.modal').length"
        before = hands.value(depth)
        hands.tap(one(field), f"{depth} > {before} && {rows} > 0")
        shown = hands.value(rows)
        self._search(text, f"{rows} < {shown} && {rows} > 0", within=DIALOG)
        hands.tap(one(inside), f"{depth} === {before} && document.querySelector({js(field)})?.value")

    def duplicate(self) -> None:
        """Make a quotation of the order that is open, by the menu of actions."""
        hands = self.hands
        before = hands.value(NAME)
        item = said(".dropdown-item, .o-dropdown-item", "Duplicate")
        hands.tap(one(".o_cp_action_menus .dropdown-toggle, .o_cp_action_menus button"), item)
        hands.tap(item, f"({NAME}) && ({NAME}) !== {js(before)}")

    def confirm(self) -> None:
        """Confirm the order; on a phone the button is behind one for more."""
        hands = self.hands
        button = said("button", "Confirm")
        if not hands.value(f"Boolean({button})"):
            hands.tap(one(".o_statusbar_buttons .dropdown-toggle, .o_statusbar_buttons .o-dropdown"), button)
        hands.tap(button, SOLD)

    def change(self, job: Job) -> None:
        """Type the new amounts of two lines of the open quotation."""
        for line in job.changed:
            if self.hands.phone:
                self._change_in_dialog(line)
            else:
                self._change_in_row(line)

    def _change_in_row(self, line: Line) -> None:
        cell = f"{said('.o_field_x2many .o_data_row', line.code)}.querySelector('[name=product_uom_qty]')"
        focused = "document.activeElement.closest('[name=product_uom_qty]')"
        self.hands.tap(cell, focused)
        self._amount(line.quantity)

    def _change_in_dialog(self, line: Line) -> None:
        hands, field = self.hands, f"{DIALOG} [name=product_uom_qty] input"
        hands.tap(said(".o_field_x2many .o_kanban_record", line.code), one(field))
        hands.tap(one(field), f"document.activeElement.matches({js(field)})")
        self._amount(line.quantity)
        hands.tap(one(f"{DIALOG} .o_form_button_save"), f"!document.querySelector('{DIALOG}')")

    def _amount(self, quantity: int) -> None:
        """Type an amount over what is in the field; what is there is selected where Odoo does not do it."""
        hands = self.hands
        # What was entered before is worked out by the server; who is faster than that may lose it.
        hands.rest()
        chosen = "getSelection().toString() === document.activeElement.value"
        if not hands.value(chosen):
            for _letter in hands.value("document.activeElement.value"):
                hands.press("Backspace", until="true")
        hands.type(str(quantity))
        if float(hands.value("document.activeElement.value").replace(",", "")) != quantity:
            raise PageError(f"the amount is {hands.value('document.activeElement.value')}, not {quantity}")
        hands.rest()


class Form(Odoo):
    """New lines in the order's form."""

    way = "odoo: form"

    def fill(self, job: Job) -> None:
        for number, line in enumerate(job.lines):
            if self.hands.phone:
                self._in_dialog(line, first=not number, last=line is job.lines[-1])
            else:
                self._in_row(line, first=not number, last=line is job.lines[-1])

    def _in_row(self, line: Line, first: bool, last: bool) -> None:
        """A row of the list by keys: code, Enter, Tab to the amount, amount, Enter for the next row."""
        hands = self.hands
        product = f"document.activeElement.closest({js(PRODUCT)})"
        if first:
            hands.tap(said(".o_field_x2many_list_row_add a", "Add a product"), product)
        few = f"document.querySelectorAll({js(DROPDOWN)}).length <= 3"
        hands.type(line.code, f"{said(DROPDOWN, line.code)} && {few}")
        hands.press("Enter", until=f"!document.querySelector({js(DROPDOWN)})")
        amount = "document.activeElement.closest('[name=product_uom_qty]')"
        for _turn in range(MOST_TABS):
            if hands.value(f"Boolean({amount})"):
                break
            hands.press("Tab", until="true")
        self._amount(line.pieces)
        if not last:
            hands.press("Enter", until=f"{product} && !document.activeElement.value")

    def _in_dialog(self, line: Line, first: bool, last: bool) -> None:
        """A line on a phone: a dialog, in it one to choose the product, and the amount."""
        hands = self.hands
        product = f"{DIALOG} [name=product_id] input, {DIALOG} [name=product_template_id] input"
        if first:
            hands.tap(said(".o_field_x2many button, .o_field_x2many a", "Add product"), one(product))
        self._pick(product, line.code)
        field = f"{DIALOG} [name=product_uom_qty] input"
        hands.tap(one(field), f"document.activeElement.matches({js(field)})")
        self._amount(line.pieces)
        if last:
            hands.tap(one(f"{DIALOG} .o_form_button_save"), f"!document.querySelector('{DIALOG}')")
        else:
            hands.tap(one(f"{DIALOG} .o_form_button_save_new"), f"{one(product)} && !{one(product)}.value")


class Catalogue(Odoo):
    """New lines in the product catalogue of the order."""

    way = "odoo: catalogue"

    def fill(self, job: Job) -> None:
        hands = self.hands
        catalogue = said(".o_field_x2many button, .o_field_x2many a", "Catalog")
        hands.tap(catalogue, one(".o_kanban_record:not(.o_kanban_ghost)"))
        for line in job.lines:
            self._add(line)
        hands.tap(said("button", "Back to"), OPENED)

    def _add(self, line: Line) -> None:
        """Search by code, which adds to what was searched before; add; type the amount."""
        card = said(".o_kanban_record:not(.o_kanban_ghost)", line.code)
        self._search(line.code, card)
        field = f"{card}?.querySelector('input[type=number]')"
        self.hands.tap(f"{card}?.querySelector('.o_product_catalog_buttons button')", field)
        self.hands.tap(field, f"document.activeElement === {field}")
        self._amount(line.pieces)
