import json
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from .tour_common import TourCase

KEY = "report-0001"


@tagged("post_install", "-at_install")
class TestDriverPage(TourCase, HttpCase):
    """What happens at the door is reported once, by the one who drives there."""

    def test_a_tour_is_shown_in_its_order(self):
        self.first.order_ids.fmcg_note = "Ring twice"
        shown = self.env["fmcg.driver.page"].with_user(self.driver).start()["tours"]
        self.assertEqual([tour["id"] for tour in shown], self.tour.ids)
        stops = shown[0]["stops"]
        self.assertEqual([stop["name"] for stop in stops], ["Lakeside Shop", "Corner Shop", "Hill Shop"])
        self.assertEqual(stops[2]["shipments"], (self.third | self.fourth).ids)
        lake = stops[0]
        self.assertEqual((lake["place"], lake["phone"]), ("1 Lake St, Lakeside", "+86 138 0013 8000"))
        self.assertEqual((lake["notes"], lake["outcome"], lake["last"]), (["Ring twice"], "open", None))
        [goods] = lake["goods"]
        self.assertEqual((goods["words"], goods["quantity"], goods["case"]), ("1 cs 6 pc", 30, 24))
        self.assertEqual([stop["eta"] for stop in stops], sorted(stop["eta"] for stop in stops))
        json.dumps(shown)

    def test_over_http_a_report_counts_once_however_often_it_is_sent(self):
        self.authenticate("fmcg_driver", "fmcg_driver")
        reports = [
            self.said("arrived", self.first, "report-0000", 5),
            self.said("delivered", self.first, KEY, 3),
        ]
        statuses = [
            [result["status"] for result in self.post("send", [reports])["results"]] for _turn in range(3)
        ]
        self.assertEqual(statuses, [["done", "done"], ["known", "known"], ["known", "known"]])
        self.assertEqual(self.first.state, "delivered")
        left, arrived, delivered = self.first.event_ids.sorted("id")
        self.assertEqual(
            (left.state, arrived.code, delivered.code), ("out_for_delivery", "arrived", "delivered")
        )
        self.assertEqual(delivered.create_uid, self.driver)
        self.assertEqual(self.first.order_ids.fmcg_stage, "delivered")

    def post(self, method, args):
        route = f"/web/dataset/call_kw/fmcg.driver.page/{method}"
        params = {"model": "fmcg.driver.page", "method": method, "args": args, "kwargs": {}}
        return self.make_jsonrpc_request(route, params)

    @mute_logger("odoo.http")
    def test_the_page_is_for_drivers(self):
        answer = self.url_open("/fmcg/driver", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.authenticate("fmcg_rep_own", "fmcg_rep_own")
        self.assertEqual(self.url_open("/fmcg/driver").status_code, 403)
        self.authenticate("fmcg_driver", "fmcg_driver")
        answer = self.url_open("/fmcg/driver")
        self.assertEqual((answer.status_code, answer.headers["Cache-Control"]), (200, "no-store"))
        self.assertIn("assets_driver_page", answer.text)
        worker = self.url_open("/fmcg/driver/worker.js")
        self.assertEqual(worker.headers["Service-Worker-Allowed"], "/fmcg/driver")
        for method, args in (("start", []), ("send", [[]])):
            with self.assertRaises(AccessError):
                getattr(self.env["fmcg.driver.page"].with_user(self.rep), method)(*args)

    def test_the_order_in_which_reports_arrive_means_nothing(self):
        reports = [
            self.said("nobody", self.second, "report-0001", 60),
            self.said("arrived", self.second, "report-0002", 20),
            self.said("delivered", self.second, "report-0003", 15),
        ]
        self.assertEqual(self.send(*reversed(reports)), ["done"] * 3)
        self.assertEqual(self.second.state, "delivered")
        self.assertEqual(self.second.last_event_at, self.second.delivered_at)
        self.assertEqual(self.send(*reports), ["known"] * 3)
        self.assertEqual(len(self.second.event_ids), 4)

    def test_a_stop_is_all_its_deliveries(self):
        stop = self.third | self.fourth
        self.assertEqual(self.send(self.said("nobody", stop, KEY)), ["done"])
        self.assertEqual(stop.mapped("state"), ["attempt_failed"] * 2)
        self.assertEqual(stop.mapped("reason"), ["consignee_not_available"] * 2)
        self.assertEqual(self.send(self.said("delivered", stop, "report-0002")), ["done"])
        self.assertEqual(stop.mapped("state"), ["delivered"] * 2)

    def test_two_phones_report_the_same_stop(self):
        for kind in ("arrived", "delivered"):
            first, second = (self.said(kind, self.second, f"{kind}-000{phone}") for phone in (1, 2))
            self.assertEqual(self.send(first), ["done"])
            self.assertEqual(self.send(second, user=self.dispatcher), ["same"])
        self.assertEqual(len(self.second.event_ids), 3)
        # One that was kept longer, and happened before, is the true time.
        first = self.said("delivered", self.second, "delivered-0003", 30)
        self.assertEqual(self.send(first, user=self.dispatcher), ["done"])
        self.assertEqual(self.second.delivered_at.isoformat(), first["at"][:19])

    def test_what_was_refused_comes_back(self):
        self.assertEqual(self.send(self.said("refused", self.first, KEY)), ["done"])
        self.assertRecordValues(self.first, [{"state": "returning", "reason": "consignee_refused"}])
        request = self.first.order_ids.fmcg_return_ids
        self.assertRecordValues(request.line_ids, [{"kind": "back", "quantity": 30}])
        self.assertEqual((request.state, request.shipment_id), ("asked", self.first))
        self.assertFalse(self.first.order_ids.fmcg_to_collect, "it is on the van already")
        with self.subTest("a second time"):
            [text] = self.send(self.said("delivered", self.first, "report-0002"))
            self.assertIn("came back already", text)
            self.assertEqual(self.send(self.said("refused", self.first, "report-0003")), ["same"])
        request = request.with_user(self.dispatcher)
        request.action_agree()
        self.ship(request.picking_ids)
        request.action_done()
        self.assertEqual(self.first.state, "returned")

    def test_partly_opens_a_return_of_that_delivery(self):
        move = self.first.picking_ids.move_ids
        back = [{"move": move.id, "quantity": 6, "reason": "damaged"}]
        self.assertEqual(self.send(self.said("partly", self.first, KEY, back=back)), ["done"])
        self.assertEqual(self.first.state, "delivered")
        request = self.first.order_ids.fmcg_return_ids
        self.assertRecordValues(
            request.line_ids, [{"quantity": 6, "kind": "back", "move_id": move.id, "reason": "Damaged"}]
        )
        self.assertTrue(request.activity_ids)
        self.assertIn("6", self.first.order_ids.message_ids[0].body)
        self.assertEqual(self.stops()[0]["outcome"], "partly")
        request.with_user(self.dispatcher).action_agree()
        self.assertEqual(request.picking_ids.return_id, self.first.picking_ids)
        self.assertEqual(request.picking_ids.move_ids.product_uom_qty, 6)
        with self.assertRaisesRegex(UserError, "Settle that first"):
            self.first.with_user(self.dispatcher).action_take_back()

    def stops(self, user=None):
        return self.env["fmcg.driver.page"].with_user(user or self.driver).start()["tours"][0]["stops"]

    def test_of_what_never_came_nothing_is_received(self):
        stop = self.third | self.fourth
        back = [
            {"move": self.third.picking_ids.move_ids.id, "quantity": 1, "reason": "missing"},
            {"move": self.fourth.picking_ids.move_ids.id, "quantity": 4, "reason": "refused"},
        ]
        self.assertEqual(self.send(self.said("partly", stop, KEY, back=back)), ["done"])
        self.assertEqual(stop.mapped("state"), ["delivered", "returning"])
        missing = self.third.order_ids.fmcg_return_ids
        self.assertIn("never arrived", missing.summary)
        missing.with_user(self.dispatcher).action_agree()
        self.assertFalse(missing.picking_ids)

    def test_what_cannot_be_is_refused_in_words(self):
        move, other = self.first.picking_ids.move_ids, self.second.picking_ids.move_ids
        line = {"move": move.id, "quantity": 1, "reason": "damaged"}
        cases = [
            ({"kind": "eaten"}, "not known: eaten"),
            ({"kind": ["delivered"]}, "not known"),
            ({"key": None}, "no key"),
            ({"key": "short"}, "no key"),
            ({"key": "x" * 65}, "no key"),
            ({"shipments": []}, "This stop is not known"),
            ({"shipments": "all"}, "This stop is not known"),
            ({"shipments": [True, -1, 2**40, "1"]}, "This stop is not known"),
            ({"kind": "partly"}, "Say what was not accepted"),
            ({"kind": "partly", "back": {}}, "Say what was not accepted"),
            ({"kind": "partly", "back": [line | {"quantity": 31}]}, "only 30 Units were brought"),
            ({"kind": "partly", "back": [line | {"quantity": -1}]}, "above zero"),
            ({"kind": "partly", "back": [line | {"quantity": "two"}]}, "above zero"),
            ({"kind": "partly", "back": [line | {"quantity": True}]}, "above zero"),
            ({"kind": "partly", "back": [line | {"quantity": float("nan")}]}, "above zero"),
            ({"kind": "partly", "back": [line | {"quantity": 0.5}]}, "whole number"),
            ({"kind": "partly", "back": [line | {"reason": "bad mood"}]}, "damaged, refused or missing"),
            ({"kind": "partly", "back": [line | {"move": other.id}]}, "not part of the delivery"),
            ({"kind": "partly", "back": [line | {"move": "1"}]}, "not part of the delivery"),
            ({"kind": "partly", "back": [line, line]}, "named twice"),
            ({"kind": "partly", "back": [None]}, "above zero"),
            ({"kind": "undo", "of": "report-9999"}, "nothing to take back"),
            ({"kind": "arrange", "tour": "x"}, "not known"),
        ]
        reports = [self.said("delivered", self.first, KEY) | values for values, _words in cases]
        for text, (values, words) in zip(self.send(*reports, None), [*cases, ({}, "not known")], strict=True):
            self.assertIn(words, text, values)
        self.assertEqual(len(self.first.event_ids), 1)
        for reports in ("all", [{}] * 301):
            with self.assertRaisesRegex(UserError, "at most 300"):
                self.env["fmcg.driver.page"].with_user(self.driver).send(reports)
        with self.assertRaisesRegex(UserError, "Somebody else is logged in"):
            self.env["fmcg.driver.page"].with_user(self.driver).send([], False, self.other_driver.id)

    def test_the_driver_s_time_counts_within_bounds(self):
        shipment, now = self.first, fields.Datetime.now()
        self.left_before(days=30)
        times = {"report-0001": "2001-01-01T00:00:00Z", "report-0002": "2099-01-01T00:00:00Z"}
        for key, at in times.items():
            self.assertEqual(
                self.send(self.said("nobody" if key[-1] == "1" else "arrived", shipment, key, at=at)),
                ["done"],
            )
        old, ahead = (
            shipment.event_ids.filtered(lambda event, key=key: event.report_key == key) for key in times
        )
        self.assertAlmostEqual(old.occurred_at, now - timedelta(days=7), delta=timedelta(minutes=2))
        self.assertAlmostEqual(ahead.occurred_at, now, delta=timedelta(minutes=2))
        self.assertEqual((old.occurred_raw, ahead.occurred_raw), tuple(times.values()))

    def test_what_is_not_on_the_own_tour_is_not_known(self):
        theirs = self.new_tour((self.corner, 4), driver=self.other_driver).fmcg_shipment_ids
        guess = theirs.browse(2**30)
        texts = {
            self.send(self.said("delivered", shipments, KEY))[0]
            for shipments in (theirs, guess, self.first | theirs)
        }
        self.assertEqual(len(texts), 1)
        self.assertIn("not known", texts.pop())
        self.assertEqual(self.first.state, "out_for_delivery")
        page = self.env["fmcg.driver.page"].with_user(self.driver)
        texts = set()
        for tour in (theirs.tour_id.id, 2**30):
            with self.assertRaises(AccessError) as caught:
                page.start(tour)
            texts.add(str(caught.exception))
            texts.update(self.send({"kind": "arrange", "tour": tour, "stops": []}))
        self.assertEqual(len(texts), 1)
        self.assertNotIn(theirs, theirs.with_user(self.driver).search([]))
        self.assertEqual(self.send(self.said("delivered", theirs, KEY), user=self.dispatcher), ["done"])
        self.assertIn("nothing to take back", self.send({"kind": "undo", "of": KEY})[0])
        with self.assertRaises(AccessError):
            theirs.with_user(self.rep).report("delivered", {"key": KEY})
        self.assertEqual(len(page.start()["tours"]), 1)
        with self.assertRaises(AccessError):
            self.tour.with_user(self.driver).read(["name"])

    def test_another_company_s_tours_stay_there(self):
        company = self.env["res.company"].create({"name": "Other distributor"})
        dispatcher = self.dispatcher
        dispatcher.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        with self.assertRaises(AccessError):
            self.env["fmcg.driver.page"].with_user(dispatcher).start(self.tour.id)
        [text] = self.send(self.said("delivered", self.first, KEY), user=dispatcher)
        self.assertIn("not known", text)

    def test_the_last_report_is_taken_back(self):
        self.send(self.said("refused", self.first, KEY, 4))
        request = self.first.order_ids.fmcg_return_ids
        undo = {"kind": "undo", "of": KEY, "key": "report-0002", "at": self.ago(1)}
        self.assertIn("nothing to take back", self.send(undo, user=self.other_driver)[0])
        self.assertEqual(self.send(undo), ["done"])
        self.assertRecordValues(self.first, [{"state": "out_for_delivery", "reason": False}])
        self.assertEqual(request.state, "refused")
        self.assertIn("Taken back by", "".join(self.first.message_ids.mapped("body")))
        with self.subTest("replayed, both stay as they are"):
            self.assertEqual(self.send(self.said("refused", self.first, KEY, 4), undo), ["known", "known"])
            self.assertEqual(self.first.state, "out_for_delivery")
        self.assertEqual(self.send(self.said("delivered", self.first, "report-0003")), ["done"])

    def test_what_is_older_is_for_the_dispatcher_to_take_back(self):
        self.send(
            self.said("nobody", self.first, KEY, 30), self.said("delivered", self.first, "report-0002", 11)
        )
        for key in (KEY, "report-0002"):
            self.assertIn("no longer", self.send({"kind": "undo", "of": key, "at": self.ago(0)})[0])
        self.assertEqual(self.send({"kind": "undo", "of": "report-0002"}, user=self.dispatcher), ["done"])
        self.assertEqual(self.first.state, "attempt_failed")
        with self.assertRaises(AccessError):
            self.first.with_user(self.driver).action_take_back()
        self.first.with_user(self.dispatcher).action_take_back()
        self.assertEqual(self.first.state, "out_for_delivery")
        with self.assertRaisesRegex(UserError, "Nobody reported"):
            self.first.with_user(self.dispatcher).action_take_back()

    def test_what_was_cancelled_meanwhile_is_brought_back(self):
        self.first.sudo()._report("cancelled", "Called back")
        [text] = self.send(self.said("delivered", self.first, KEY, 0, at=self.ago(-1)))
        self.assertIn("Bring the goods back", text)
        # What happened before is true all the same.
        self.assertEqual(self.send(self.said("delivered", self.first, KEY, 30)), ["done"])
        self.assertEqual(self.first.state, "delivered")

    def test_the_driver_changes_the_order(self):
        order = [self.hill.id, 2**30, self.shop.id]
        arrange = {"kind": "arrange", "key": KEY, "tour": self.tour.id, "stops": order}
        self.assertEqual(self.send(arrange, arrange), ["done", "done"])
        stops = self.stops()
        self.assertEqual([stop["name"] for stop in stops], ["Hill Shop", "Lakeside Shop", "Corner Shop"])
        # However the clock goes on meanwhile: each stop takes as long as before.
        times = [fields.Datetime.to_datetime(stop["eta"][:19].replace("T", " ")) for stop in stops]
        gaps = {after - before for before, after in zip(times, times[1:], strict=False)}
        self.assertEqual(gaps, {timedelta(minutes=15)})

    def test_yesterday_s_tour_stays_until_it_is_done(self):
        self.tour.fmcg_day = fields.Date.today() - timedelta(days=1)
        self.assertFalse(self.env["fmcg.driver.page"].with_user(self.driver).start()["tours"][0]["is_today"])
        self.send(self.said("delivered", self.first | self.second | self.third | self.fourth, KEY))
        self.assertFalse(self.env["fmcg.driver.page"].with_user(self.driver).start()["tours"])

    def test_expected_times_follow_what_is_done(self):
        before = self.first.eta, self.second.eta, self.third.eta
        self.assertEqual(before[1] - before[0], timedelta(minutes=15))
        # Late at any hour, also where the tour is planned from the morning on and it is night.
        with freeze_time(max(fields.Datetime.now(), before[0]) + timedelta(hours=2)):
            self.send(self.said("delivered", self.first, KEY))
        self.assertEqual(self.first.eta, before[0])
        self.assertGreater(self.second.eta, before[1] + timedelta(hours=1))
        self.assertEqual(self.third.eta - self.second.eta, timedelta(minutes=15))
        self.assertRegex(self.second.order_ids._fmcg_arrival(), "^Arrives (today|tomorrow)")

    def test_the_dispatcher_sees_how_far_tours_are(self):
        # Whatever the hour: shortly before midnight the last stop is expected after today, and late.
        self.tour.fmcg_shipment_ids.due_at = fields.Datetime.now() + timedelta(days=2)
        self.send(
            self.said("delivered", self.first, KEY, 9), self.said("refused", self.second, "report-0002")
        )
        self.assertRecordValues(
            self.tour.with_user(self.dispatcher),
            [
                {
                    "fmcg_stop_count": 3,
                    "fmcg_stops_done": 2,
                    "fmcg_stops_open": 1,
                    "fmcg_stops_refused": 1,
                    "fmcg_stops_nobody": 0,
                    "fmcg_stops_late": 0,
                }
            ],
        )
        self.assertIn("brings it back", self.tour.fmcg_last_news)
        self.third.eta = fields.Datetime.now() - timedelta(minutes=31)
        self.assertEqual(self.tour.fmcg_stops_late, 1)
        action = self.tour.with_user(self.dispatcher).action_fmcg_driver_page()
        self.assertEqual(action["url"], f"/fmcg/driver?tour={self.tour.id}")
        self.assertEqual(self.stops_of_dispatcher()[0]["outcome"], "delivered")

    def stops_of_dispatcher(self):
        return (
            self.env["fmcg.driver.page"].with_user(self.dispatcher).start(self.tour.id)["tours"][0]["stops"]
        )

    def test_a_tour_gets_its_driver(self):
        route = self.env["fmcg.route"].create({"name": "N", "code": "TRN", "driver_id": self.driver.id})
        values = {"fmcg_route_id": route.id, "fmcg_day": fields.Date.today()}
        waves = self.env["stock.picking.batch"]
        self.assertEqual(waves.create(values).fmcg_driver_id, self.driver)
        wave = waves.create(values | {"fmcg_day": fields.Date.today() + timedelta(days=1)})
        wave.user_id = self.dispatcher
        self.assertEqual(wave.fmcg_driver_id, self.driver, "who packs does not drive")
        wave.user_id = self.other_driver
        self.assertEqual(wave.fmcg_driver_id, self.other_driver)
        self.assertFalse(waves.create({"user_id": self.driver.id}).fmcg_driver_id, "core's own are no tours")

    def test_a_delivery_that_leaves_alone_is_on_the_tour_too(self):
        tour = self.new_tour((self.corner, 4), (self.hill, 4), leave=False)
        pickings = tour.picking_ids.sorted("id")
        self.ship(pickings[0])
        self.assertEqual(pickings[0].fmcg_shipment_ids.tour_id, tour)
        shown = self.env["fmcg.driver.page"].with_user(self.driver).start()["tours"]
        self.assertEqual([(each["waiting"], len(each["stops"])) for each in shown], [(0, 3), (1, 1)])

    def test_queries_do_not_grow_with_the_stops(self):
        def counted(call):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            call()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        shops = self.env["res.partner"].create([{"name": f"Shop {number}"} for number in range(50)])
        large = self.new_tour(*((shop, 1) for shop in shops), driver=self.other_driver)
        page = self.env["fmcg.driver.page"]
        small = page.with_user(self.driver)
        for tour in (self.tour, large):
            # Trouble with late stops is not counted here.
            tour.fmcg_shipment_ids.due_at = "2100-01-01 00:00:00"
            counted(tour._fmcg_plan_arrivals)
            tour.fmcg_shipment_ids.eta = False
        few, many = counted(self.tour._fmcg_plan_arrivals), counted(large._fmcg_plan_arrivals)
        # One more where some of them are late: those are written apart.
        self.assertLessEqual(many, few + 1)
        self.assertEqual(len(set(large.fmcg_shipment_ids.mapped("eta"))), 50)
        large_page = page.with_user(self.other_driver)
        counted(small.start)
        counted(large_page.start)
        few, many = counted(small.start), counted(large_page.start)
        self.assertLessEqual(many, few + 1)
