import {press} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {mountWithCleanup} from "@web/../tests/web_test_helpers";
import {ReviewDesk} from "@fmcg_order_mgmt/review_desk/review_desk";

export async function openDesk() {
    await mountWithCleanup(ReviewDesk, {
        props: {action: {}, actionId: 1, updateActionState() {}, className: ""},
    });
    await settle();
}

export async function settle() {
    for (let turn = 0; turn < 3; turn++) {
        await animationFrame();
    }
}

export async function hit(key) {
    await press(key);
    await settle();
}
