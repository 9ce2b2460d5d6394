import {localization} from "@web/core/l10n/localization";
import {_t} from "@web/core/l10n/translation";

/** What a quantity may be followed by: a letter as reps type it, or the word of a unit in either language. */
const KINDS = {
    case: ["c", "cs", "case", "cases", "ctn", "x", "箱", "件"],
    piece: ["p", "pc", "pcs", "piece", "pieces", "u", "个", "瓶", "罐", "包", "袋", "支", "只"],
    inner: ["i", "in", "inner", "inners", "提", "排", "中包"],
    pallet: ["l", "pal", "pallet", "pallets", "板", "托"],
};
const KIND_OF = new Map(Object.entries(KINDS).flatMap(([kind, words]) => words.map((word) => [word, kind])));
const NUMBER = /^[+*×x=]?\s*(\d{1,7}(?:[.,]\d{1,3})?)\s*(\p{L}*)$/u;
// A longer number without a unit is searched for: a code, a barcode, a size.
const LONGEST_BARE = 3;
export const MOST = 1000000;

/** Full-width digits and letters as the plain ones. */
export function plain(text) {
    return text.normalize("NFKC").trim();
}

/** Return a number that a person typed, NaN for none: a sign before three figures may part thousands. */
export function toNumber(text) {
    const said = plain(String(text));
    const sign = /^[1-9]\d{0,2}([.,])\d{3}$/.exec(said)?.[1];
    if (sign && sign !== localization.decimalPoint) {
        return NaN;
    }
    const number = said.replace(",", ".");
    return /^\d+(\.\d*)?$|^\.\d+$/.test(number) ? Number(number) : NaN;
}

/** Whether a quantity can be ordered: above zero, not endless, three decimals at most. */
export function isSound(quantity) {
    return quantity > 0 && quantity <= MOST && Math.abs(quantity * 1000 - Math.round(quantity * 1000)) < 1e-6;
}

/** Return what is wrong with a quantity of a product in a unit, "" for nothing; 0 is none of it. */
export function faultOf(product, unit, quantity, text) {
    if (!unit) {
        return _t("%s is not sold by this unit.", product.name);
    }
    if (quantity !== 0 && !isSound(quantity)) {
        return _t("“%s” is no quantity. Type a number such as 3 or 2.5.", text.slice(0, 20));
    }
    const base = Math.round(quantity * unit.size * 1000) / 1000;
    const whole = product.fraction && Number.isInteger(base);
    const part = unit.size > 1 && !Number.isInteger(quantity);
    return part && !whole ? _t("Only whole packs of %s can be ordered.", unit.name) : "";
}

function amount(word, bare) {
    const found = NUMBER.exec(word.toLowerCase());
    if (!found) {
        return null;
    }
    const kind = found[2] ? KIND_OF.get(found[2]) : "";
    const isBare = !found[2] && /^\d/.test(word);
    if (kind === undefined || (isBare && (!bare || found[1].length > LONGEST_BARE))) {
        return null;
    }
    return {quantity: toNumber(found[1]), kind};
}

/**
 * Take what is typed into the box apart: words to search for, and a quantity with the kind of its unit.
 *
 * "3c" is three cases, "6" six of the usual unit, "cola 3c" three cases of what "cola" finds; "cola 330" is
 * searched for as it stands. Without a quantity `amount` is null.
 */
export function readBox(text) {
    const words = plain(text).split(/\s+/).filter(Boolean);
    if (words.length === 1) {
        const said = amount(words[0], true);
        return said ? {words: "", amount: said} : {words: words[0], amount: null};
    }
    const said = words.length ? amount(words.at(-1), false) : null;
    return {words: (said ? words.slice(0, -1) : words).join(" "), amount: said};
}

/** Take what is typed into the field of a unit: a number of it, or as "3c" of another unit of the product. */
export function readField(text, product, unit) {
    const quantity = text ? toNumber(text) : 0;
    const said = Number.isNaN(quantity) ? readBox(text) : null;
    if (said?.amount?.kind && !said.words) {
        const {kind} = said.amount;
        const named = unit.kind === kind ? unit : product.units.find((each) => each.kind === kind);
        return {quantity: said.amount.quantity, unit: named};
    }
    return {quantity, unit};
}
