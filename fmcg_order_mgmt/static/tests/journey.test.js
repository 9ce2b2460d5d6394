import {describe, expect, test} from "@odoo/hoot";
import {animationFrame, runAllTimers} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    getService,
    makeMockEnv,
    MockServer,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

const event = (id, values = {}) => ({
    id,
    day: "Today",
    time: "10:00",
    state: "in_transit",
    label: "In Transit",
    reason: "",
    text: `Scan ${id}`,
    lang: "",
    place: "",
    signed: "",
    withdrawn: false,
    person: false,
    ...values,
});

const parcel = (id, values = {}) => ({
    id,
    name: `YT${id}`,
    carrier: "yuantong",
    url: "",
    state: "in_transit",
    label: "In Transit",
    reason: "",
    health: "",
    late: "",
    expected: "Arrives today",
    last: {when: "Today 10:00", text: "Scan 2"},
    days: [{day: "2026-03-17", label: "Today", events: [event(2), event(1)]}],
    ...values,
});

class SaleOrder extends models.Model {
    _name = "sale.order";
    note = fields.Char();
    fmcg_journey = fields.Generic({type: "json"});
    _records = [{id: 1, note: "", fmcg_journey: [parcel(7), parcel(8, {late: "2 d late"})]}];
}

class FmcgShipment extends models.Model {
    _name = "fmcg.shipment";
    name = fields.Char();
    timeline = fields.Generic({type: "json"});
    _records = [{id: 7, timeline: [parcel(7)]}];
}

defineMailModels();
defineModels([SaleOrder, FmcgShipment]);

/** The bus of these tests: `tell` is what the server would send. */
async function listenToNews() {
    await makeMockEnv();
    const heard = {};
    const bus = getService("bus_service");
    patchWithCleanup(bus, {
        subscribe: (type, callback) => (heard[type] = callback),
        unsubscribe: (type) => delete heard[type],
        addChannel: (name) => expect.step(`join ${name}`),
        deleteChannel: () => {},
    });
    return async (ids) => {
        heard["fmcg.shipment/changed"]({ids});
        await runAllTimers();
        await animationFrame();
    };
}

const openOrder = () =>
    mountView({
        type: "form",
        resModel: "sale.order",
        resId: 1,
        arch: `<form><field name="note"/><field name="fmcg_journey" widget="fmcg_journey"/></form>`,
    });

const openShipment = () =>
    mountView({
        type: "form",
        resModel: "fmcg.shipment",
        resId: 7,
        arch: `<form><field name="timeline" widget="fmcg_journey"/></form>`,
    });

test("a shipment's own form shows its journey at once, what is expected first", async () => {
    const days = [
        {day: "2026-03-17", label: "Today", events: [event(3, {withdrawn: true}), event(2, {lang: "zh"})]},
        {day: "2026-03-16", label: "Yesterday", events: [event(1, {person: true, place: "Hangzhou"})]},
    ];
    FmcgShipment._records[0].timeline = [parcel(7, {days})];
    await openShipment();
    expect(".o_fmcg_journey_head").toHaveText(/yuantong YT7/);
    expect(".o_fmcg_journey button").toHaveCount(0);
    expect(".o_fmcg_journey_step:first").toHaveText("Arrives today");
    expect(".o_fmcg_journey_day").toHaveCount(2);
    expect("[data-event]").toHaveCount(3);
    expect("[data-event='3'] s").toHaveText("In Transit");
    expect("[data-event='2'] [lang=zh]").toHaveText("Scan 2");
    expect("[data-event='1'] .fa-user").toHaveCount(1);
    expect("[data-event='1']").toHaveText(/Hangzhou/);
});

test("several parcels stand as rows that unfold, and open", async () => {
    await openOrder();
    expect("[data-shipment]").toHaveCount(2);
    expect("[data-event]").toHaveCount(0);
    expect("[data-shipment='7'] .o_fmcg_journey_head").toHaveText(/Today 10:00: Scan 2/);
    expect("[data-shipment='8'] .o_fmcg_journey_head").toHaveText(/2 d late/);
    await contains("[data-shipment='8'] .o_fmcg_journey_head").click();
    expect("[data-shipment='8'] .o_fmcg_journey_head").toHaveAttribute("aria-expanded", "true");
    expect("[data-shipment='8'] [data-event]").toHaveCount(2);
    expect("[data-shipment='7'] [data-event]").toHaveCount(0);
    patchWithCleanup(getService("action"), {doAction: (action) => expect.step(action.res_id)});
    await contains("[data-shipment='8'] [aria-label='Open shipment YT8']").click();
    expect.verifySteps([8]);
});

test("a page that nobody writes on is read anew when its shipment changes", async () => {
    const tell = await listenToNews();
    await openOrder();
    expect.verifySteps(["join fmcg_shipments"]);
    onRpc("sale.order", "web_read", () => expect.step("read"));
    await tell([99]);
    expect.verifySteps([]);
    MockServer.env["sale.order"].write(1, {fmcg_journey: [parcel(7, {label: "Delivered"})]});
    await tell([7, 8]);
    expect.verifySteps(["read"]);
    expect("[data-shipment]").toHaveCount(1);
    expect("[data-shipment='7']").toHaveText(/Delivered/);
});

test("what is being typed stays while the journey moves on", async () => {
    const tell = await listenToNews();
    await openOrder();
    await contains(".o_field_widget[name=note] input").edit("call first", {confirm: false});
    onRpc("sale.order", "web_read", () => expect.step("read"));
    MockServer.env["sale.order"].write(1, {fmcg_journey: [parcel(7, {label: "Delivered"})]});
    await tell([7]);
    expect.verifySteps(["join fmcg_shipments"]);
    expect("[data-shipment='7']").toHaveText(/Delivered/);
    expect(".o_field_widget[name=note] input").toHaveValue("call first");
});

test("a board is read anew when a shipment changes, but not while somebody chooses", async () => {
    const tell = await listenToNews();
    onRpc("fmcg.shipment", "web_search_read", () => expect.step("read"));
    await mountView({
        type: "list",
        resModel: "fmcg.shipment",
        arch: `<list js_class="fmcg_shipment_list"><field name="name"/></list>`,
    });
    expect.verifySteps(["join fmcg_shipments", "read"]);
    await tell([99]);
    expect.verifySteps(["read"]);
    await contains(".o_data_row .o_list_record_selector input").click();
    await tell([7]);
    expect.verifySteps([]);
    expect(".o_data_row .o_list_record_selector input").toBeChecked();
});
