import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {queryAllValues, queryOne} from "@odoo/hoot-dom";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {contains, mockService, mountWithCleanup} from "@web/../tests/web_test_helpers";
import {OrderScreen} from "@fmcg_order_mgmt/order_screen/order_screen";
import {CARD} from "./order_screen_data";
import {keepNoCatalogue, openShop, serve, settle} from "./order_screen_server";

describe.current.tags("desktop");
defineMailModels();

const ORDER = {
    order: 31,
    id: 31,
    customer: 4,
    name: "S31",
    date: null,
    reference: "",
    note: "",
    seen: "a",
    lines: [
        {product: 7, unit: 24, quantity: 2, name: "Cola"},
        {product: 8, unit: 24, quantity: 5, name: "Zero"},
        {product: 9, unit: 5, quantity: 2.5, name: "Rice"},
    ],
};
const OPEN = {id: 31, name: "S31", label: "In Review", day: "", promised: "", amount: "$ 9", hold: false};
const lineOf = (product) => `[data-line='${product}'] input`;
const values = () => queryAllValues(".o_fmcg_os_line[data-line] input");

function serveOrder(values = {}) {
    const said = serve(["send"]);
    said.load = {...ORDER, ...values};
    said.customer = (id) => ({...CARD, id, open: [{...OPEN, changeable: true}]});
    return said;
}

/** Press a key where the focus is. */
async function press(key) {
    await contains(document.activeElement).press(key);
    await settle();
}

/** Type over what is marked where the focus is. */
async function type(text) {
    await contains(document.activeElement).edit(text, {confirm: false});
    await settle();
}

describe("the lines of an order, by keys", () => {
    beforeEach(keepNoCatalogue);

    test("two lines of the latest order are changed in a few keys", async () => {
        serveOrder();
        await mountWithCleanup(OrderScreen);
        await settle();
        await contains("[data-box=customer]").edit("S-77", {confirm: false});
        await press("F2");
        expect(lineOf(7)).toBeFocused();
        await press("+");
        await press("ArrowDown");
        expect(lineOf(8)).toBeFocused();
        await type("6");
        await press("F9");
        expect("[role=status]").toHaveText("Changed: S31");
        expect.verifySteps(["send 7/24=3 8/24=6 on a"]);
    });

    test("a customer without such an order begins a new one", async () => {
        const said = serveOrder();
        mockService("notification", {add: (text) => expect.step(text)});
        said.customer = (id) => ({...CARD, id, open: [{...OPEN, changeable: false}]});
        await mountWithCleanup(OrderScreen);
        await settle();
        await contains("[data-box=customer]").edit("S-77", {confirm: false});
        await press("F2");
        expect.verifySteps(["No order of Lakeside Shop that is under way can be changed."]);
        expect("[data-part=send]").toHaveText("Send order");
        expect("[data-box=product]").toBeFocused();
    });

    test("a line takes another unit, at its place", async () => {
        serveOrder();
        await mountWithCleanup(OrderScreen, {props: {orderId: 31}});
        await settle();
        expect(lineOf(7)).toBeFocused();
        await type("6p");
        expect(".o_fmcg_os_line[data-line='7']").toHaveText(/Case of 24/);
        await press("Enter");
        expect(".o_fmcg_os_line[data-line]:first").toHaveText(/Piece/);
        expect(values()).toEqual(["6", "5", "2.5"]);
        expect(lineOf(8)).toBeFocused();
        await press("ArrowUp");
        await type("3箱");
        await press(["Control", "Enter"]);
        expect.verifySteps(["send 7/24=3 on a"]);
    });

    test("the last line in another unit keeps the focus", async () => {
        serveOrder({lines: ORDER.lines.slice(0, 1)});
        await mountWithCleanup(OrderScreen, {props: {orderId: 31}});
        await settle();
        await type("6p");
        await press("Enter");
        expect(values()).toEqual(["6"]);
        expect(lineOf(7)).toBeFocused();
    });

    test("a unit that it is not sold by is said, and counts for nothing", async () => {
        serveOrder();
        await mountWithCleanup(OrderScreen, {props: {orderId: 31}});
        await settle();
        await type("2l");
        expect("[data-line='7'] .o_fmcg_os_wrong").toHaveText("Cola 330 ml Can is not sold by this unit.");
        expect("[data-part=send]").not.toBeEnabled();
    });

    test("a line goes when its field is left, not while a number with a zero is typed", async () => {
        serveOrder();
        await mountWithCleanup(OrderScreen, {props: {orderId: 31}});
        await settle();
        await contains(lineOf(9)).edit("0", {confirm: false});
        await settle();
        expect(lineOf(9)).toHaveCount(1);
        await type("0.5");
        expect(values()).toEqual(["2", "5", "0.5"]);
        await type("0");
        await press("Enter");
        expect(values()).toEqual(["2", "5"]);
        expect(lineOf(8)).toBeFocused();
        expect(".o_fmcg_os_line:contains(taken off)").toHaveCount(1);
    });

    test("what a scanner types into a line is for the order", async () => {
        serveOrder();
        await mountWithCleanup(OrderScreen, {props: {orderId: 31}});
        await settle();
        await type("6901234567892");
        await press("Enter");
        expect(".o_fmcg_os_wrong").toHaveCount(0);
        expect(values()).toEqual(["2", "5", "2.5", "1"]);
        expect(lineOf(7) + ":first").toBeFocused();
        await type("16901234567899");
        await press("Enter");
        expect(values()).toEqual(["3", "5", "2.5", "1"]);
    });

    test("minus and plus keep the number marked for what is typed next", async () => {
        serveOrder();
        await mountWithCleanup(OrderScreen, {props: {orderId: 31}});
        await settle();
        await press("-");
        await press("=");
        await press("+");
        expect(values()).toEqual(["3", "5", "2.5"]);
        const field = queryOne(lineOf(7));
        expect([field.selectionStart, field.selectionEnd]).toEqual([0, 1]);
    });

    test("a key goes to the lines of a new order", async () => {
        serve();
        await openShop();
        await contains("[data-part=repeat]").click();
        await settle();
        await contains("[data-box=product]").click();
        await press(["Alt", "l"]);
        expect(lineOf(7)).toBeFocused();
        await press("Escape");
        expect("[data-box=product]").toBeFocused();
    });
});
