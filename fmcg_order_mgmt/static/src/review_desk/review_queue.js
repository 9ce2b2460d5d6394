import {Component, useEffect, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {Countdown, momentOf} from "./countdown";
import {SEVERITIES} from "./severity";

/** The orders that wait, in the order in which they are best decided on. */
export class ReviewQueue extends Component {
    static template = "fmcg_order_mgmt.ReviewQueue";
    static components = {Countdown};
    static props = {open: Function};

    setup() {
        this.work = useState(this.env.review.work);
        this.root = useRef("root");
        this.severities = SEVERITIES;
        useEffect(
            () => {
                this.root.el?.querySelector("[aria-current]")?.scrollIntoView({block: "nearest"});
            },
            () => [this.work.currentId]
        );
    }

    get summary() {
        const {count, blocked, late, asked} = this.work;
        const parts = [count === 1 ? _t("1 order waits") : _t("%s orders wait", count)];
        if (blocked) {
            parts.push(_t("%s blocked", blocked));
        }
        if (late) {
            parts.push(_t("%s past the cut-off", late));
        }
        if (asked) {
            parts.push(_t("%s wait for the customer", asked));
        }
        return parts.join(" · ");
    }

    get more() {
        const more = this.work.count - this.work.rows.length;
        return more > 0 ? _t("%s more come up as these are done", more) : "";
    }

    moment(row) {
        return momentOf(row.cut_off);
    }

    detail(row) {
        return [row.name, row.channel, row.type, row.whose].filter(Boolean).join(" · ");
    }
}
