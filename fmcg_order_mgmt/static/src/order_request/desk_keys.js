import {Component, useExternalListener} from "@odoo/owl";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {Dialog} from "@web/core/dialog/dialog";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

const ELSEWHERE = ".o_control_panel, .o-mail-Chatter, .o_main_navbar, .o_popover, .o-dropdown--menu";
const NATIVE = "a, button, input, select, textarea, [role=link], [role=option]";

/** The sheet of shortcuts. */
export class ShortcutsDialog extends Component {
    static template = "fmcg_order_mgmt.ShortcutsDialog";
    static components = {Dialog};
    static props = {close: Function};

    get rows() {
        return [
            ["↓ ↑  ·  j k", _t("Next or previous open question")],
            ["⇧ ↓ ↑", _t("Next or previous line")],
            ["1 … 9", _t("Give this answer, or choose this unit")],
            ["Enter", _t("Accept as it stands")],
            ["Del", _t("Leave out")],
            ["/", _t("Search another product")],
            ["u", _t("Choose another unit")],
            ["e", _t("Enter the quantity")],
            ["+ −", _t("One more or one less")],
            ["a", _t("Add a line")],
            ["c", _t("Choose the customer")],
            ["d", _t("Choose the date")],
            ["g", _t("Accept all guesses")],
            ["z", _t("Take back")],
            ["Ctrl Enter", _t("Create the orders and open the next message")],
            ["Esc", _t("Close what is open")],
            ["?", _t("This list")],
        ];
    }
}

function digit(desk, index) {
    const {current} = desk;
    if (!current) {
        return;
    }
    if (current.line && desk.state.panel === `${current.key}-unit`) {
        const unit = current.line.units[index];
        return unit && desk.take("line", current.id, {uom_id: unit.id});
    }
    return desk.answer(current, index);
}

function stepQuantity(desk, by) {
    const line = desk.current?.line;
    if (line && !line.dropped) {
        const button = desk.root.el.querySelectorAll(
            `[data-stop="${desk.current.key}"] .o_fmcg_amount > button`
        )[by > 0 ? 1 : 0];
        button?.click();
    }
}

/** The draft of the current stop, the first one where no stop is current. */
function draftKey(desk) {
    const {current} = desk;
    const {drafts} = desk.data;
    const draft = current?.draft || drafts.find((d) => d.lines.includes(current?.line)) || drafts[0];
    return draft ? `draft-${draft.id}` : "request";
}

function accept(desk) {
    const {current} = desk;
    if (current?.open && (current.model === "draft" || current.line.complete)) {
        return desk.accept(current);
    }
    return current && !current.open ? desk.step(1) : desk.notifyIncomplete();
}

function onLine(desk, act) {
    const {current} = desk;
    if (current?.line && !current.line.dropped) {
        act(current);
    }
}

/** What each key does; those that the hotkey service does not know are listened to beside it. */
const ACTS = {
    j: (desk) => desk.step(1),
    k: (desk) => desk.step(-1),
    arrowdown: (desk) => desk.step(1),
    arrowup: (desk) => desk.step(-1),
    "shift+arrowdown": (desk) => desk.step(1, true),
    "shift+arrowup": (desk) => desk.step(-1, true),
};
const EDITS = {
    enter: accept,
    delete: (desk) => desk.current && !desk.current.line?.dropped && desk.leaveOut(desk.current),
    u: (desk) => onLine(desk, (stop) => stop.line.units.length && desk.openPanel(stop.key, "unit")),
    e: (desk) => onLine(desk, (stop) => desk.go(stop.key, "quantity")),
    a: (desk) => desk.openPanel(draftKey(desk), "add"),
    c: (desk) => desk.data.drafts.length && desk.openPanel(draftKey(desk), "customer"),
    d: (desk) => desk.data.drafts.length && desk.openPanel(draftKey(desk), "date"),
    g: (desk) => desk.guessCount && desk.acceptGuesses(),
    z: (desk) => {
        const changed = desk.current && (desk.current.line || desk.current.draft).changed;
        return changed && desk.undo(desk.current);
    },
    ...Object.fromEntries([...Array(9).keys()].map((i) => [`${i + 1}`, (desk) => digit(desk, i)])),
};
const SIGNS = {
    "/": (desk) => onLine(desk, (stop) => desk.openPanel(stop.key, "product")),
    "+": (desk) => stepQuantity(desk, 1),
    "-": (desk) => stepQuantity(desk, -1),
};

/** Make the keys of the message screen work for a desk. */
export function useDeskKeys(desk) {
    const ui = useService("ui");
    const dialog = useService("dialog");
    const area = ui.activeElement;
    const outside = (target) => Boolean(target.closest?.(ELSEWHERE));
    const here = (target) => !outside(target) && desk.props.record.resId;
    const mayEdit = (target) => here(target) && desk.editable;
    // Enter and Delete on a button or a link are its own.
    const free = (key) => (target) => mayEdit(target) && (key !== "enter" || !target.closest?.(NATIVE));

    desk.showKeys = () => dialog.add(ShortcutsDialog);
    for (const [key, act] of Object.entries(ACTS)) {
        useHotkey(key, () => act(desk), {allowRepeat: true, isAvailable: here});
    }
    for (const [key, act] of Object.entries(EDITS)) {
        useHotkey(key, () => act(desk), {isAvailable: free(key)});
    }
    useHotkey("escape", () => desk.closePanel(), {isAvailable: () => Boolean(desk.state.panel)});
    useHotkey("control+enter", () => desk.createOrders(), {
        bypassEditableProtection: true,
        isAvailable: here,
    });
    useExternalListener(window, "keydown", (ev) => {
        const {target} = ev;
        const typing = target.matches?.("input, textarea, select, [contenteditable=true]");
        const other = ev.ctrlKey || ev.altKey || ev.metaKey || ev.isComposing || ev.defaultPrevented;
        if (typing || other || ui.isBlocked || ui.activeElement !== area || !here(target)) {
            return;
        }
        const numpad = /^Numpad[1-9]$/.test(ev.code) ? Number(ev.code.slice(-1)) : 0;
        if (ev.key === "?") {
            ev.preventDefault();
            desk.showKeys();
        } else if (desk.editable && (SIGNS[ev.key] || numpad)) {
            ev.preventDefault();
            return numpad ? digit(desk, numpad - 1) : SIGNS[ev.key](desk);
        }
    });
}
