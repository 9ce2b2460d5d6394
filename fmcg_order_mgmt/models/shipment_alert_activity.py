from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import plaintext2html

ALERT_ACTIVITY = "fmcg_order_mgmt.activity_shipment_alert"
DISPATCHERS = "fmcg_order_mgmt.group_fmcg_dispatcher"


class FmcgShipment(models.Model):
    """One activity for whoever has to act on a shipment's alert: it comes, changes and goes with that.

    ``alert_open`` is the engine's key of the alert that the activity asks about, ``alert_seen`` the keys of
    those that a person has seen to; nobody is asked about them again before the shipment has recovered.
    """

    _inherit = "fmcg.shipment"

    alert_activity_id = fields.Many2one(
        "mail.activity", index="btree_not_null", ondelete="set null", readonly=True, copy=False
    )
    alert_open = fields.Char(readonly=True, copy=False)
    alert_seen = fields.Char(readonly=True, copy=False)

    def _sync_alert_activities(self, found):
        """Open, rewrite and close activities so that each shipment has the one that its alert needs."""
        missing, over = [], {}
        for shipment, alert in found.items():
            activity, seen = shipment._open_activity()
            wanted = alert if alert and alert.key not in seen else None
            if activity and not wanted:
                over.setdefault(shipment.state == "delivered", []).append(shipment)
            elif activity and (alert.kind, alert.cause) != (shipment.alert, shipment.alert_cause):
                activity.write(shipment._activity_words(alert))
            elif wanted and not activity and not shipment._is_past():
                missing.append((shipment, alert))
            shipment._keep(
                {
                    "alert_open": bool(wanted) and alert.key,
                    "alert_seen": bool(alert and seen) and ",".join(sorted(seen)),
                }
            )
        self._open_activities(missing)
        for delivered, shipments in over.items():
            self.browse().concat(*shipments)._close_activities(delivered)

    def _open_activity(self):
        """Return the activity that still waits for a person, and the alerts that one has seen to."""
        activity = self.alert_activity_id.filtered("active")
        seen = set(filter(None, (self.alert_seen or "").split(",")))
        if self.alert_open and not activity:
            seen.add(self.alert_open)
        return activity, seen

    def _open_activities(self, missing):
        """Plan an activity for each of these pairs of shipment and alert; nobody is made a follower."""
        kind = missing and self.env.ref(ALERT_ACTIVITY, raise_if_not_found=False)
        if not kind:
            return
        alerts = dict(missing)
        shipments = self.browse().concat(*alerts)
        activities = shipments._plan_activities(
            kind, lambda shipment, user: shipment._activity_words(alerts[shipment], user)
        )
        for shipment, activity in zip(shipments, activities, strict=True):
            shipment._keep({"alert_activity_id": activity.id})

    def _plan_activities(self, kind, words):
        """Plan an activity of a kind for whoever acts on each of these; ``words(shipment, user)`` fill it."""
        users = self._responsible_users()
        model = self.env["ir.model"]._get_id(self._name)
        quiet = self.env["mail.activity"].with_context(mail_activity_quick_update=True, fmcg_no_follower=True)
        return quiet.create(
            [
                {
                    "activity_type_id": kind.id,
                    "automated": True,
                    "res_model_id": model,
                    "res_id": shipment.id,
                    "user_id": users[shipment].id,
                    "date_deadline": shipment._today(users[shipment]),
                    **words(shipment, users[shipment]),
                }
                for shipment in self
            ]
        )

    def _close_activities(self, delivered):
        """Close what needs nobody any more, and say why in the history."""
        activities = self.alert_activity_id
        for shipment in self:
            shipment._keep({"alert_activity_id": False})
        for lang, some in self.grouped(lambda shipment: shipment._company_lang()).items():
            words = some.with_context(lang=lang)
            text = (
                words.env._("It was delivered; nobody has to act any more.")
                if delivered
                else words.env._("The shipment has recovered; nobody has to act any more.")
            )
            mine = activities.filtered(lambda activity, ids=set(some.ids): activity.res_id in ids)
            mine.write({"active": False, "feedback": text})
            some._message_log_batch(bodies={shipment.id: text for shipment in some})

    def _responsible_users(self):
        """Return who acts on each: the order's salesperson, the company's person, or else a dispatcher."""
        dispatchers = self._dispatchers()
        result = {}
        for shipment in self:
            users = shipment.order_ids.user_id
            # A slice alone would read what follows for each of them anew.
            seller = users.filtered("active")[:1].with_prefetch(users._prefetch_ids)
            company = shipment.company_id
            mine = dispatchers.filtered(lambda user, company=company: company in user.company_ids)
            result[shipment] = seller or company.fmcg_shipment_user_id.filtered("active") or mine[:1]
        return result

    def _dispatchers(self):
        group = self.env.ref(DISPATCHERS)
        mine = Domain("all_group_ids", "in", group.ids) & Domain("company_ids", "in", self.company_id.ids)
        users = self.env["res.users"].search(mine & Domain("share", "=", False), order="id")
        # Managers may do what dispatchers may; they come after them.
        return users.sorted(lambda user: (group not in user.group_ids, user.id))

    def _today(self, user):
        here = self.with_context(tz=user.tz or self.company_id.partner_id.tz or "UTC")
        return fields.Date.context_today(here)

    def _activity_words(self, alert, user=None):
        """Return summary and note of the activity: the reason, and both messages ready to be sent."""
        user = user or self.alert_activity_id.user_id
        reader = self.with_context(lang=user.lang or self._company_lang())
        parts = [
            plaintext2html(reader._alert_text(alert)),
            reader._titled(reader.env._("To the carrier"), self._carrier_text(alert)),
            reader._titled(reader.env._("To the customer"), self._customer_text(alert, user)),
        ]
        return {"summary": reader._alert_summary(alert), "note": parts[0] + parts[1] + parts[2]}

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        if self.env.context.get("fmcg_no_follower"):
            return True
        return super().message_subscribe(partner_ids, subtype_ids)
