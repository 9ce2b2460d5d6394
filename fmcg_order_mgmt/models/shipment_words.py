import datetime as dt

from markupsafe import Markup

from odoo import fields, models
from odoo.tools import format_date, format_datetime, plaintext2html

from ..engine.tracking.alert import Alert


class FmcgShipment(models.Model):
    """What is written about a shipment in trouble: to whoever acts, to the carrier and to the customer."""

    _inherit = "fmcg.shipment"

    # Whom, in which language and in which time zone -------------------------------------------------------

    def _main_order(self):
        """Return the order that speaks for all that travel in this shipment."""
        orders = self.order_ids
        # A slice alone would read what follows for each shipment anew.
        return orders.sorted("id")[:1].with_prefetch(orders._prefetch_ids)

    def _customer(self):
        return self._main_order().partner_id or self.partner_id

    def _customer_contact(self):
        """Return whom an e-mail goes to: the customer, else the customer's company."""
        customer = self._customer()
        above = customer.commercial_partner_id
        return customer if customer.email else above if above.email else customer.browse()

    def _customer_phone(self):
        customer = self._customer()
        return customer.phone or customer.commercial_partner_id.phone or ""

    def _carrier_contact(self):
        return self.picking_ids.carrier_id.fmcg_carrier_partner_id[:1]

    def _company_lang(self):
        return self._installed(self.company_id.partner_id.lang)

    def _customer_lang(self):
        return self._installed(self._customer().lang, self.company_id.partner_id.lang)

    def _installed(self, *wanted):
        known = dict(self.env["res.lang"].get_installed())
        return next((code for code in (*wanted, self.env.lang) if code in known), "en_US")

    def _zone_name(self):
        """Return the customer's time zone, else the company's."""
        return self._customer().tz or self.company_id.partner_id.tz or "UTC"

    # Moments ----------------------------------------------------------------------------------------------

    def _told_time(self, moment):
        return format_datetime(self.env, moment, tz=self._zone_name(), dt_format="short") if moment else ""

    def _told_day(self, moment):
        if not moment:
            return ""
        here = self.with_context(tz=self._zone_name())
        return format_date(here.env, fields.Datetime.context_timestamp(here, moment).date())

    def _told_eta(self):
        """Return the day on which the shipment is expected, empty where it is not known, past or doubtful."""
        return self._told_day(self.eta) if self._told_eta_date() else ""

    def _doubts_eta(self):
        """Say whether own experience expects it after its promise, though the carrier does not."""
        needs = self.due_at and self.eta <= self.due_at and self._needs()
        return bool(needs) and self.due_at < fields.Datetime.now() + needs

    def _told_needs(self, alert):
        """Return what own experience says of a parcel that is too far from the door, "" for nothing."""
        needs = alert.cause == "behind" and self._needs()
        hours = needs and round(needs / dt.timedelta(hours=1))
        if not hours:
            return ""
        return self.env._("Half of the parcels that were no nearer needed %s hours more.", hours)

    # To whoever acts --------------------------------------------------------------------------------------

    def _alert_summary(self, alert):
        kinds = dict(self._fields["alert"]._description_selection(self.env))
        causes = dict(self._fields["alert_cause"]._description_selection(self.env))
        cause = causes[alert.cause]
        return cause if alert.kind in ("late", "silent") else f"{kinds[alert.kind]}: {cause}"

    def _alert_text(self, alert):
        """Return why somebody has to act, with what is known."""
        customer = self._customer()
        lines = [
            self._alert_summary(alert) + ".",
            self.order_names and self.env._("Orders: %s", self.order_names),
            customer and self.env._("Customer: %s", " ".join(filter(None, (customer.name, customer.phone)))),
            *self._facts(),
            self._told_needs(alert),
        ]
        return "\n".join(filter(None, lines))

    def _facts(self):
        signed = self.delivered_first_at
        news = ", ".join(filter(None, (self._told_time(self.last_event_at), self.last_event)))
        return [
            self.env._("Waybill: %s", self.name),
            news and self.env._("Last news: %s", news),
            signed and self.env._("Signed for: %s", self._told_time(signed)),
            self.due_at and self.env._("Promised: %s", self._told_day(self.due_at)),
            self._told_eta() and self.env._("Expected: %s", self._told_eta()),
        ]

    def _titled(self, title, text):
        return Markup("<p><strong>%s</strong></p>%s") % (title, plaintext2html(text))

    # To the carrier ---------------------------------------------------------------------------------------

    def _carrier_text(self, alert=None):
        """Return the message to the carrier, in its language: the waybill, what is known, what is asked."""
        partner = self._carrier_contact()
        words = self.with_context(lang=self._installed(partner.lang, self.company_id.partner_id.lang))
        return words.env._(
            "Hello,\n\nplease look after this parcel.\n%(facts)s\n\n%(request)s\n\nThank you!\n%(company)s",
            facts="\n".join(filter(None, words._facts())),
            request=words._carrier_request(alert or words._current_alert()),
            company=words.company_id.name,
        )

    def _carrier_request(self, alert):
        """Return what the carrier is asked to do."""
        phone = self._customer_phone()
        again = self.env._("Please try to deliver it again, and tell us when you come.")
        if phone:
            again = self.env._("Please call %s before you come, and try to deliver it again.", phone)
        where = self.env._("Please find out where it is, and tell us when it arrives.")
        by_cause = {
            "lost": self.env._("Please search for it, and tell us how you make up for it if it is lost."),
            "consignee_refused": self.env._("Please keep it until we have spoken to the receiver."),
            "carrier_damaged_parcel": self.env._("Please keep it, and send us photos of the damage."),
            "customs_delay": self.env._("Please tell us what customs needs from us."),
            "consignee_not_available": again,
            "attempt_failed": again,
            "exception": self.env._("Please tell us what has happened and what you need from us."),
            "needs_phone": self.env._("Please tell us whether the parcel is with you and where it is."),
            "wrong_carrier": self.env._("Please tell us whether the parcel is with you and where it is."),
            "returning": self.env._("Please stop the return, and tell us why it comes back."),
            "returned": self.env._("Please tell us why it came back."),
            "overdue": self.env._("Please deliver it first, and tell us what held it up."),
            "behind": self.env._("Please see to it that it arrives as promised, or tell us when it does."),
        }
        if alert.kind == "signed_returned":
            return self.env._(
                "Please send us the proof of delivery, and tell us why it came back after that."
            )
        return by_cause.get(alert.cause, where)

    # To the customer --------------------------------------------------------------------------------------

    def _customer_text(self, alert=None, user=None):
        """Return the message to the customer, in the customer's language."""
        words = self.with_context(lang=self._customer_lang())
        lines = [
            words._customer_news(alert or words._current_alert()),
            words._told_eta() and words.env._("We expect it to arrive on %s.", words._told_eta()),
        ]
        return words.env._(
            "Hello %(customer)s,\n\n%(news)s\n\n%(user)s\n%(company)s",
            customer=words._customer().name or "",
            news="\n".join(filter(None, lines)),
            user=(self.env.user if user is None else user).name or "",
            company=words.company_id.name,
        )

    def _customer_news(self, alert):
        """Return what the customer is told of the trouble, as a friend would."""
        order = self.order_names or self.name
        if alert.kind == "signed_returned":
            return self.env._(
                "the carrier handed over your order %s and then took it back. Please tell us what was wrong, "
                "so that we can put it right.",
                order,
            )
        found = self._told_trouble(order) | self._told_delay(order)
        return found.get(
            alert.cause, self.env._("your order %s is on its way. We are asking where it is.", order)
        )

    def _told_trouble(self, order):
        return {
            "lost": self.env._(
                "we are sorry: the carrier has lost a parcel of your order %s. We will make up for it; "
                "please tell us whether you still need the goods.",
                order,
            ),
            "consignee_refused": self.env._(
                "the carrier tells us that your order %s was not accepted. Please tell us what was wrong, so "
                "that we can put it right.",
                order,
            ),
            "carrier_damaged_parcel": self.env._(
                "we are sorry: a parcel of your order %s was damaged on its way. We are looking into it and "
                "will put it right.",
                order,
            ),
            "customs_delay": self.env._("your order %s is held by customs. We are looking after it.", order),
            "needs_phone": self.env._(
                "your order %s is on its way. Please tell us the phone number that the courier can call.",
                order,
            ),
            "exception": self.env._("something holds up your order %s. We are looking after it.", order),
        }

    def _told_delay(self, order):
        again = self.env._(
            "the courier could not hand over your order %s. Please tell us when somebody is there, or the "
            "phone number to call.",
            order,
        )
        late = self.env._(
            "we are sorry: your order %s takes longer than we promised. We are looking after it.", order
        )
        back = self.env._(
            "the carrier is bringing your order %s back to us. Please tell us whether we shall send it "
            "again.",
            order,
        )
        return {
            "attempt_failed": again,
            "consignee_not_available": again,
            "overdue": late,
            "behind": late,
            "returning": back,
            "returned": back,
        }

    def _current_alert(self):
        return Alert(self.alert or "silent", self.alert_cause or "silent")
