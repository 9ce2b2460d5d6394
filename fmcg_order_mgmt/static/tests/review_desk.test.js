import {describe, expect, test} from "@odoo/hoot";
import {press, queryAllTexts} from "@odoo/hoot-dom";
import {Deferred, advanceTime, animationFrame, mockDate} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {contains, makeServerError, mockService, onRpc} from "@web/../tests/web_test_helpers";
import {BLOCK, SHORT, orderOf, rowOf} from "./review_desk_data";
import {hit, openDesk, settle} from "./review_desk_open";

describe.current.tags("desktop");
defineMailModels();

const DONE = {state: "done", level: "success", notice: "S01 is approved.", order: null};

/** The server of these tests: what it is asked is written down, `said` changes what it answers. */
function serve(ids = [1, 2, 3]) {
    const said = {
        orders: Object.fromEntries(ids.map((id) => [id, orderOf(id)])),
        rows: ids.map((id) => rowOf(id)),
        outcome: () => DONE,
    };
    onRpc("fmcg.review.desk", "*", async ({method, args}) => {
        if (method === "queue") {
            return {rows: said.rows, count: said.rows.length, blocked: 1, late: 0};
        }
        expect.step([method, ...args].join(" "));
        return method === "order" ? said.orders[args[0]] : said.outcome(method, args);
    });
    return said;
}

test("the first order is open, with why it waits, its lines and the words behind them", async () => {
    serve();
    await openDesk();
    expect.verifySteps(["order 1", "order 2"]);
    expect(".o_fmcg_rd_queue [role=status]").toHaveText("3 orders wait · 1 blocked");
    expect("[aria-current]").toHaveText(/Shop 1/);
    expect(".o_fmcg_rd_sheet h1").toHaveText("Shop 1");
    expect(".o_fmcg_rd_finding").toHaveText(/8 missing/);
    expect(queryAllTexts("[data-part=remedy] kbd")).toEqual(["1", "2"]);
    expect("[data-part=usual]").toHaveText("usually 1");
    expect("[data-part=line-promise]").toHaveText("Thu, Mar 6: 40 of 60 Units in stock.");
    expect(".o_fmcg_rd_said .o_fmcg_mark").toHaveText("cola 2 cases");
});

test("A approves, and the next order stands there before the server has answered", async () => {
    const said = serve();
    const answer = new Deferred();
    said.outcome = () => answer;
    await openDesk();
    await hit("a");
    expect(".o_fmcg_rd_sheet h1").toHaveText("Shop 2");
    expect.verifySteps(["order 1", "order 2", "approve 1  seen-1", "order 3"]);
    expect(".o_notification").toHaveCount(0);
    answer.resolve(DONE);
    await settle();
    expect(".o_notification").toHaveText(/S01 is approved/);
    expect(queryAllTexts(".o_fmcg_rd_row .fw-bold")).toEqual(["Shop 2", "Shop 3"]);
});

test("a block asks for the reason in its place; Enter sends it, Escape takes it back", async () => {
    const said = serve();
    said.orders[1] = orderOf(1, {findings: [BLOCK, SHORT], explain: true});
    await openDesk();
    await hit("a");
    expect("textarea").toBeFocused();
    await contains("textarea").press("Enter");
    await settle();
    expect(".o_fmcg_rd_sheet h1").toHaveText("Shop 1", {message: "no reason, no approval"});
    await hit("Escape");
    expect("textarea").toHaveCount(0);
    await hit("a");
    await contains("textarea").edit("He pays tomorrow", {confirm: false});
    await contains("textarea").press("Enter");
    await settle();
    expect.verifySteps(["order 1", "order 2", "approve 1 He pays tomorrow seen-1", "order 3"]);
    expect(".o_fmcg_rd_sheet h1").toHaveText("Shop 2");
    expect("textarea").toHaveCount(0);
});

test("R always asks why", async () => {
    serve();
    await openDesk();
    await hit("r");
    await contains("textarea").edit("Too late", {confirm: false});
    await contains("[data-part=send-reason]").click();
    await settle();
    expect.verifySteps(["order 1", "order 2", "reject 1 Too late seen-1", "order 3"]);
});

