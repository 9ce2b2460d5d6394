import {formatFloat} from "@web/core/utils/numbers";

/** An amount with the sign of its currency, as `{symbol, position, digits}`; "…" for one not known yet. */
export function money(amount, currency) {
    if (Number.isNaN(amount)) {
        return "…";
    }
    const number = formatFloat(Math.abs(amount), {digits: [16, currency.digits]});
    const sign = amount < 0 ? "−" : "";
    return currency.position === "before"
        ? `${sign}${currency.symbol}${number}`
        : `${sign}${number} ${currency.symbol}`;
}

/** A quantity as it stands in a field: without signs between the thousands, which nobody types. */
export function inputText(quantity) {
    return formatFloat(quantity, {digits: [16, 3], trailingZeros: false, thousandsSep: ""});
}

/** A quantity without decimals that say nothing. */
export function quantityText(quantity) {
    return formatFloat(quantity, {digits: [16, 3], trailingZeros: false});
}
