import {Component, useExternalListener} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

const ELSEWHERE = ".o_main_navbar, .o_popover, .o-dropdown--menu, .o_dialog";

/** The sheet of shortcuts. */
export class ReviewKeysDialog extends Component {
    static template = "fmcg_order_mgmt.ReviewKeysDialog";
    static components = {Dialog};
    static props = {close: Function};

    get rows() {
        return [
            ["A", _t("Approve; where a check blocks, say why first")],
            ["R", _t("Reject, and say why")],
            ["C", _t("Ask the customer about the marked finding")],
            ["M", _t("Ask a manager to decide")],
            ["1 … 9", _t("Do what the marked finding offers")],
            ["← →", _t("Mark another finding")],
            ["↓ ↑", _t("Next or previous order")],
            ["Enter", _t("Send the reason that was typed")],
            ["Esc", _t("Do not decide after all")],
            ["O", _t("Open the order in Odoo")],
            ["?", _t("This list")],
        ];
    }
}

const ACTS = {
    a: (desk) => desk.work.decide("approve"),
    r: (desk) => desk.work.decide("reject"),
    c: (desk) => desk.work.ask("customer"),
    m: (desk) => desk.work.ask("manager"),
    o: (desk) => desk.openOrder(),
    "?": (desk) => desk.showKeys(),
    ArrowDown: (desk) => desk.step(1),
    ArrowUp: (desk) => desk.step(-1),
    ArrowRight: (desk) => desk.work.stepFinding(1),
    ArrowLeft: (desk) => desk.work.stepFinding(-1),
    Escape: (desk) => desk.stopAsking(),
};

function digit(desk, number) {
    const finding = desk.work.order?.findings[desk.work.finding];
    return finding && desk.work.remedy(finding, finding.remedies[number - 1]);
}

/** Make the keys of the review desk work. */
export function useReviewKeys(desk) {
    const dialog = useService("dialog");
    const ui = useService("ui");
    const area = ui.activeElement;
    desk.showKeys = () => dialog.add(ReviewKeysDialog);
    useExternalListener(window, "keydown", (ev) => {
        const {key, target} = ev;
        const other = ev.ctrlKey || ev.altKey || ev.metaKey || ev.isComposing || ev.defaultPrevented;
        if (other || ui.isBlocked || ui.activeElement !== area || target.closest?.(ELSEWHERE)) {
            return;
        }
        if (target.matches?.("input, select, textarea, [contenteditable=true]")) {
            return;
        }
        const act = ACTS[key.length === 1 ? key.toLowerCase() : key];
        const number = /^[1-9]$/.test(key) ? Number(key) : 0;
        if (ev.repeat && !key.startsWith("Arrow")) {
            return;
        }
        if (act || number) {
            ev.preventDefault();
            return number ? digit(desk, number) : act(desk);
        }
    });
}
