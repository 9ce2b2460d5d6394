import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {animationFrame} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {contains} from "@web/../tests/web_test_helpers";
import {late} from "@fmcg_order_mgmt/order_screen/promise";
import {quoteOf} from "./order_screen_data";
import {keepNoCatalogue, openShop, plus, serve, settle} from "./order_screen_server";

describe.current.tags("desktop");
defineMailModels();

const STEPS = [
    {date: "2026-03-17", label: "Tue, Mar 17", free: 24},
    {date: "2026-03-19", label: "Thu, Mar 19", free: 100},
];

describe("the day on which goods can be there", () => {
    beforeEach(keepNoCatalogue);

    test("is told where it is not the first that counts", () => {
        expect(late(null, 5, "")).toBe(null);
        expect(late([], 5, "")).toBe(null);
        expect(late(STEPS, 24, "")).toBe(null);
        expect(late(STEPS, 25, "")).toEqual({label: "Thu, Mar 19"});
        expect(late(STEPS, 101, "")).toEqual({most: 100});
        expect(late(STEPS, 25, "2026-03-18")).toEqual({label: "Thu, Mar 19"});
        expect(late(STEPS, 25, "2026-03-20")).toBe(null);
        // A day before the first is not to be had.
        expect(late(STEPS, 24, "2026-03-16")).toBe(null);
    });

    test("stands beside the product as it is ordered", async () => {
        serve().stock = {7: {free: 24, steps: STEPS}};
        await openShop();
        await contains("[data-tab=all]").click();
        await settle();
        expect("[data-product='7'] [data-part=when]").toHaveCount(0);
        await contains(plus(7, 24)).click();
        expect("[data-product='7'] [data-part=when]").toHaveCount(0);
        await contains(plus(7, 24)).click();
        expect("[data-product='7'] [data-part=when]").toHaveText("· all on Thu, Mar 19");
        for (let more = 0; more < 3; more++) {
            await contains(plus(7, 24)).click();
        }
        expect("[data-product='7'] [data-part=when]").toHaveText("· 100 Piece at most");
    });

    test("is told for what is out of stock", async () => {
        const nothing = {...STEPS[0], free: 0};
        serve().stock = {7: {free: 0, steps: [nothing, STEPS[1]]}, 8: {free: 0, steps: [nothing]}};
        await openShop();
        await contains("[data-tab=all]").click();
        await settle();
        expect("[data-product='7'] [data-part=when]").toHaveText("· from Thu, Mar 19");
        expect("[data-product='8'] [data-part=when]").toHaveCount(0);
    });

    test("is promised for the order and its late lines", async () => {
        const said = serve();
        said.quote = (cart) => {
            const quote = quoteOf(cart);
            quote.lines[0].promise = {
                date: "2026-03-19",
                late: true,
                text: "Thu, Mar 19: 24 of 48 Piece in stock.",
            };
            return {...quote, promise: "1 of 2 products on Tue, Mar 17."};
        };
        await openShop();
        await contains("[data-part=repeat]").click();
        await settle();
        await animationFrame();
        expect("[data-part=line-promise]").toHaveCount(1);
        expect("[data-part=line-promise]").toHaveText("· Thu, Mar 19: 24 of 48 Piece in stock.");
        expect("[data-part=promise]").toHaveText("1 of 2 products on Tue, Mar 17.");
    });
});
