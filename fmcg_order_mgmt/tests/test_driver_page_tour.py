from odoo.tests import tagged

from .axe_common import AxeCase
from .tour_common import TourCase

# A morning on the road: a report with the network, two without it, one taken back, the rest sent later.
STEPS = """
    const page = await wait("stops", ".o_fmcg_dp_stop");
    const tap = async (select) => (await wait(select, select)).click();
    const shown = (outcome) =>
        [...document.querySelectorAll(`[data-outcome=${outcome}]`)].map((stop) => stop.dataset.stop);
    const expect = (what, found, wanted) => {
        if (JSON.stringify(found) !== JSON.stringify(wanted)) {
            throw new Error(`${what}: ${JSON.stringify(found)} is not ${JSON.stringify(wanted)}`);
        }
    };
    expect("stops", shown("open"), ["Lakeside Shop", "Corner Shop", "Hill Shop"]);
    expect("width", document.documentElement.scrollWidth, 390);
    expect("phone", find("[data-part=phone]").getAttribute("href"), "tel:+8613800138000");
    await look("a tour", ".o_fmcg_dp");

    await tap("[data-kind=arrived]");
    await tap("[data-kind=partly]");
    await tap(".o_fmcg_dp_sheet [data-part=loose]");
    await tap(".o_fmcg_dp_sheet [data-part=loose]");
    await look("what was not accepted", ".o_fmcg_dp_sheet");
    await tap(".o_fmcg_dp_sheet [data-part=save]");
    await wait("sent", ".o_fmcg_dp[data-kept='0'] [data-stop='Lakeside Shop'][data-outcome=partly]");
    await wait("next", ".o_fmcg_dp_next[data-stop='Corner Shop']");

    const real = window.XMLHttpRequest.prototype.send;
    window.XMLHttpRequest.prototype.send = function () {
        setTimeout(() => this.dispatchEvent(new Event("error")));
    };
    await tap("[data-part=last]");
    await wait("moved", ".o_fmcg_dp_next[data-stop='Hill Shop']");
    await tap("[data-kind=refused]");
    await tap("[data-part=undo]");
    await wait("taken back", "[data-stop='Hill Shop'][data-outcome=open]");
    await tap("[data-kind=delivered]");
    await wait("offline", "[data-trouble=offline] [data-part=offline]");
    await tap("[data-kind=nobody]");
    await wait("all done", "[data-stop='Corner Shop'][data-outcome=nobody]");
    expect("progress", find("[data-part=progress]").textContent, "3 of 3");
    await look("without a network", ".o_fmcg_dp");
    const kept = Object.keys(localStorage).filter((key) => key.includes(".report."));
    if (kept.length < 3) { throw new Error(`only ${kept} are kept`); }

    window.XMLHttpRequest.prototype.send = real;
    window.dispatchEvent(new Event("online"));
    await wait("sent", ".o_fmcg_dp[data-kept='0'][data-trouble=none]");
    expect("kept", Object.keys(localStorage).filter((key) => key.includes(".report.")), []);

    await fetch("/web/session/logout");
    document.querySelector("details").open = true;
    await tap("[data-stop='Corner Shop'] button");
    await tap("[data-kind=delivered]");
    const link = await wait("logged out", "[data-part=session] a");
    expect("log in", link.getAttribute("href"), "/web/login?redirect=%2Ffmcg%2Fdriver");
    await wait("kept", ".o_fmcg_dp[data-kept='1'] [data-stop='Corner Shop'][data-outcome=delivered]");
    const params = {db: "DATABASE", login: "fmcg_driver", password: "fmcg_driver"};
    const body = JSON.stringify({jsonrpc: "2.0", params});
    const headers = {"Content-Type": "application/json"};
    await fetch("/web/session/authenticate", {method: "POST", headers, body});
    window.dispatchEvent(new Event("online"));
    await wait("sent after logging in", ".o_fmcg_dp[data-kept='0'][data-trouble=none]");

    await navigator.serviceWorker.ready;
    const bundles = [find("script[src*=driver_page]").src, find("link[href*=driver_page]").href];
    for (const select of ["/fmcg/driver", ...bundles]) {
        for (let turn = 0; turn < 100 && !(await caches.match(select)); turn++) {
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        if (!(await caches.match(select))) { throw new Error(`${select} is not kept on the phone`); }
    }
"""


@tagged("post_install", "-at_install")
class TestDriverPageTour(TourCase, AxeCase):
    """A driver's day on a phone, with a network and without one; axe looks on."""

    def test_a_day_on_the_road(self):
        self.browser_size = "390x844"
        self.touch_enabled = True
        self.look_at(
            "/fmcg/driver", STEPS.replace("DATABASE", self.env.cr.dbname), ".o_fmcg_dp", "fmcg_driver"
        )
        self.env.invalidate_all()
        shipments = self.first | self.second | self.third | self.fourth
        self.assertEqual(shipments.mapped("state"), ["delivered"] * 4)
        self.assertEqual(self.first.order_ids.fmcg_return_ids.line_ids.quantity, 2)
        live = shipments.event_ids.filtered(lambda event: not event.is_superseded and event.report_key)
        self.assertEqual(
            sorted(live.mapped("code")),
            ["arrived", "delivered", "delivered", "delivered", "nobody", "partly"],
        )
        self.assertEqual(
            (self.third | self.fourth | self.second).sorted("tour_stop"),
            (self.third | self.fourth | self.second).sorted(lambda each: each == self.second),
        )
