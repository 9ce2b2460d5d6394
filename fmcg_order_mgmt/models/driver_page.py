from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..engine.tracking import tour
from .shipment import naive, utc_now
from .stock_picking_batch_tour import DISPATCHER, DRIVER

# More than a phone keeps in a day without a network.
MOST_REPORTS = 300
MOST_STOPS = 1000
UNDO, ARRANGE = "undo", "arrange"


class FmcgDriverPage(models.AbstractModel):
    """The server of the driver's page: today's tours, and what happened at their stops."""

    _name = "fmcg.driver.page"
    _description = "Driver's Page"

    @api.model
    def start(self, tour_id=False):
        """Return what the page shows: the driver's own tours of today, and older ones that are not done.

        :param tour_id: for a dispatcher, the tour of any driver
        :raises AccessError: neither a driver nor a dispatcher
        """
        self._check_driver()
        waves = self._tours(tour_id)
        return {
            "user": {"id": self.env.uid, "name": self.env.user.name},
            "undo": int(tour.UNDO.total_seconds()),
            "reasons": [{"code": code, "label": self._reason_words()[code]} for code in tour.NOT_ACCEPTED],
            "tours": self.env["fmcg.driver.page.tour"]._values(waves),
        }

    @api.model
    def send(self, reports, tour_id=False, user_id=False):
        """Take what happened, in the order in which it did; each report once, whatever becomes of others.

        :param reports: a list of dicts with ``key``, ``kind`` and ``at``; a report of a stop names its
            ``shipments`` (see ``report`` of fmcg.shipment), ``undo`` the key it is ``of``, ``arrange`` the
            ``tour`` and its ``stops`` in their new order
        :param user_id: whose reports the phone kept; somebody else who is logged in there cannot send them
        :return: ``results``, a list of ``key``, ``status`` (done, known, same or refused) and ``text``, and
            what ``start`` returns
        :raises AccessError: neither a driver nor a dispatcher
        :raises UserError: no list, or too long a one, or another user's
        """
        self._check_driver()
        if not isinstance(reports, list) or len(reports) > MOST_REPORTS:
            raise UserError(self.env._("Send a list of at most %s reports.", MOST_REPORTS))
        if user_id and user_id != self.env.uid:
            raise UserError(self.env._("Somebody else is logged in here. Log in as the one who reported."))
        tours = self.env["stock.picking.batch"].sudo()
        results = []
        for report in reports:
            result, touched = self._take(report if isinstance(report, dict) else {})
            results.append(result)
            tours |= touched
        tours._fmcg_plan_arrivals()
        return {"results": results} | self.start(tour_id)

    @api.model
    def _check_driver(self):
        user = self.env.user
        if not (user.has_group(DRIVER) or user.has_group(DISPATCHER)):
            raise AccessError(self.env._("This page is for drivers. Ask a manager to make you one."))

    @api.model
    def _take(self, report):
        """Return the result of one report, and the tours whose times it moves."""
        key, none = report.get("key"), self.env["stock.picking.batch"].sudo()
        try:
            with self.env.cr.savepoint():
                status, touched = self._handle(report)
        except (AccessError, UserError) as error:
            return {"key": key, "status": "refused", "text": str(error)}, none
        return {"key": key, "status": status, "text": ""}, touched

    @api.model
    def _handle(self, report):
        if report.get("kind") == UNDO:
            return self._undo(report)
        if report.get("kind") == ARRANGE:
            return self._arrange(report)
        shipments = self.env["fmcg.shipment"].browse(_ids(report.get("shipments")))
        status = shipments._report_once(report.get("kind"), report)
        return status, shipments.sudo().tour_id

    @api.model
    def _undo(self, report):
        """Take back what was reported with a key; what is taken back already stays so."""
        key = self.env["fmcg.driver.report"]._read_key(report.get("of"))
        events = self.env["fmcg.shipment.event"].search([("report_key", "=", key)])
        if not events:
            raise UserError(self.env._("This report is not known, so there is nothing to take back."))
        live = events.filtered(lambda event: not event.is_superseded)
        shipments = live.shipment_id._reportable() if live else live.shipment_id
        live._check_own_last(naive(tour.happened(report.get("at"), utc_now(), report.get("sent")).at))
        live._withdraw()
        return ("done" if live else "known"), shipments.sudo().tour_id

    @api.model
    def _arrange(self, report):
        wave = self.env["stock.picking.batch"].browse(_ids([report.get("tour")]))
        wave._fmcg_arrange(_ids(report.get("stops")))
        # The times are written already.
        return "done", wave.sudo().browse()

    @api.model
    def _tours(self, tour_id):
        """Return the tours to show, with full rights: the user's, or the one that a dispatcher asks for."""
        waves = self.env["stock.picking.batch"]
        if asked := _ids([tour_id]):
            wave = waves.browse(asked)
            wave._fmcg_check_drives()
            return wave.sudo()
        # A day has several dates at the same moment.
        tomorrow = fields.Date.today() + timedelta(days=1)
        domain = (
            Domain("fmcg_driver_id", "=", self.env.uid)
            & Domain("company_id", "in", self.env.companies.ids)
            & Domain("picking_type_id.code", "=", "outgoing")
            & Domain("state", "!=", "cancel")
            & Domain("fmcg_day", ">=", tomorrow - timedelta(days=1) - tour.BEHIND)
            & Domain("fmcg_day", "<=", tomorrow)
        )
        found = waves.sudo().search(domain, order="fmcg_day desc, id")
        return found.filtered(lambda wave: wave._fmcg_is_current())

    @api.model
    def _reason_words(self):
        return {
            "damaged": self.env._("Damaged"),
            "refused": self.env._("Not wanted"),
            "missing": self.env._("Never came"),
        }


def _ids(values):
    """Return what may be ids in a list, of which nothing is certain."""
    values = values if isinstance(values, list) else []
    return [
        each
        for each in values[:MOST_STOPS]
        if isinstance(each, int) and not isinstance(each, bool) and 0 < each < 2**31
    ]
