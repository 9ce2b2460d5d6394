import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {contains, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {DeviceStore} from "@fmcg_order_mgmt/order_screen/device_store";
import {ScreenServer} from "@fmcg_order_mgmt/order_screen/screen_server";
import {quoteOf} from "./order_screen_data";
import {keepNoCatalogue, openShop, ownerOf, plus, serve, settle} from "./order_screen_server";

describe.current.tags("desktop");
defineMailModels();

const ASKED = {
    question: "Message M1 already says this. Is it meant twice?",
    repeats: 12,
    answers: [
        {key: "same", label: "It is the same"},
        {key: "twice", label: "It is meant twice"},
    ],
};

/** A server that asks about ten cases of cola, unless they are meant twice. */
function serveTwice() {
    const said = serve(["send"]);
    said.quote = (cart) => {
        const asks = cart.twice !== 12 && cart.lines.some((line) => line.quantity === 10);
        return {...quoteOf(cart), ...(asks ? ASKED : {})};
    };
    patchWithCleanup(ScreenServer.prototype, {
        send(cart) {
            expect.step(`twice ${cart.toServer().twice}`);
            return super.send(cart);
        },
    });
    return said;
}

describe("the same goods twice", () => {
    beforeEach(keepNoCatalogue);

    test("are asked about before they are sent, and sent once that is meant", async () => {
        serveTwice();
        await openShop();
        await contains("[data-part=repeat]").click();
        await settle();
        expect(".o_fmcg_os_review .alert-warning").toHaveText(/Is it meant twice/);
        expect(queryAllTexts("[data-answer]")).toEqual(["It is the same", "It is meant twice"]);
        await contains("[data-answer=twice]").click();
        await settle();
        expect("[data-answer]").toHaveCount(0);
        expect(new DeviceStore(ownerOf()).carts()[0].twice).toBe(12);
        await contains("[data-part=send]").click();
        await animationFrame();
        expect.verifySteps(["twice 12", "send 7/24=10 9/5=2.5"]);
        expect("[role=status]").toHaveText("Sent: S31");
    });

    test("are not sent at all where it is the same order", async () => {
        serveTwice();
        await openShop();
        await contains("[data-part=repeat]").click();
        await settle();
        await contains("[data-answer=same]").click();
        await animationFrame();
        expect("[role=status]").toHaveText("Nothing was ordered twice. The first order stands.");
        expect(new DeviceStore(ownerOf()).carts()).toEqual([]);
        expect.verifySteps([]);
    });

    test("are shown first where the order is sent before the question came", async () => {
        serveTwice();
        await openShop();
        await contains("[data-part=repeat]").click();
        await contains("[data-part=send]").click();
        await animationFrame();
        expect("[data-answer]").toHaveCount(2);
        expect.verifySteps([]);
    });

    test("other goods are asked about no more", async () => {
        serveTwice();
        await openShop();
        await contains("[data-part=repeat]").click();
        await settle();
        await contains(plus(7, 24)).click();
        await settle();
        expect("[data-answer]").toHaveCount(0);
    });

    test("nearly the same can be changed into the order that is there", async () => {
        const said = serveTwice();
        const open = {kind: "open", order: 31, label: "Change S31 instead"};
        const finding = {severity: "warn", message: "Nearly S31.", product: null, remedies: [open]};
        said.quote = (cart) => ({...quoteOf(cart), findings: cart.order ? [] : [finding]});
        const order = {order: 31, id: 31, customer: 4, name: "S31", date: null, reference: "", note: ""};
        const lines = [{product: 7, unit: 24, quantity: 2, name: "Cola"}];
        said.load = {...order, seen: "a", gifts: {}, lines};
        await openShop();
        await contains("[data-part=repeat]").click();
        await settle();
        await contains("button:contains(Change S31 instead)").click();
        await settle();
        expect("[data-part=send]").toHaveText("Change S31");
        expect(".o_fmcg_os_review [data-line='7'] input").toHaveValue("2");
    });
});