test("a digit does what the marked finding offers, and the order comes back as it is then", async () => {
    const said = serve();
    const clean = orderOf(1, {findings: [], seen: "seen-1b", row: rowOf(1, {says: "", severity: ""})});
    said.orders[1] = orderOf(1, {findings: [BLOCK, SHORT]});
    said.outcome = (method) =>
        method === "apply_remedy" ? {state: "done", level: "success", notice: "", order: clean} : DONE;
    await openDesk();
    expect("[data-finding='51']").toHaveClass("o_fmcg_rd_marked", {message: "the one with a way out"});
    await hit("2");
    expect.verifySteps(["order 1", "order 2", "apply_remedy 1 51 2 seen-1"]);
    expect(".o_fmcg_rd_finding").toHaveCount(0);
    expect("[data-order='1'] .o_fmcg_rd_says").toHaveCount(0);
    await hit("a");
    expect.verifySteps(["approve 1  seen-1b", "order 3"]);
});

test("an order that passes after a remedy makes room for the next", async () => {
    const said = serve();
    const passed = orderOf(1, {pending: false, findings: []});
    said.outcome = () => ({...DONE, order: passed});
    await openDesk();
    await contains("[data-part=remedy]:first").click();
    await settle();
    expect(".o_notification").toHaveText(/S01 is approved/);
    expect(".o_fmcg_rd_sheet h1").toHaveText("Shop 2");
    expect.verifySteps(["order 1", "order 2", "apply_remedy 1 51 0 seen-1", "order 3"]);
});

test("a second order that a remedy made stands in the queue at once", async () => {
    const said = serve();
    said.outcome = () => ({...DONE, order: orderOf(1, {findings: []}), more: true});
    await openDesk();
    expect.verifySteps(["order 1", "order 2"]);
    said.rows = [...said.rows, rowOf(9)];
    await contains("[data-part=remedy]:first").click();
    await settle();
    expect("[data-order='9']").toHaveCount(1);
    expect(".o_fmcg_rd_sheet h1").toHaveText("Shop 1");
    expect.verifySteps(["apply_remedy 1 51 0 seen-1", "order 2"]);
});

test("the arrows go through the queue and the findings", async () => {
    const said = serve();
    said.orders[2] = orderOf(2, {findings: [BLOCK, SHORT]});
    await openDesk();
    await hit("ArrowDown");
    expect(".o_fmcg_rd_sheet h1").toHaveText("Shop 2");
    await hit("ArrowRight");
    expect("[data-finding='52']").toHaveClass("o_fmcg_rd_marked");
    await hit("1");
    await hit("ArrowUp");
    expect(".o_fmcg_rd_sheet h1").toHaveText("Shop 1");
    await hit("ArrowUp");
    expect(".o_fmcg_rd_sheet h1").toHaveText("Shop 1");
    expect.verifySteps(["order 1", "order 2", "order 3", "order 1", "order 2"]);
});

test("what was changed in the meantime comes back to the top and is shown as it is now", async () => {
    const said = serve();
    const fresh = orderOf(1, {seen: "seen-1b", customer: "Shop 1 changed", row: rowOf(1, {total: "$ 9.00"})});
    said.outcome = () => ({state: "changed", level: "warning", notice: "S01 was changed.", order: fresh});
    await openDesk();
    await hit("a");
    expect(".o_fmcg_rd_sheet h1").toHaveText("Shop 2", {message: "what is being read stays"});
    expect(".o_notification").toHaveText(/S01 was changed/);
    expect(queryAllTexts(".o_fmcg_rd_row .fw-bold")).toEqual(["Shop 1", "Shop 2", "Shop 3"]);
    await contains(".o_notification button:contains(Show S01)").click();
    await settle();
    expect(".o_fmcg_rd_sheet h1").toHaveText("Shop 1 changed");
    expect.verifySteps(["order 1", "order 2", "approve 1  seen-1", "order 3", "order 2"]);
});

