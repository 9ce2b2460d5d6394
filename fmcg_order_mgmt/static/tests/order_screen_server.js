import {expect} from "@odoo/hoot";
import {animationFrame, runAllTimers} from "@odoo/hoot-mock";
import {contains, mountWithCleanup, onRpc, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {DeviceStore} from "@fmcg_order_mgmt/order_screen/device_store";
import {OrderScreen} from "@fmcg_order_mgmt/order_screen/order_screen";
import {CARD, PRODUCTS, SHOP, quoteOf, start} from "./order_screen_data";

/** Let each test fetch the catalogue anew. */
export function keepNoCatalogue() {
    patchWithCleanup(DeviceStore.prototype, {
        async loadCatalogue() {
            return null;
        },
        async saveCatalogue() {},
    });
}

/** A cart in short: its amounts by product and unit, and which state of an order it was made on. */
function inShort(said) {
    const lines = said.lines?.map((line) => `${line.product}/${line.unit}=${line.quantity}`);
    return lines ? [...lines, said.seen && `on ${said.seen}`].filter(Boolean).join(" ") : said;
}

const stockOf = (id) => (id === 9 ? {free: null, steps: null} : {free: 240, steps: null});

/** The server of these tests: what it is asked is written down where `watched` names it. */
export function serve(watched = []) {
    const said = {send: null, load: null, quote: quoteOf, customer: (id) => ({...CARD, id})};
    said.catalogue = () => ({stamp: "s1", products: PRODUCTS});
    const answers = {
        start: () => ({...start(), customers: said.customers || [SHOP]}),
        catalogue: () => said.catalogue(),
        find_customers: () => [],
        customer: (id) => said.customer(id),
        rows: (_id, ids) =>
            Object.fromEntries(
                ids.map((id) => [id, {prices: {1: 2, 24: 48, 5: 10}, ...(said.stock?.[id] || stockOf(id))}])
            ),
        quote: (cart) => said.quote(cart),
        send: (cart) =>
            said.send || {
                state: "done",
                request: 1,
                draft: 1,
                question: "",
                answers: [],
                problems: [],
                findings: [],
                order: {id: 31, name: "S31", stage: "review", label: "In Review", total: quoteOf(cart).total},
            },
        open_order: () => said.load,
        answer: (_id, key) => said.answer(key),
    };
    onRpc("fmcg.order.screen", "*", ({method, args}) => {
        if (watched.includes(method)) {
            expect.step([method, ...args.slice(0, method === "send" ? 1 : 2).map(inShort)].join(" "));
        }
        const answer = () => answers[method](...args);
        return method === "send" && said.wait ? said.wait.then(answer) : answer();
    });
    return said;
}

export async function settle() {
    for (let turn = 0; turn < 2; turn++) {
        await runAllTimers();
        await animationFrame();
    }
}

export async function openShop() {
    await mountWithCleanup(OrderScreen);
    await settle();
    await contains("[data-customer='4']").click();
    await settle();
}

export const plus = (product, unit) => `[data-product="${product}"] [data-unit="${unit}"] [data-part="plus"]`;

export function ownerOf() {
    const key = Object.keys(localStorage).find((each) => each.startsWith("fmcg.order."));
    return key.slice("fmcg.order.".length).split(".cart.")[0];
}
