import {describe, expect, test} from "@odoo/hoot";
import {hover, press, queryAllTexts, queryFirst} from "@odoo/hoot-dom";
import {animationFrame, runAllTimers} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    makeServerError,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {CLEAR, SETTLED, UNKNOWN, VAGUE, deskOf} from "./order_desk_data";

describe.current.tags("desktop");

class FmcgOrderRequest extends models.Model {
    _name = "fmcg.order.request";
    name = fields.Char();
    state = fields.Char();
    desk = fields.Json();
    _records = [{id: 1, name: "MSG/1", state: "question", desk: deskOf([CLEAR, VAGUE, UNKNOWN])}];
}

class FmcgOrderDraft extends models.Model {
    _name = "fmcg.order.draft";
}

class FmcgOrderDraftLine extends models.Model {
    _name = "fmcg.order.draft.line";
}

defineMailModels();
defineModels([FmcgOrderRequest, FmcgOrderDraft, FmcgOrderDraftLine]);

/** Write down what the screen asks of the server; `after` is what the message looks like then. */
function recordCalls(after) {
    onRpc(/^action_|^desk_|^next_/, function ({method, args}) {
        const [[id], ...rest] = args;
        expect.step([method, id, ...rest.map((value) => JSON.stringify(value))].join(" "));
        if (after && !method.startsWith("desk_")) {
            this.env["fmcg.order.request"].write([1], {desk: after});
        }
        return method.startsWith("desk_")
            ? [
                  {id: 8, label: "Milk", detail: "Case of 12"},
                  {id: 9, label: "Oat milk", detail: ""},
              ]
            : true;
    });
}

async function mountDesk(values = {}) {
    Object.assign(FmcgOrderRequest._records[0], values);
    return mountView({
        type: "form",
        resModel: "fmcg.order.request",
        resId: 1,
        arch: `<form><field name="name"/><field name="state" invisible="1"/>
            <field name="desk" widget="fmcg_order_desk" readonly="state == 'done'"/></form>`,
    });
}

test("the first open question is the current one and its answers have number keys", async () => {
    await mountDesk();
    expect("[data-stop='line-12']").toHaveClass("o_fmcg_current");
    expect(queryAllTexts("[data-stop='line-12'] .o_fmcg_answer kbd")).toEqual(["1", "2"]);
    expect("[data-stop='line-12'] .o_fmcg_answer:eq(1)").toHaveText(/6 cases/);
    expect(".o_fmcg_progress").toHaveText("2 questions are open");
    expect("[data-stop='line-13'] .o_fmcg_answer kbd").toHaveCount(0);
});

test("a number key answers, and the next open question becomes the current one", async () => {
    recordCalls(deskOf([CLEAR, SETTLED, UNKNOWN]));
    await mountDesk();
    await press("2");
    await animationFrame();
    expect.verifySteps(["action_answer 12 1"]);
    expect("[data-stop='line-13']").toHaveClass("o_fmcg_current");
    expect("[data-stop='line-13']").toBeFocused();
});

test("a click on an answer does the same", async () => {
    recordCalls(deskOf([CLEAR, SETTLED, UNKNOWN]));
    await mountDesk();
    await contains("[data-stop='line-12'] .o_fmcg_answer:first").click();
    expect.verifySteps(["action_answer 12 0"]);
    expect("[data-stop='line-12'] .o_fmcg_answer").toHaveCount(0);
});

test("keys move among the open questions, with shift among all lines", async () => {
    await mountDesk();
    await press("j");
    await animationFrame();
    expect("[data-stop='line-13']").toHaveClass("o_fmcg_current");
    await press("ArrowDown");
    await animationFrame();
    expect("[data-stop='line-12']").toHaveClass("o_fmcg_current", {message: "from the last to the first"});
    await press(["Shift", "ArrowUp"]);
    await animationFrame();
    expect("[data-stop='line-11']").toHaveClass("o_fmcg_current");
});

test("Enter accepts what is complete and tells what is missing", async () => {
    recordCalls(deskOf([CLEAR, SETTLED, UNKNOWN]));
    await mountDesk();
    await press("Enter");
    await animationFrame();
    expect.verifySteps(["action_settle 12"]);
    await press("Enter");
    await animationFrame();
    expect.verifySteps([]);
    expect(".o_notification").toHaveCount(1);
});

test("Delete leaves a line out and z takes back", async () => {
    recordCalls();
    await mountDesk({desk: deskOf([CLEAR, {...VAGUE, changed: true}])});
    await press("Delete");
    await animationFrame();
    await press("z");
    await animationFrame();
    expect.verifySteps(["action_drop 12", "action_undo 12"]);
});

