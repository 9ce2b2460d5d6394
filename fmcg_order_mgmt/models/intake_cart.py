from odoo import models
from odoo.fields import Domain

from ..engine.intake.model import Knowledge
from ..engine.intake.readers.rep_cart import RepCart
from .intake_reader import IntakeReader

CART = RepCart()


class FmcgIntakeKnowledge(models.AbstractModel):
    """Carts of the order screen name keys, not words: their products are all that has to be known."""

    _inherit = "fmcg.intake.knowledge"

    def _readings(self, requests):
        reader = IntakeReader(self.env, None)
        messages = {request: reader.message(request) for request in requests if request.body}
        carts = {request: message for request, message in messages.items() if CART.takes(message)}
        rest = requests - requests.browse(request.id for request in carts)
        found = super()._readings(rest) if rest else {}
        if carts:
            reader.knowledge = self.sudo()._of_carts(carts.values())
        return found | {request: reader.values(message) for request, message in carts.items()}

    def _of_carts(self, messages):
        """Return what is known for carts; of an order that is changed also what is not sold any more."""
        new, held = set(), set()
        for message in messages:
            (held if CART.changes(message) else new).update(CART.products(message))
        sold = self.env["product.product"].search(self._sold_domain() & Domain("id", "in", list(new)))
        products = sold | self.env["product.product"].browse(held).exists()
        return Knowledge(tuple(self._read_products(products.ids, {}, (self.env.lang,)).values()))
