import {describe, expect, test} from "@odoo/hoot";
import {makeMockEnv} from "@web/../tests/web_test_helpers";
import {Cart} from "@fmcg_order_mgmt/order_screen/cart";
import {ProductIndex} from "@fmcg_order_mgmt/order_screen/product_index";
import {isSound, readBox, readField, toNumber} from "@fmcg_order_mgmt/order_screen/quantity_words";
import {COLA, PRODUCTS, RICE, SHOP, ZERO} from "./order_screen_data";

describe.current.tags("desktop");

describe("what is typed", () => {
    test("quantities and words are told apart", () => {
        const cases = {
            "3c": ["", 3, "case"],
            "3 c": ["3 c", 0, ""],
            6: ["", 6, ""],
            "６": ["", 6, ""],
            "2,5p": ["", 2.5, "piece"],
            "3箱": ["", 3, "case"],
            "12瓶": ["", 12, "piece"],
            "cola 3c": ["cola", 3, "case"],
            "cola x12": ["cola", 12, ""],
            "cola 330": ["cola 330", 0, ""],
            "sd-101": ["sd-101", 0, ""],
            6901234567892: ["6901234567892", 0, ""],
            "3 cola": ["3 cola", 0, ""],
            "3zz": ["3zz", 0, ""],
            "  ": ["", 0, ""],
            "😀": ["😀", 0, ""],
        };
        for (const [text, [words, quantity, kind]] of Object.entries(cases)) {
            const found = readBox(text);
            expect([text, found.words, found.amount?.quantity || 0, found.amount?.kind || ""]).toEqual([
                text,
                words,
                quantity,
                kind,
            ]);
        }
    });

    test("the field of a unit takes numbers of it, and quantities with another unit", () => {
        const [piece, box] = COLA.units;
        const cases = {6: [6, piece], 1200: [1200, piece], "": [0, piece], "3c": [3, box], "5瓶": [5, piece]};
        for (const [text, [quantity, unit]] of Object.entries(cases)) {
            expect(readField(text, COLA, piece)).toEqual({quantity, unit});
        }
        expect(readField("2l", COLA, piece)).toEqual({quantity: 2, unit: undefined});
        for (const text of ["cola", "cola 3c", "x3", "-3", "c"]) {
            expect(readField(text, COLA, piece).quantity).toBe(NaN);
        }
    });

    test("only a number is a number, and only a sound one can be ordered", async () => {
        await makeMockEnv();
        expect(["3", "2.5", "2,5", "３", ".5", "1.125"].map(toNumber)).toEqual([3, 2.5, 2.5, 3, 0.5, 1.125]);
        for (const text of [
            "",
            "-1",
            "1,200",
            "12,000",
            "1e5",
            "3x",
            "١٢",
            "Infinity",
            "0x10",
            "1.2.3",
            "<b>1</b>",
        ]) {
            expect(isSound(toNumber(text))).toBe(false);
        }
        expect([0, -1, 1e6, 1e6 + 1, 0.001, 0.0001].map(isSound)).toEqual([
            false,
            false,
            true,
            false,
            true,
            false,
        ]);
    });
});

describe("the products on the device", () => {
    const pickles = {...ZERO, id: 10, name: "Pickles", code: "PK-1"};
    const names = (text, options) =>
        new ProductIndex([pickles, ...PRODUCTS]).search(text, options).map((each) => each.id);

    test("are found by any word, code, barcode or pinyin initials", () => {
        expect(names("cola")).toEqual([7, 8]);
        expect(names("zero can")).toEqual([8]);
        expect(names("sd-104")).toEqual([8]);
        expect(names("104")).toEqual([8]);
        expect(names("可乐")).toEqual([7]);
        expect(names("kl")).toEqual([7, 10]);
        expect(names("kele")).toEqual([7]);
        expect(names("6901234567892")).toEqual([7]);
        expect(names("RICE jas")).toEqual([9]);
        expect(names("nothing")).toEqual([]);
        expect(names("")).toEqual([10, 7, 8, 9]);
    });

    test("of equally good ones, what the customer buys comes first", () => {
        expect(names("cola", {liked: new Map([[8, 3]])})).toEqual([8, 7]);
    });

    test("a barcode tells the pack, whatever zeros a scanner adds", () => {
        const index = new ProductIndex(PRODUCTS);
        expect(index.scan("16901234567899")).toEqual({product: COLA, unit: 24});
        expect(index.scan("06901234567892").unit).toBe(1);
        expect(index.scan("123")).toBe(null);
    });
});

describe("the cart", () => {
    const unit = (product, id) => product.units.find((each) => each.id === id);

    test("counts by product and unit", () => {
        const cart = new Cart(SHOP);
        cart.set(COLA, unit(COLA, 24), 3);
        cart.set(COLA, unit(COLA, 1), 5);
        cart.set(RICE, unit(RICE, 5), 0.1 + 0.2);
        cart.set(COLA, unit(COLA, 1), 0);
        expect(cart.lines.map((line) => [line.product, line.unit, line.quantity])).toEqual([
            [7, 24, 3],
            [9, 5, 0.3],
        ]);
        expect(cart.toServer().order).toBe(undefined);
    });

    test("takes another product instead, beside what there is of it", () => {
        const cart = new Cart(SHOP);
        cart.set(COLA, unit(COLA, 24), 2);
        cart.set(COLA, unit(COLA, 1), 6);
        cart.set(ZERO, unit(ZERO, 24), 1);
        const lines = () => cart.lines.map((line) => [line.product, line.unit, line.quantity]);
        const replace = {kind: "replace", product: 8, unit: 24, quantity: 3};
        const before = lines();
        // Neither a product nor a unit that this device does not know costs what was ordered.
        cart.settle(replace, 7, COLA, unit(COLA, 24), undefined);
        cart.settle({...replace, unit: 99}, 7, COLA, unit(COLA, 24), ZERO);
        expect(lines()).toEqual(before);
        cart.settle(replace, 7, undefined, undefined, ZERO);
        expect(lines()).toEqual([[8, 24, 4]]);
        cart.settle({...replace, product: 7, unit: 1, quantity: 50}, 8, ZERO, undefined, COLA);
        expect(lines()).toEqual([[7, 1, 50]]);
        expect(cart.lines[0].name).toBe(COLA.name);
    });

    test("says of an order that is changed what is taken off it", () => {
        const base = [
            {product: 7, unit: 24, quantity: 2},
            {product: 7, unit: 1, quantity: 3},
            {product: 8, unit: 24, quantity: 1},
        ];
        const cart = new Cart(SHOP, {order: 31, seen: "x", lines: base, base});
        const said = () => cart.toServer().lines.map((line) => [line.product, line.unit, line.quantity]);
        expect([cart.isSendable, said()]).toEqual([false, []]);
        cart.drop(7);
        expect([cart.isSendable, said()]).toEqual([true, [[7, 24, 0]]]);
        cart.set(COLA, unit(COLA, 24), 2);
        expect(said()).toEqual([[7, 24, 2]]);
        cart.set(COLA, unit(COLA, 1), 3);
        expect([cart.isSendable, said()]).toEqual([false, []]);
    });
});
