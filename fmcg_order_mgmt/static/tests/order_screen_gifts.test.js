import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {contains, mountWithCleanup, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {DeviceStore} from "@fmcg_order_mgmt/order_screen/device_store";
import {OrderScreen} from "@fmcg_order_mgmt/order_screen/order_screen";
import {quoteOf} from "./order_screen_data";
import {keepNoCatalogue, openShop, ownerOf, serve, settle} from "./order_screen_server";

describe.current.tags("desktop");
defineMailModels();

const NAMES = {51: "Mug", 52: "Tray", 53: "Cap", 54: "Pen", 55: "Bag"};

/** A server that gives one of so many gifts, the first where none was chosen. */
function serveGifts(many, order = null) {
    const said = serve();
    const choices = Object.entries(NAMES)
        .slice(0, many)
        .map(([product, name]) => ({product: Number(product), name}));
    said.load = order;
    said.quote = (cart) => {
        const product = cart.gifts?.[5] || order?.gifts[5] || 51;
        const given = {program: 2, quantity: 1, unit: "Piece", amount: 0, reward: 5};
        return {...quoteOf(cart), rewards: [{...given, name: NAMES[product], product, choices}]};
    };
    patchWithCleanup(OrderScreen.prototype, {
        async send() {
            expect.step(JSON.stringify(this.taking.cart.toServer().gifts || null));
        },
    });
    return said;
}

describe("gifts to choose from", () => {
    beforeEach(keepNoCatalogue);

    test("the first is given until another one is touched; it goes with the cart", async () => {
        serveGifts(2);
        await openShop();
        await contains("[data-part=repeat]").click();
        await settle();
        expect(queryAllTexts("[data-choice=gift]")).toEqual(["Mug", "Tray"]);
        expect("[data-choice=gift][data-value='51']").toHaveAttribute("aria-pressed", "true");
        await contains("[data-part=send]").click();
        expect.verifySteps(["null"]);
        await contains("[data-choice=gift][data-value='52']").click();
        expect("[data-choice=gift][data-value='52']").toHaveAttribute("aria-pressed", "true");
        await settle();
        expect(".o_fmcg_os_line:contains(Tray) .fa-gift").toHaveCount(1);
        await contains("[data-part=send]").click();
        expect.verifySteps(['{"5":52}']);
        expect(new DeviceStore(ownerOf()).carts()[0].gifts).toEqual({5: 52});
    });

    test("many are a list", async () => {
        serveGifts(5);
        await openShop();
        await contains("[data-part=repeat]").click();
        await settle();
        expect("[data-choice=gift]").toHaveCount(0);
        expect("select[aria-label='Which gift']").toHaveValue("51");
        await contains("select[aria-label='Which gift']").select("55");
        await settle();
        await contains("[data-part=send]").click();
        expect.verifySteps(['{"5":55}']);
    });

    test("of several rewards one is chosen, and then one of its gifts", async () => {
        const said = serveGifts(2);
        said.quote = (cart) => {
            const reward = cart.gifts?.p2 || 5;
            const names = {5: "A gift", 6: "10% off"};
            const instead = Object.entries(names).map(([key, name]) => ({reward: Number(key), name}));
            const given = {program: 2, quantity: 0, unit: "", amount: 0, product: 51, choices: []};
            return {...quoteOf(cart), rewards: [{...given, reward, name: names[reward], instead}]};
        };
        await openShop();
        await contains("[data-part=repeat]").click();
        await settle();
        expect(queryAllTexts("[data-choice=reward]")).toEqual(["A gift", "10% off"]);
        expect("[data-choice=reward][data-value='5']").toHaveAttribute("aria-pressed", "true");
        await contains("[data-choice=reward][data-value='6']").click();
        await settle();
        expect("[data-choice=reward][data-value='6']").toHaveAttribute("aria-pressed", "true");
        expect(".o_fmcg_os_line:contains(10% off) .fa-gift").toHaveCount(1);
        await contains("[data-part=send]").click();
        expect.verifySteps(['{"p2":6}']);
    });

    test("one is no choice", async () => {
        serveGifts(0);
        await openShop();
        await contains("[data-part=repeat]").click();
        await settle();
        expect("[data-choice], select[aria-label='Which gift']").toHaveCount(0);
    });

    test("of an order that is changed only another gift than before is said", async () => {
        const order = {order: 31, id: 31, customer: 4, name: "S31", date: null, reference: "", note: ""};
        const lines = [{product: 7, unit: 24, quantity: 10, name: "Cola"}];
        serveGifts(2, {...order, seen: "a", lines, gifts: {5: 52}});
        await mountWithCleanup(OrderScreen, {props: {orderId: 31}});
        await settle();
        expect("[data-choice=gift][data-value='52']").toHaveAttribute("aria-pressed", "true");
        expect("[data-part=send]").not.toBeEnabled();
        await contains("[data-choice=gift][data-value='51']").click();
        await settle();
        await contains("[data-part=send]").click();
        expect.verifySteps(['{"5":51}']);
        await contains("[data-choice=gift][data-value='52']").click();
        await settle();
        expect("[data-part=send]").not.toBeEnabled();
    });
});