test("pointing at a line marks its words, and pointing at words marks their line", async () => {
    await mountDesk();
    await hover("[data-stop='line-11']");
    await animationFrame();
    expect(".o_fmcg_mark[data-line='11']").toHaveClass("o_fmcg_lit");
    await hover(".o_fmcg_mark[data-line='13']");
    await animationFrame();
    expect(".o_fmcg_mark[data-line='11']").not.toHaveClass("o_fmcg_lit");
    await hover(".o_fmcg_desk_bar");
    await animationFrame();
    expect(".o_fmcg_mark[data-line='12']").toHaveClass("o_fmcg_lit", {message: "back to the current line"});
    await hover(".o_fmcg_mark[data-line='13']");
    await animationFrame();
    expect("[data-stop='line-13']").toHaveClass("o_fmcg_lit");
    await contains(".o_fmcg_mark[data-line='11']").click();
    expect("[data-stop='line-11']").toBeFocused();
});

test("another product is found and chosen by keys alone", async () => {
    recordCalls();
    await mountDesk();
    await press("/");
    await animationFrame();
    expect(".o_fmcg_choices input").toBeFocused();
    await contains(".o_fmcg_choices input").edit("oat", {confirm: false});
    await runAllTimers();
    await animationFrame();
    await press("ArrowDown");
    await press("Enter");
    await animationFrame();
    expect.verifySteps(['desk_products 12 ""', 'desk_products 12 "oat"', 'action_take 12 {"product_id":9}']);
});

test("the unit is chosen among the product's own", async () => {
    recordCalls();
    await mountDesk();
    await press("u");
    await animationFrame();
    expect(queryAllTexts(".o_fmcg_units kbd")).toEqual(["1", "2"]);
    expect(".o_fmcg_units button:first").toHaveText(/Unit/);
    await press("1");
    await animationFrame();
    expect.verifySteps(['action_take 12 {"uom_id":1}']);
    expect(".o_fmcg_units").toHaveCount(0);
});

test("a run of steps is one change", async () => {
    recordCalls();
    await mountDesk();
    await press("+");
    await press("+");
    await contains("[data-stop='line-12'] [aria-label='One less']").click();
    expect.verifySteps([]);
    expect("[data-stop='line-12'] .o_fmcg_quantity").toHaveValue("6");
    await runAllTimers();
    await animationFrame();
    expect.verifySteps(['action_take 12 {"quantity":6}']);
});

test("a typed quantity goes along with whatever saves first, a wrong one stays to be seen", async () => {
    recordCalls();
    await mountDesk();
    await press("e");
    await animationFrame();
    expect("[data-stop='line-12'] .o_fmcg_quantity").toBeFocused();
    await contains("[data-stop='line-12'] .o_fmcg_quantity").edit("abc", {confirm: false});
    expect("[data-stop='line-12'] .o_fmcg_quantity").toHaveClass("is-invalid");
    await contains("[data-stop='line-11'] .o_fmcg_quantity").edit("12", {confirm: false});
    await contains("[data-stop='line-13'] .o_fmcg_drop").click();
    expect.verifySteps(['action_take 11 {"quantity":12}', "action_drop 13"]);
    expect("[data-stop='line-12'] .o_fmcg_quantity").toHaveValue("abc");
});

test("what was stepped to is saved when the screen is left at that moment", async () => {
    recordCalls();
    const view = await mountDesk();
    await press("+");
    expect.verifySteps([]);
    view.__owl__.app.destroy();
    await animationFrame();
    expect.verifySteps(['action_take 12 {"quantity":6}']);
});

test("after a refusal the message is shown as it stands now", async () => {
    expect.errors(1);
    onRpc("action_answer", function () {
        this.env["fmcg.order.request"].write([1], {desk: deskOf([CLEAR, SETTLED])});
        throw makeServerError({message: "Order S00004 exists already."});
    });
    await mountDesk();
    await press("1");
    await animationFrame();
    await animationFrame();
    expect("[data-stop='line-12'] .o_fmcg_answer").toHaveCount(0);
    expect.verifyErrors([/RPC_ERROR/]);
});

