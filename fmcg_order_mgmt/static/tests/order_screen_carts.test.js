import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {press} from "@odoo/hoot-dom";
import {animationFrame, Deferred} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {contains, makeServerError, mountWithCleanup, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {DeviceStore} from "@fmcg_order_mgmt/order_screen/device_store";
import {OrderScreen} from "@fmcg_order_mgmt/order_screen/order_screen";
import {CARD, SHOP} from "./order_screen_data";
import {keepNoCatalogue, openShop, ownerOf, plus, serve, settle} from "./order_screen_server";

describe.current.tags("desktop");
defineMailModels();

const ORDER = {
    order: 31,
    id: 31,
    customer: 4,
    name: "S31",
    date: "2026-03-20",
    reference: "PO-9",
    note: "Ring twice",
    seen: "a",
    lines: [{product: 7, unit: 24, quantity: 2, name: "Cola"}],
};

/** What another tab of the same browser writes. */
function write(store, cart) {
    const key = store.keyOf(cart.place);
    localStorage.setItem(key, JSON.stringify(cart));
    dispatchEvent(new StorageEvent("storage", {key, newValue: JSON.stringify(cart)}));
}

function sendElsewhere(store, cart) {
    const key = store.keyOf(cart.place);
    localStorage.removeItem(key);
    dispatchEvent(new StorageEvent("storage", {key, newValue: null}));
}

describe("carts on the device", () => {
    beforeEach(keepNoCatalogue);

    test("two tabs on one order show the same, and send it once", async () => {
        serve(["send"]);
        await openShop();
        await contains(plus(7, 24)).click();
        await settle();
        const store = new DeviceStore(ownerOf());
        const cart = store.loadCart("customer-4");
        write(store, {...cart, place: "customer-4", lines: [{...cart.lines[0], quantity: 5}]});
        await settle();
        expect(".o_fmcg_os_review [data-line='7'] input").toHaveValue("5");
        expect("[data-part=total]").toHaveText(/264/);
        sendElsewhere(store, {place: "customer-4"});
        await settle();
        expect(".o_fmcg_os_trouble").toHaveText(/sent or emptied in another tab/);
        expect("[data-customer='4']").toHaveCount(1);
        expect.verifySteps([]);
    });

    test("what was begun for one customer becomes another one's", async () => {
        const other = {...SHOP, id: 5, name: "Harbour Shop", ref: "S-78"};
        const said = serve(["send"]);
        said.customers = [SHOP, other];
        await openShop();
        await contains("[data-part=repeat]").click();
        await contains("textarea").edit("Back door", {confirm: false});
        await settle();
        await contains("[aria-label=Back]").click();
        await contains("[aria-label=Back]").click();
        said.customer = () => {
            throw makeServerError({message: "This customer is not active any more."});
        };
        await contains("button:contains(2 lines)").click();
        await settle();
        expect(".o_fmcg_os_trouble").toHaveText(/not active any more/);
        said.customer = (id) => ({...CARD, ...other, id});
        await contains("[data-part=move]").click();
        expect(".alert-info").toHaveText(/Whose are the 2 lines of Lakeside Shop/);
        await contains("[data-customer='5']").click();
        await settle();
        expect("h1").toHaveText("Harbour Shop");
        expect(".o_fmcg_os_review .o_fmcg_os_line [data-part=plus]").toHaveCount(2);
        expect("textarea").toHaveValue("Back door");
        const kept = new DeviceStore(ownerOf()).carts();
        expect(kept.map((cart) => [cart.customer.id, cart.lines.length])).toEqual([[5, 2]]);
    });

    test("note, reference and day are taken off an order again", async () => {
        const said = serve();
        said.load = ORDER;
        patchWithCleanup(OrderScreen.prototype, {
            async send() {
                expect.step(JSON.stringify(this.taking.cart.toServer()));
            },
        });
        await mountWithCleanup(OrderScreen, {props: {orderId: 31}});
        await settle();
        expect("[data-part=send]").not.toBeEnabled();
        await contains("textarea").edit("", {confirm: false});
        await contains("fieldset [aria-pressed=true]").click();
        await settle();
        await contains("[data-part=send]").click();
        expect.verifySteps(['{"customer":4,"order":31,"seen":"a","lines":[],"date":"","note":""}']);
    });

    test("a key opens the latest order under way", async () => {
        const said = serve();
        said.load = ORDER;
        const open = {label: "In Review", day: "", promised: "", amount: "$ 9", hold: false};
        said.customer = (id) => ({
            ...CARD,
            id,
            open: [
                {...open, id: 32, name: "S32", changeable: false},
                {...open, id: 31, name: "S31", changeable: true},
            ],
        });
        await openShop();
        await press(["Alt", "o"]);
        await settle();
        expect("[data-part=send]").toHaveText("Change S31");
    });

    test("what is being typed stays while the order's total comes in", async () => {
        const said = serve();
        said.load = ORDER;
        await mountWithCleanup(OrderScreen, {props: {orderId: 31}});
        await animationFrame();
        await contains("[data-line='7'] input").edit("1", {confirm: false});
        await settle();
        expect("[data-line='7'] input").toHaveValue("1");
        await contains("[data-line='7'] input").edit("15", {confirm: false});
        await settle();
        expect("[data-line='7'] input").toHaveValue("15");
        expect("[data-line='7'] input").toBeFocused();
    });
});

describe("the products", () => {
    beforeEach(keepNoCatalogue);

    test("come in while the customer is chosen, and are asked for again where they did not", async () => {
        const said = serve();
        const coming = new Deferred();
        const products = said.catalogue;
        said.catalogue = () => coming;
        await mountWithCleanup(OrderScreen);
        await settle();
        expect("[data-customer='4']").toHaveCount(1);
        await contains("[data-customer='4']").click();
        await settle();
        expect("[data-product]").toHaveCount(0);
        said.catalogue = () => {
            expect.step("asked again");
            return products();
        };
        coming.reject(makeServerError({message: "The server is busy."}));
        await settle();
        expect("[data-product='7']").toHaveCount(1);
        expect.verifySteps(["asked again"]);
    });
});