test("what somebody else decided is told and gone", async () => {
    const said = serve();
    const decided = orderOf(1, {pending: false});
    said.outcome = () => ({state: "changed", level: "warning", notice: "Rejected, Ann.", order: decided});
    await openDesk();
    await hit("a");
    expect(".o_notification").toHaveText(/Rejected, Ann/);
    expect(queryAllTexts(".o_fmcg_rd_row .fw-bold")).toEqual(["Shop 2", "Shop 3"]);
    expect.verifySteps(["order 1", "order 2", "approve 1  seen-1", "order 3"]);
});

test("an order that the server refuses comes back, with its reason", async () => {
    const said = serve([1]);
    said.outcome = () => {
        throw makeServerError({message: "You entered S01."});
    };
    await openDesk();
    await hit("a");
    expect(".o_notification").toHaveText(/You entered S01/);
    expect(".o_fmcg_rd_sheet h1").toHaveText("Shop 1");
    expect.verifySteps(["order 1", "approve 1  seen-1", "order 1"]);
});

test("after the last order nothing waits", async () => {
    const said = serve([1]);
    await openDesk();
    said.rows = [];
    await hit("a");
    expect(".o_fmcg_rd_done").toHaveText(/Nothing waits for you/);
    await hit("a");
    expect.verifySteps(["order 1", "approve 1  seen-1"]);
});

test("a reviewer who types decides nothing by accident", async () => {
    serve();
    await openDesk();
    await hit("r");
    await contains("textarea").edit("a1", {confirm: false});
    await press("a");
    await press("1");
    await settle();
    expect.verifySteps(["order 1", "order 2"]);
});

test("an order of somebody else's first approval says so; one that is decided has no buttons", async () => {
    const said = serve();
    said.orders[1] = orderOf(1, {first: "Ann", second: true});
    said.orders[2] = orderOf(2, {pending: false, state: "Approved"});
    await openDesk();
    expect(".o_fmcg_rd_head .alert").toHaveText(/Ann approved this order/);
    await hit("ArrowDown");
    expect("[data-part=state]").toHaveText("Approved");
    expect("[data-part=approve], [data-part=remedy]").toHaveCount(0);
    await hit("a");
    expect.verifySteps(["order 1", "order 2", "order 3"]);
});

test("pointing at a line lights its words, and a click on words shows their line", async () => {
    serve();
    await openDesk();
    await contains("[data-line='71'].o_fmcg_rd_line").hover();
    expect(".o_fmcg_mark").toHaveClass("o_fmcg_lit");
    await contains(".o_fmcg_mark").click();
    expect(".o_fmcg_rd_line").toHaveClass("o_fmcg_rd_lit");
    expect.verifySteps(["order 1", "order 2"]);
});

test("the countdown runs and says when it is over", async () => {
    mockDate("2026-03-17 10:00:00", 0);
    const said = serve();
    said.rows = [
        rowOf(1, {cut_off: "2026-03-17 10:00:20"}),
        rowOf(2, {cut_off: "2026-03-17 11:30:30"}),
        rowOf(3, {cut_off: "2026-03-19 10:00:30"}),
    ];
    said.orders[1].row = said.rows[0];
    await openDesk();
    const queue = ".o_fmcg_rd_queue .o_fmcg_countdown";
    expect(queryAllTexts(queue)).toEqual(["0 min left", "1 h 30 min left", "2 d left"]);
    await advanceTime(30000);
    await animationFrame();
    expect(queryAllTexts(queue)[0]).toBe("1 min late");
    expect(`${queue}:first`).toHaveAttribute("data-late", "true");
    expect.verifySteps(["order 1", "order 2", "begin 1"]);
});

test("O opens the order in Odoo, ? lists the keys", async () => {
    serve();
    mockService("action", {
        doAction({res_model: model, res_id: id}) {
            expect.step(`${model} ${id}`);
        },
    });
    await openDesk();
    await hit("o");
    expect.verifySteps(["order 1", "order 2", "sale.order 1"]);
    await hit("?");
    expect(".o_fmcg_rd_keys tr").toHaveCount(11);
});
