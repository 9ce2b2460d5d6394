import json
import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.intake.documents import MOST_LINES
from ..engine.intake.readers.rep_cart import BESIDE

KEY = re.compile(r"[0-9a-zA-Z-]{16,64}")
LONGEST_NOTE = 2000
LONGEST_REFERENCE = 200
# More promotions at once than any company runs; what goes beyond them is nobody's choice.
MOST_GIFTS = 200
LINE_KEYS = ("product", "unit", "quantity", "name", "unit_name", "code")


class _Undo(Exception):
    """Ends a trial: what was written in it goes."""


class FmcgOrderScreen(models.AbstractModel):
    """A cart becomes a message of the channel ``rep``, and an order by the services of every channel."""

    _inherit = "fmcg.order.screen"

    @api.model
    def quote(self, cart):
        """Return what an order of this cart would say, by making it and taking it back.

        :param dict cart: ``customer``, ``lines`` of ``product``, ``unit`` and ``quantity``, and perhaps
            ``date`` (ISO 8601), ``note``, ``reference``, ``order`` (the one to change), ``gifts`` (the
            product that is wanted of a promotion's, by the key of the reward as text, and the reward, by "p"
            and the key of the program), ``twice`` (the message that it repeats on purpose: ``repeats`` of an
            earlier quote)
        :return: totals, lines, rewards, findings, promotions ahead, and what stands against the cart, with
            the answers that the rep can give at once
        :raises UserError: the customer is gone, or no such cart can be
        """
        self._check_rep()
        values = self._request_values(cart)
        quiet = self.with_context(tracking_disable=True, mail_create_nolog=True, mail_notrack=True)
        told = {}
        try:
            with self.env.cr.savepoint():
                # First of all: a change that is sent meanwhile waits for this, and fails neither of them.
                self._tried_order(cart)._fmcg_lock()
                told = quiet._tried(values, cart)
                raise _Undo
        except _Undo:
            return told

    @api.model
    def send(self, cart, key, replaces=()):
        """Make an order of the cart, or change the one that it names. The same key never makes a second.

        :param str key: chosen by the screen for this cart, at least 16 letters, digits and dashes
        :param list replaces: ids of what was sent of this cart before and waits for an answer; it is set
            aside, unless an order was made of it meanwhile
        :return: see ``_outcome``; ``conflict`` where the order was changed since the screen read it
        :raises UserError: the customer is gone, or no such cart can be
        """
        self._check_rep()
        if not isinstance(key, str) or not KEY.fullmatch(key):
            raise UserError(self.env._("The key of a cart has 16 to 64 letters, digits and dashes."))
        values = self._request_values(cart)
        channel = self.env["fmcg.order.channel"].browse(values["channel_id"])
        earlier = self.env["fmcg.order.request"]._received_earlier(channel.id, key)
        if earlier:
            return self._outcome(earlier) | {"differs": earlier.body != values["body"]}
        made = self._replaced(replaces)
        if made:
            return self._outcome(made) | {"differs": True}
        conflict = self._conflict(cart)
        if conflict:
            return conflict
        request = self.env["fmcg.order.request"]._receive(values | {"external_ref": key})
        self._parse(request, cart)
        return self._completed(request)

    @api.model
    def answer(self, draft_id, key):
        """Take a ready answer to what stands against a cart that was sent; see ``_outcome``.

        :raises UserError: there is no such question any more
        """
        self._check_rep()
        draft = self.env["fmcg.order.draft"].browse(self._sound_key(draft_id)).exists()
        if not self._own(draft.request_id) or not draft.action_answer(str(key)):
            raise UserError(self.env._("This was answered already. Look at the order."))
        return self._completed(draft.request_id)

    @api.model
    def _sound_key(self, value):
        """Return an id that the database can be asked for, 0 for anything else."""
        return value if isinstance(value, int) and 0 < value < 2**31 else 0

    @api.model
    def _own(self, requests):
        """Return those of these messages that are carts which this user sent."""
        return requests.filtered(lambda r: r.channel_id.code == "rep" and r.create_uid == self.env.user)

    @api.model
    def _replaced(self, keys):
        """Set carts aside that wait for an answer; return one of which an order was made meanwhile."""
        keys = [self._sound_key(key) for key in keys] if isinstance(keys, list | tuple) else []
        requests = self._own(self.env["fmcg.order.request"].browse(filter(None, keys)).exists())
        made = requests.filtered(lambda request: request.draft_ids.sale_order_id)
        (requests - made).action_ignore()
        return made[:1]

    @api.model
    def _completed(self, request):
        if request.state == "ready":
            request.action_create_order()
            self._tell_visit(request.draft_ids.filtered(lambda draft: draft.kind == "order").sale_order_id)
        return self._outcome(request)

    @api.model
    def _tell_visit(self, order):
        """Close today's visit of the customer with the order that it brought."""
        visits = self.env["fmcg.visit"]._today(self.env.user)
        visit = visits.filtered(lambda v: v.partner_id == order.partner_id and not v.order_id)[:1]
        if visit:
            visit._record_order(order)

    @api.model
    def _outcome(self, request):
        """Return what became of a cart: the state of its message, its order, what is asked and was found."""
        draft = request.draft_ids[:1]
        order = draft.sale_order_id
        return {
            "state": request.state,
            "request": request.id,
            "draft": draft.id,
            "question": request.reason or "",
            "answers": draft.answers or [],
            "problems": self._problems(draft),
            "order": order and self._order_told(order) or None,
            "findings": self._findings(order),
        }

    @api.model
    def _order_told(self, order):
        stages = dict(order._fields["fmcg_stage"]._description_selection(self.env))
        return {
            "id": order.id,
            "name": order.name,
            "stage": order.fmcg_stage,
            "label": stages[order.fmcg_stage],
            "total": order.amount_total,
        }

    @api.model
    def _tried(self, values, cart):
        request = self.env["fmcg.order.request"].create(values | {"name": "/"})
        self._parse(request, cart)
        draft = request.draft_ids[:1]
        held = draft._is_held()
        against = {
            "question": request.reason or "",
            "answers": held and draft.answers or [],
            "repeats": held and draft.repeats_id.id or None,
            "problems": self._problems(draft),
        }
        return against | self._quoted(draft._scratch_order())

    @api.model
    def _tried_order(self, cart):
        return self._read_order(cart["order"]) if cart.get("order") else self.env["sale.order"]

    @api.model
    def _parse(self, request, cart):
        """Read a cart; a repetition of just the message that the rep said it repeats is not asked about."""
        request.action_parse()
        if request.duplicate_of_id and request.duplicate_of_id.id == cart.get("twice"):
            request.action_meant_twice()

    @api.model
    def _problems(self, draft):
        """Return what is wrong with single lines, a sentence each."""
        return [line.question for line in draft.line_ids if line.verdict != "ok" and line.question]

    @api.model
    def _request_values(self, cart):
        """Return the values of the message that a cart is, checked as input of a stranger."""
        lines = cart.get("lines") if isinstance(cart, dict) else None
        if not isinstance(lines, list) or not (lines or cart.get("order")):
            raise UserError(self.env._("There is nothing in this order yet."))
        if len(lines) > MOST_LINES or not all(isinstance(line, dict) for line in lines):
            raise UserError(self.env._("An order has at most %s lines. Make two of it.", MOST_LINES))
        partner = self._customer(cart.get("customer"))
        if cart.get("order") and self._read_order(cart["order"]).partner_id != partner:
            raise UserError(self.env._("This order is another customer's. What you entered is kept."))
        check = self.env["fmcg.order.request"]._checked_text
        check(cart.get("note"), LONGEST_NOTE, self.env._("The note"))
        check(cart.get("reference"), LONGEST_REFERENCE, self.env._("The reference"))
        return {
            "channel_id": self.env["fmcg.order.request"]._channel("rep").id,
            "partner_id": partner.id,
            "body": self._body(cart, partner),
        }

    @api.model
    def _body(self, cart, partner):
        """Return the cart as it is kept: what the rep chose, with the names that people know it by."""
        lines = [{name: line[name] for name in LINE_KEYS if name in line} for line in cart["lines"]]
        order = cart.get("order")
        # What a changed order is to have no longer is kept as empty.
        kept = {name: cart[name] for name in BESIDE if cart.get(name) or (order and cart.get(name) == "")}
        kept |= {"order": order} if order else {}
        if isinstance(cart.get("gifts"), dict) and len(cart["gifts"]) <= MOST_GIFTS:
            kept["gifts"] = cart["gifts"]
        said = {"cart": 1, "customer": partner.display_name, **kept, "lines": lines}
        return json.dumps(said, ensure_ascii=False, indent=1, default=str)

    @api.model
    def _conflict(self, cart):
        """Return how the order stands that a cart changes, where somebody else changed it meanwhile."""
        if not cart.get("order"):
            return None
        current = self.open_order(cart["order"])
        if current["seen"] == cart.get("seen"):
            return None
        return {"state": "conflict", "current": current}

    @api.model
    @api.readonly
    def open_order(self, order_id):
        """Return an order as a cart that changes it.

        ``seen`` tells this content from any other.

        :raises UserError: the order is gone
        """
        self._check_rep()
        order = self._read_order(order_id)
        moment = order.commitment_date
        lines = order._fmcg_goods_lines()
        return {
            "order": order.id,
            "customer": order.partner_id.id,
            "date": moment and str(fields.Datetime.context_timestamp(order, moment).date()) or None,
            "reference": order.client_order_ref or "",
            "note": order.fmcg_note or "",
            "gifts": order._fmcg_gifts_given(),
            "seen": order._fmcg_seen(),
            **self._order_told(order),
            "lines": [
                {"product": product.id, "name": product.display_name, **amount}
                for product, group in lines.grouped("product_id").items()
                for amount in self._amounts(group)
            ],
        }
