import {Component, useExternalListener} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {_t} from "@web/core/l10n/translation";
import {useBus, useService} from "@web/core/utils/hooks";
import {latestChangeable} from "./order_opening";

/** The sheet of shortcuts. */
export class ScreenKeysDialog extends Component {
    static template = "fmcg_order_mgmt.ScreenKeysDialog";
    static components = {Dialog};
    static props = {close: Function};

    get rows() {
        return [
            [_t("letters"), _t("Search customers or products: name, code, barcode, pinyin initials")],
            ["↓ ↑", _t("Next or previous row")],
            ["3c Enter", _t("Three cases of the marked product")],
            ["6 Enter", _t("Six of its usual unit")],
            ["6p Enter", _t("Six pieces; i for inner packs, l for pallets")],
            ["cola 3c Enter", _t("Three cases of what “cola” finds first")],
            ["Enter", _t("One more of the marked product")],
            ["0 Enter", _t("None of the marked product")],
            ["Alt L", _t("Go to the lines of the order: there 3c or 6 is the line's new quantity")],
            ["+ −", _t("In a line: one more, one less")],
            ["Alt R", _t("Repeat the last order")],
            ["Alt 1 … 5", _t("Deliver on this day")],
            ["Alt N", _t("Write a note")],
            ["F2 / Alt O", _t("Change the latest order under way, of the marked customer too")],
            ["F9 / Ctrl Enter", _t("Send the order; then: next customer")],
            ["Esc", _t("Empty the box; then: back to the customers")],
            ["F1 / ?", _t("This list")],
        ];
    }
}

function isTyping(target) {
    return target.matches?.("input, textarea, select, [contenteditable=true]");
}

/** The letter of a key, by its place, since Alt makes other signs of letters on some keyboards. */
function letterOf({code, key}) {
    return /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : key.toLowerCase();
}

/** Whether a key asks for the latest order to be changed. */
export function asksForChange(ev) {
    return ev.key === "F2" || (ev.altKey && !ev.ctrlKey && letterOf(ev) === "o");
}

function changeLatest({taking}) {
    const latest = taking.isTaking && !taking.cart.order && latestChangeable(taking.card);
    return latest ? taking.opening.change(latest.id) : false;
}

/** What the keys with Alt do. */
function onAlt(screen, ev) {
    const {code} = ev;
    const {taking} = screen;
    if (!taking.isTaking) {
        return false;
    }
    const day = /^(?:Digit|Numpad)([1-5])$/.exec(code);
    if (day) {
        const found = taking.card.delivery?.days[Number(day[1]) - 1];
        return found ? taking.setField("date", found.date) : false;
    }
    const letter = letterOf(ev);
    if (letter === "r" && taking.card.last?.lines.length && !taking.cart.order) {
        return taking.repeatLast();
    }
    if (letter === "l") {
        taking.view = "review";
        setTimeout(() => screen.focusLine());
        return true;
    }
    if (letter === "n") {
        taking.view = "review";
        setTimeout(() => screen.root.el?.querySelector("textarea")?.focus());
        return true;
    }
    return false;
}

async function onSend(screen) {
    const {taking} = screen;
    if (taking.view === "sent") {
        return screen.back();
    }
    if (taking.isTaking) {
        document.activeElement?.blur();
        taking.view = "review";
        await screen.send();
    }
}

function onEscape(screen, target) {
    const {taking} = screen;
    if (target.matches?.("[data-box]") || !isTyping(target)) {
        return taking.view === "customers" ? false : screen.back();
    }
    return screen.focusBox();
}

/** Make the keys and the scanner work for the order screen. */
export function useScreenKeys(screen) {
    const dialog = useService("dialog");
    const ui = useService("ui");
    const area = ui.activeElement;
    screen.showKeys = () => dialog.add(ScreenKeysDialog);
    const scanner = screen.env.services.barcode;
    if (scanner) {
        useBus(scanner.bus, "barcode_scanned", ({detail}) => screen.scanned(detail.barcode));
    }
    useExternalListener(window, "keydown", (ev) => {
        // With Alt held, Odoo shows its own keys and takes them away again, whatever is pressed then.
        const taken = ev.defaultPrevented && !ev.altKey;
        if (ui.activeElement !== area || ev.isComposing || taken) {
            return;
        }
        const {key, target} = ev;
        const empty = !isTyping(target) || (target.matches("[data-box]") && !target.value);
        let done = false;
        if (key === "F9" || (key === "Enter" && (ev.ctrlKey || ev.metaKey))) {
            done = onSend(screen) || true;
        } else if (asksForChange(ev)) {
            done = changeLatest(screen);
        } else if (ev.altKey && !ev.ctrlKey) {
            done = onAlt(screen, ev);
        } else if (key === "F1" || (key === "?" && empty)) {
            done = screen.showKeys() || true;
        } else if (key === "Escape") {
            done = onEscape(screen, target) !== false;
        } else if (!isTyping(target) && key.length === 1 && !ev.ctrlKey && !ev.metaKey && key !== " ") {
            screen.focusBox();
        }
        if (done) {
            ev.preventDefault();
        }
    });
}
