import {describe, expect, test} from "@odoo/hoot";
import {press, queryAllTexts} from "@odoo/hoot-dom";
import {Deferred, advanceTime} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {contains, makeServerError, onRpc, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {browser} from "@web/core/browser/browser";
import {BLOCK, SHORT, orderOf, rowOf} from "./review_desk_data";
import {hit, openDesk, settle} from "./review_desk_open";

describe.current.tags("desktop");
defineMailModels();

const READY = {
    text: "Hello Shop 1,\n\nYou ordered 48 Units of Cola, and we have 40.",
    name: "Shop 1",
    email: "shop@example.com",
    phone: "+1 555 01-00",
};
const MANAGERS = [
    {id: 31, name: "Boss", presence: "Here"},
    {id: 32, name: "Chief", presence: ""},
];
const OPEN = {
    id: 41,
    state: "open",
    asked: "customer",
    whom: "Shop 1",
    by: "Ann",
    at: "10:20",
    text: "Is 48 right?",
    mine: true,
    answers: [],
};
const WAITS = "waits for the customer since 10:20";

/** The server of these tests: what asks goes into the steps, `said` changes what it answers. */
function serve(ids = [1, 2]) {
    const said = {
        orders: Object.fromEntries(ids.map((id) => [id, orderOf(id)])),
        rows: ids.map((id) => rowOf(id)),
        ready: READY,
        outcome: (method, [id]) => ({
            state: "done",
            level: "success",
            notice: `S0${id} ${WAITS}.`,
            order: orderOf(id, {waiting: WAITS, questions: [OPEN]}),
        }),
    };
    onRpc("fmcg.review.desk", "*", async ({method, args}) => {
        const answers = {
            queue: () => ({
                rows: said.rows,
                count: said.rows.length,
                blocked: 0,
                late: 0,
                asked: said.asked || 0,
            }),
            order: () => said.orders[args[0]],
            question: () => said.ready,
            managers: () => MANAGERS,
        };
        if (!["queue", "order"].includes(method)) {
            expect.step([method, ...args].join("|"));
        }
        return answers[method] ? answers[method]() : said.outcome(method, args);
    });
    return said;
}

test("C brings the ready question about the marked finding; it can be changed and is sent", async () => {
    const said = serve();
    await openDesk();
    await hit("c");
    expect.verifySteps(["question|1|51"]);
    expect("[data-part=inquiry] textarea").toBeFocused();
    expect("[data-part=inquiry] textarea").toHaveValue(READY.text);
    expect("[data-part=phone]").toHaveAttribute("href", "tel:+15550100");
    await contains("[data-part=inquiry] textarea").edit("Is 48 right?", {confirm: false});
    said.rows = [rowOf(2), rowOf(1, {waits: WAITS})];
    said.asked = 1;
    await contains("[data-part=send-mail]").click();
    await settle();
    expect.verifySteps(["ask_customer|1|Is 48 right?|51|true|seen-1"]);
    expect(".o_notification").toHaveText(/S01 waits for the customer since 10:20/);
    expect(".o_fmcg_rd_sheet h1").toHaveText("Shop 2", {message: "the next order"});
    expect("[data-part=inquiry]").toHaveCount(0);
    expect(queryAllTexts(".o_fmcg_rd_row .fw-bold.text-truncate")).toEqual(["Shop 2", "Shop 1"]);
    expect("[data-part=waits]").toHaveText(WAITS);
    expect(".o_fmcg_rd_queue [role=status]").toHaveText("2 orders wait · 1 wait for the customer");
});

test("the button of a finding asks about that one; without an address it is asked in another way", async () => {
    const said = serve();
    said.ready = {...READY, email: "", phone: ""};
    said.orders[1] = orderOf(1, {findings: [BLOCK, SHORT]});
    await openDesk();
    await contains("[data-finding='52'] [data-part=ask-about]").click();
    await settle();
    expect("[data-part=inquiry]").toHaveText(/The customer owes too much/);
    expect("[data-part=send-mail], [data-part=phone]").toHaveCount(0);
    await contains("[data-part=send-other]").click();
    await settle();
    expect.verifySteps(["question|1|52", `ask_customer|1|${READY.text}|52|false|seen-1`]);
});

test("the text is copied for a chat, nothing is sent by that", async () => {
    serve();
    patchWithCleanup(browser.navigator.clipboard, {
        async writeText(text) {
            expect.step(`copied ${text.length}`);
        },
    });
    await openDesk();
    await hit("c");
    await contains("[data-part=copy]").click();
    await settle();
    expect("[data-part=copy] .fa-check").toHaveCount(1);
    expect.verifySteps(["question|1|51", `copied ${READY.text.length}`]);
});

test("M asks a manager, the best one unless another is chosen", async () => {
    const said = serve();
    const waiting = "waits for Chief";
    said.outcome = () => ({state: "done", level: "success", notice: "", order: orderOf(1, {waiting})});
    await openDesk();
    await hit("m");
    expect("[data-part=inquiry] select").toHaveValue("31");
    expect("[data-part=send-inquiry]").not.toBeEnabled();
    await contains("[data-part=inquiry] select").select("32");
    await contains("[data-part=inquiry] textarea").edit("May we?", {confirm: false});
    await press(["ctrl", "Enter"]);
    await settle();
    expect.verifySteps(["managers|1", "ask_manager|1|32|May we?|51|seen-1"]);
    expect(".o_fmcg_rd_sheet h1").toHaveText("Shop 2");
});

test("what was typed stays where the order was changed meanwhile, and goes with what it says then", async () => {
    const said = serve();
    said.outcome = () => ({
        state: "changed",
        level: "warning",
        notice: "S01 was changed.",
        order: orderOf(1, {seen: "seen-1b"}),
    });
    await openDesk();
    await hit("c");
    await contains("[data-part=send-mail]").click();
    await settle();
    expect(".o_notification").toHaveText(/S01 was changed/);
    expect("[data-part=inquiry] textarea").toHaveValue(READY.text);
    await contains("[data-part=send-mail]").click();
    await settle();
    expect.verifySteps([
        "question|1|51",
        `ask_customer|1|${READY.text}|51|true|seen-1`,
        `ask_customer|1|${READY.text}|51|true|seen-1b`,
    ]);
});

test("a refusal is told and the words stay; Escape gives it up", async () => {
    const said = serve();
    said.outcome = () => {
        throw makeServerError({message: "No e-mail address is known."});
    };
    await openDesk();
    await hit("c");
    await contains("[data-part=send-mail]").click();
    await settle();
    expect(".o_notification").toHaveText(/No e-mail address/);
    expect("[data-part=inquiry] textarea").toHaveValue(READY.text);
    await contains("[data-part=inquiry] textarea").press("Escape");
    await settle();
    expect("[data-part=inquiry]").toHaveCount(0);
    expect("[data-part=approve]").toHaveCount(1);
    expect.verifySteps(["question|1|51", `ask_customer|1|${READY.text}|51|true|seen-1`]);
});

test("an order that waits shows since when, what was asked, and takes the answer", async () => {
    const said = serve();
    said.rows = [rowOf(1, {waits: WAITS}), rowOf(2)];
    said.orders[1] = orderOf(1, {waiting: WAITS, questions: [OPEN], messages: []});
    const answers = [{id: 1, kind: "answered", by: "Shop 1", at: "10:40", text: "30 is right"}];
    const answered = orderOf(1, {questions: [{...OPEN, state: "answered", answers}]});
    said.outcome = () => ({state: "done", level: "success", notice: "The answer is kept.", order: answered});
    await openDesk();
    expect("[data-part=waiting]").toHaveText(WAITS);
    expect("[data-part=question]").toHaveText(/Ann asked Shop 1 · 10:20/);
    await contains("[data-part=note-answer]").click();
    await settle();
    await contains("[data-part=inquiry] textarea").edit("said on the phone: 30", {confirm: false});
    said.rows = [rowOf(1, {answered: true}), rowOf(2)];
    await contains("[data-part=send-inquiry]").click();
    await settle();
    expect.verifySteps(["answer|1|41|said on the phone: 30|seen-1"]);
    expect(".o_fmcg_rd_sheet h1").toHaveText("Shop 1", {message: "it is decided on now"});
    expect("[data-part=waiting], [data-part=note-answer]").toHaveCount(0);
    expect("[data-part=question] .alert-success").toHaveText(/30 is right/);
    expect("[data-part=answered]").toHaveText("Answered");
});

test("a question is taken back; what a manager was asked is not answered by others", async () => {
    const said = serve();
    const asked = {...OPEN, id: 42, asked: "manager", whom: "Boss", mine: false};
    said.orders[1] = orderOf(1, {waiting: "waits for Boss", questions: [asked]});
    said.outcome = () => ({state: "done", level: "success", notice: "Taken back.", order: orderOf(1)});
    await openDesk();
    expect("[data-part=note-answer]").toHaveCount(0);
    await contains("[data-part=withdraw]").click();
    await settle();
    expect.verifySteps(["withdraw|1|42|seen-1"]);
    expect("[data-part=question]").toHaveCount(0);
});

test("keys that are typed into the question decide nothing", async () => {
    serve();
    await openDesk();
    await hit("c");
    await press("a");
    await press("1");
    await settle();
    expect.verifySteps(["question|1|51"]);
});

test("whoever looks at an order for a while reviews it, whoever passes by does not", async () => {
    const said = serve([1, 2, 3]);
    said.outcome = () => true;
    await openDesk();
    await advanceTime(2000);
    await hit("ArrowDown");
    await advanceTime(2900);
    expect.verifySteps([]);
    await advanceTime(200);
    expect.verifySteps(["begin|2"]);
    await hit("ArrowDown");
    const answer = new Deferred();
    said.outcome = () => answer;
    await hit("a");
    await advanceTime(5000);
    expect.verifySteps(["approve|3||seen-3", "begin|2"]);
});
