import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame, Deferred, runAllTimers} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {contains, makeServerError, mountWithCleanup} from "@web/../tests/web_test_helpers";
import {DeviceStore} from "@fmcg_order_mgmt/order_screen/device_store";
import {OrderScreen} from "@fmcg_order_mgmt/order_screen/order_screen";
import {CARD, SHOP, quoteOf} from "./order_screen_data";
import {keepNoCatalogue, openShop, ownerOf, plus, serve, settle} from "./order_screen_server";

describe.current.tags("desktop");
defineMailModels();

describe("the screen", () => {
    beforeEach(keepNoCatalogue);

    test("repeats the last order in four touches", async () => {
        serve();
        await openShop();
        await contains("[data-part=repeat]").click();
        await settle();
        expect(queryAllTexts(".o_fmcg_os_line[data-line] .o_fmcg_os_amount")).toEqual(["$480.00", "$25.00"]);
        expect("[data-part=total]").toHaveText("$555.50");
        await contains("[data-part=send]").click();
        await animationFrame();
        expect("[role=status]").toHaveText("Sent: S31");
    });

    test("names what must be stocked and is not ordered", async () => {
        serve();
        await openShop();
        await contains(".o_fmcg_os_row .o_fmcg_os_usual").click();
        await settle();
        await contains(".o_fmcg_os_review button:contains(Jasmine Rice)").click();
        await settle();
        expect(queryAllTexts(".o_fmcg_os_line[data-line] .o_fmcg_os_amount")).toEqual(["$480.00", "$10.00"]);
        expect(".o_fmcg_os_review button:contains(Jasmine Rice)").toHaveCount(0);
    });

    test("counts with the steppers, asks for one quote, and shows the promotion ahead", async () => {
        serve(["quote"]);
        await openShop();
        await contains("[data-tab=all]").click();
        await settle();
        await contains(plus(7, 24)).click();
        await contains(plus(7, 24)).click();
        await contains(plus(8, 1)).click();
        await settle();
        expect.verifySteps(["quote 7/24=2 8/1=1"]);
        expect("[data-product='7'] .o_fmcg_os_offer:first").toHaveText("8 Case more: 1 free");
    });

    test("the keyboard alone takes an order", async () => {
        serve(["send"]);
        await openShop();
        expect("[data-box=product]").toBeFocused();
        await contains("[data-box=product]").edit("zero 3c", {confirm: false});
        await settle();
        await contains("[data-box=product]").press("Enter");
        await settle();
        await contains("[data-box=product]").edit("rice", {confirm: false});
        await contains("[data-box=product]").press("Enter");
        await settle();
        expect("[data-box=product]").toHaveValue("");
        await contains("[data-box=product]").press(["Control", "Enter"]);
        await settle();
        expect("[role=status]").toHaveText("Sent: S31");
        expect.verifySteps(["send 8/24=3 9/5=1"]);
    });

    test("what is no quantity is said beside the row and counts for nothing", async () => {
        serve();
        await openShop();
        await contains("[data-tab=all]").click();
        await settle();
        const input = "[data-product='7'] [data-unit='24'] input";
        for (const [text, words] of [
            ["abc", "“abc” is no quantity"],
            ["-3", "“-3” is no quantity"],
            ["99999999", "“99999999” is no quantity"],
            ["1.5", "Only whole packs of Case of 24"],
        ]) {
            await contains(input).edit(text, {confirm: false});
            expect("[data-product='7'] .o_fmcg_os_wrong").toHaveText(new RegExp(words));
            expect(input).toHaveValue(text);
        }
        expect(".o_fmcg_os_taken").toHaveCount(0);
        await contains(input).edit("12", {confirm: false});
        await settle();
        expect(".o_fmcg_os_wrong").toHaveCount(0);
        expect("[data-part=total]").toHaveText("$633.60");
    });

    test("a finding is shown with its remedy, which settles it", async () => {
        serve();
        await openShop();
        await contains("[data-tab=all]").click();
        await settle();
        await contains("[data-product='7'] [data-unit='24'] input").edit("600", {confirm: false});
        await settle();
        expect(".o_fmcg_os_finding").toHaveText(/Not so much is there/);
        await contains(".o_fmcg_os_finding button:contains(Take 99)").click();
        await settle();
        expect(".o_fmcg_os_finding").toHaveCount(0);
        expect(queryAllTexts(".o_fmcg_os_line[data-line] .small")).toEqual([
            "Case of 24 × $48.00",
            "Piece × $2.00",
        ]);
    });

    test("a product is replaced by another one", async () => {
        const said = serve();
        const instead = {kind: "replace", product: 8, unit: 24, quantity: 25, label: "Take Cola Zero: 25"};
        const finding = {severity: "warn", message: "Short.", product: 7, remedies: [instead]};
        said.quote = (cart) => ({
            ...quoteOf(cart),
            findings: cart.lines.some((line) => line.product === 7) ? [finding] : [],
        });
        await openShop();
        await contains("[data-tab=all]").click();
        await settle();
        await contains("[data-product='7'] [data-unit='24'] input").edit("600", {confirm: false});
        await settle();
        await contains(".o_fmcg_os_finding button:contains(Take Cola Zero)").click();
        await settle();
        expect(".o_fmcg_os_finding").toHaveCount(0);
        expect(".o_fmcg_os_line[data-line]").toHaveCount(1);
        expect(".o_fmcg_os_line[data-line]").toHaveText(/Cola Zero/);
    });

    test("many findings do not bury the lines", async () => {
        const said = serve();
        const finding = {severity: "warn", message: "Short.", product: 7, remedies: []};
        said.quote = (cart) => ({...quoteOf(cart), findings: Array(7).fill(finding)});
        await openShop();
        await contains("[data-part=repeat]").click();
        await settle();
        expect(".o_fmcg_os_finding").toHaveCount(5);
        await contains("button:contains(Show 2 more findings)").click();
        expect(".o_fmcg_os_finding").toHaveCount(7);
        expect("[data-part=more-findings]").toHaveCount(0);
    });

    test("without a connection what was entered stays, also after the screen was closed", async () => {
        const said = serve();
        await openShop();
        await contains("[data-part=repeat]").click();
        await settle();
        said.quote = () => {
            throw makeServerError({message: "The server is busy."});
        };
        await contains("[data-line='7'] button:last").click();
        await settle();
        expect(".o_fmcg_os_trouble").toHaveText(/The server is busy/);
        expect(new DeviceStore(ownerOf()).carts()[0].lines[0].quantity).toBe(11);
    });

    test("a thousand and more are typed and read as they are", async () => {
        serve(["send"]);
        await openShop();
        await contains("[data-tab=all]").click();
        await settle();
        const input = "[data-product='9'] input";
        await contains(input).edit("1200", {confirm: false});
        await settle();
        expect(".o_fmcg_os_review [data-line='9'] input").toHaveValue("1200");
        await contains(input).edit("1,250", {confirm: false});
        expect("[data-product='9'] .o_fmcg_os_wrong").toHaveText(/“1,250” is no quantity/);
        await contains(input).edit("1250", {confirm: false});
        await settle();
        await contains("[data-part=send]").click();
        await settle();
        expect.verifySteps(["send 9/5=1250"]);
    });

    test("what is found while the order is sent is shown first", async () => {
        serve(["send"]);
        await openShop();
        await contains("[data-tab=all]").click();
        await settle();
        await contains("[data-product='7'] [data-unit='24'] input").edit("600", {confirm: false});
        await contains("[data-part=send]").click();
        await animationFrame();
        expect(".o_fmcg_os_finding").toHaveCount(1);
        expect.verifySteps([]);
        await contains("[data-part=send]").click();
        await animationFrame();
        expect.verifySteps(["send 7/24=600"]);
    });

    test("a finding offers another unit and another day", async () => {
        serve(["send"]);
        await openShop();
        await contains("[data-tab=all]").click();
        await settle();
        await contains("[data-product='7'] [data-unit='24'] input").edit("600", {confirm: false});
        await settle();
        expect(queryAllTexts(".o_fmcg_os_finding button")).toEqual([
            "Take 99",
            "Take 30 Piece",
            "Deliver on Wednesday",
        ]);
        await contains(".o_fmcg_os_finding button:contains(Wednesday)").click();
        await settle();
        expect(".o_fmcg_os button:contains(Wed 18 Mar)").toHaveAttribute("aria-pressed", "true");
        await contains(".o_fmcg_os_finding button:contains(30 Piece)").click();
        await settle();
        expect(".o_fmcg_os_finding").toHaveCount(0);
        await contains("[data-part=send]").click();
        await animationFrame();
        expect.verifySteps(["send 7/1=30"]);
    });

    test("leaving while an order is sent harms no other cart", async () => {
        const said = serve();
        const other = {...SHOP, id: 5, name: "Hill Shop"};
        said.customers = [SHOP, other];
        await openShop();
        await contains("[data-part=repeat]").click();
        await settle();
        said.wait = new Deferred();
        await contains("[data-part=send]").click();
        await contains("button[aria-label=Back]").click();
        await contains("button[aria-label=Back]").click();
        await settle();
        await contains("[data-customer='5']").click();
        await settle();
        await contains(plus(7, 24)).click();
        said.wait.resolve();
        await settle();
        expect("[data-part=send]").toHaveCount(1);
        const carts = new DeviceStore(ownerOf()).carts();
        expect(carts.map((cart) => [cart.customer.id, cart.lines.length])).toEqual([[5, 1]]);
    });

    test("a note stays while the quote comes in", async () => {
        serve(["send"]);
        await openShop();
        await contains("[data-part=repeat]").click();
        await contains("textarea").edit("Back door", {confirm: false});
        await settle();
        expect("textarea").toHaveValue("Back door");
        expect(new DeviceStore(ownerOf()).carts()[0].note).toBe("Back door");
    });

    test("an answer is asked for where the same goods were ordered before", async () => {
        const said = serve(["answer", "withdraw"]);
        await openShop();
        await contains("[data-part=repeat]").click();
        await settle();
        const asked = {request: 1, draft: 6, problems: [], findings: [], order: null};
        said.send = {
            ...asked,
            state: "question",
            question: "Is it meant twice?",
            answers: [
                {key: "same", label: "It is the same"},
                {key: "twice", label: "It is meant twice"},
            ],
        };
        said.answer = () => ({...asked, state: "ignored", question: "", answers: []});
        await contains("[data-part=send]").click();
        await animationFrame();
        expect(".o_fmcg_os_review .alert").toHaveText(/Is it meant twice/);
        await contains("button:contains(It is the same)").click();
        await animationFrame();
        expect.verifySteps(["answer 6 same"]);
        expect("[role=status]").toHaveText("Nothing was ordered twice. The first order stands.");
    });

    test("a change on an order that somebody else changed is put to the rep", async () => {
        const said = serve(["send"]);
        const order = {
            order: 31,
            id: 31,
            customer: 4,
            name: "S31",
            date: null,
            reference: "",
            changeable: true,
        };
        const lines = [{product: 7, unit: 24, quantity: 2, name: "Cola"}];
        said.load = {...order, seen: "a", lines};
        await mountWithCleanup(OrderScreen, {props: {orderId: 31}});
        await settle();
        expect("[data-part=send]").toHaveText("Change S31");
        said.send = {
            state: "conflict",
            current: {...order, seen: "b", lines: [{...lines[0], quantity: 9}]},
        };
        await contains("[data-line='7'] button:last").click();
        await settle();
        await contains("[data-part=send]").click();
        await animationFrame();
        expect(".alert-danger").toHaveText(/changed by somebody else.*\n.*9 Case of 24/s);
        expect("[data-part=send]").not.toBeEnabled();
        await contains("button:contains(Keep what I entered)").click();
        await settle();
        said.send = null;
        await contains("[data-part=send]").click();
        await animationFrame();
        expect.verifySteps(["send 7/24=3 on a", "send 7/24=3 on b"]);
    });
});