test("a question about the whole draft stands first and is answered by what it stands for", async () => {
    recordCalls(deskOf([CLEAR]));
    const question = {
        text: "Which customer is this order for?",
        answers: [
            {label: "Lakeside Shop", values: {partner_id: 5}},
            {label: "Search a customer", panel: "customer"},
        ],
    };
    await mountDesk({desk: deskOf([{...CLEAR, verdict: "ask", waits: true}], {question, partner: false})});
    expect(".o_fmcg_progress").toHaveText("1 question is open");
    await press("2");
    await animationFrame();
    expect(".o_fmcg_choices input").toBeFocused();
    await press("Escape");
    await animationFrame();
    expect(".o_fmcg_choices").toHaveCount(0);
    await press("1");
    await animationFrame();
    expect.verifySteps(["desk_customers ", 'action_take 3 {"partner_id":5}']);
    expect(".o_fmcg_progress").toHaveText("Everything is clear");
});

test("the day is chosen among those that are near, or in a calendar", async () => {
    recordCalls();
    await mountDesk();
    await press("d");
    await animationFrame();
    expect(".o_fmcg_calendar .o_date_item_cell.o_selected").toHaveText("18");
    await contains(".o_fmcg_calendar button:contains(Thu 19 Mar)").click();
    expect(".o_fmcg_calendar").toHaveCount(0);
    await contains(".o_fmcg_date").click();
    await contains(".o_fmcg_calendar .o_date_item_cell:contains(20)").click();
    expect.verifySteps([
        'action_take 3 {"requested_date":"2026-03-19"}',
        'action_take 3 {"requested_date":"2026-03-20"}',
    ]);
});

test("a reference that is typed is saved once, with what comes next", async () => {
    recordCalls();
    await mountDesk();
    await contains(".o_fmcg_ref input").edit("PO-17", {confirm: false});
    await contains("[data-stop='line-12'] .o_fmcg_answer:first").click();
    expect.verifySteps(['action_take 3 {"client_order_ref":"PO-17"}', "action_answer 12 0"]);
});

test("a change of an existing order is shown as a difference, one that is left out as such", async () => {
    const change = "<table><tr><td>Cola</td></tr></table>";
    await mountDesk({desk: deskOf([CLEAR], {difference: change, kind: "amend", state: "ready"})});
    expect(".o_fmcg_change td").toHaveText("Cola");
});

test("a draft that is left out shows its head alone and can be taken back", async () => {
    recordCalls(deskOf([VAGUE]));
    await mountDesk({desk: deskOf([VAGUE], {state: "ignored", changed: true})});
    expect(".o_fmcg_line").toHaveCount(0);
    expect(".o_fmcg_progress").toHaveText("Nothing is ordered here");
    await contains("[aria-label='Take back what was changed']").click();
    expect.verifySteps(["action_undo 3"]);
    expect(".o_fmcg_line").toHaveCount(1);
});

test("orders are not made while a question is open; afterwards the next message opens", async () => {
    FmcgOrderRequest._records.push({id: 2, name: "MSG/2", state: "question", desk: deskOf([VAGUE])});
    onRpc("action_create_and_next", () => {
        expect.step("created");
        return 2;
    });
    await mountDesk();
    await press(["Control", "Enter"]);
    await animationFrame();
    expect.verifySteps([]);
    expect(".o_notification").toHaveCount(1);
    FmcgOrderRequest._records.pop();
});

test("Ctrl+Enter makes the orders of a clear message and opens the next", async () => {
    FmcgOrderRequest._records.push({id: 2, name: "MSG/2", state: "question", desk: deskOf([VAGUE])});
    onRpc("action_create_and_next", () => {
        expect.step("created");
        return 2;
    });
    await mountDesk({desk: deskOf([CLEAR])});
    await press(["Control", "Enter"]);
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["created"]);
    expect(".o_field_widget[name='name'] input").toHaveValue("MSG/2");
    expect("[data-stop='line-12']").toHaveClass("o_fmcg_current");
    FmcgOrderRequest._records.pop();
});

test("what others wrote is folded away", async () => {
    await mountDesk();
    expect(".o_fmcg_said").not.toHaveText(/cola 50/);
    await contains(".o_fmcg_quoted button").click();
    expect(".o_fmcg_said").toHaveText(/cola 50/);
    expect(queryFirst(".o_fmcg_quoted button").getAttribute("aria-expanded")).toBe("true");
});

test("an order that is made cannot be changed here", async () => {
    const order = {id: 4, name: "S00004"};
    await mountDesk({state: "done", desk: deskOf([VAGUE], {order, state: "done"})});
    expect(".o_fmcg_answer").toHaveCount(0);
    expect(".o_fmcg_product:enabled").toHaveCount(0);
    expect(".o_fmcg_add").toHaveCount(0);
    await press("Delete");
    await animationFrame();
    expect.verifySteps([]);
});

test("a question mark lists the keys", async () => {
    await mountDesk();
    await press("?");
    await animationFrame();
    expect(".o_fmcg_shortcuts tr").toHaveCount(17);
});
