from odoo import models

from ..engine.tracking import notice as engine

# In which customers can be told without anybody doing something for it.
WAYS = ("email", "sms")
# What is shown of where news goes: whoever has the link sees whether it is right, and no more.
FIRST, LAST = 1, 4


class SaleOrder(models.Model):
    """The customer of an order chooses on the page without login what is told of parcels, and how."""

    _inherit = "sale.order"

    def _fmcg_notice_values(self):
        """Return what the customer's page offers: ways and kinds of news, each with name, label and choice.

        None where no way is offered: the customer has no address for it, or the company does not tell in it.
        """
        choice = self.partner_id._fmcg_notice_choice(self.company_id)
        ways, kinds = self._fmcg_notice_ways(choice), self._fmcg_notice_kinds()
        if not ways:
            return None
        return {
            "ways": [(way, label, choice[f"fmcg_notice_{way}"]) for way, label in ways.items()],
            "kinds": [(kind, label, choice[f"fmcg_notice_{kind}"]) for kind, label in kinds.items()],
        }

    def _fmcg_notice_kinds(self):
        """Return the kinds of news in the customer's words."""
        labels = (
            self.env._("It has left"),
            self.env._("It is out for delivery"),
            self.env._("It is ready for pickup"),
            self.env._("It is delivered"),
            self.env._("It will be late"),
        )
        return dict(zip(engine.KINDS, labels, strict=True))

    def _fmcg_notice_ways(self, choice):
        """Return the ways in which this customer can be told, with where that goes, most of it hidden."""
        partner, above = self.partner_id, self.partner_id.commercial_partner_id
        name, _at, domain = (partner.email or above.email or "").rpartition("@")
        phone = (partner.phone or above.phone or "").strip()
        labels = {
            "email": name and self.env._("By e-mail to %s", f"{name[:FIRST]}…@{domain}"),
            "sms": phone and self.env._("By SMS to %s", f"…{phone[-LAST:]}"),
        }
        # What the company pays for is not the customer's to switch on.
        told = choice._notice_ways(self.company_id) | self.company_id._notice_ways(self.company_id)
        return {way: labels[way] for way in WAYS if labels[way] and way in told}

    def _fmcg_choose_notices(self, names):
        """Keep the ways and kinds with these names as the customer's choice; what is not offered stays.

        Return whether there was anything to choose.
        """
        choice = self.partner_id._fmcg_notice_choice(self.company_id)
        ways = self._fmcg_notice_ways(choice)
        if ways:
            values = {f"fmcg_notice_{way}": choice[f"fmcg_notice_{way}"] for way in WAYS}
            values |= {f"fmcg_notice_{name}": name in names for name in (*ways, *engine.KINDS)}
            # What our people agreed with the customer beyond what is usual goes on.
            agreed = choice != self.company_id and choice.fmcg_notices == "own"
            self.partner_id.write({"fmcg_notices": "own" if agreed else "customer", **values})
        return bool(ways)
