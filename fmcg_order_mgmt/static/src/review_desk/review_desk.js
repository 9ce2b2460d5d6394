import {Component, onMounted, onWillStart, onWillUnmount, useRef, useState, useSubEnv} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {DeskMessage} from "../order_request/desk_message";
import {useReviewKeys} from "./review_keys";
import {ReviewOrder} from "./review_order";
import {ReviewQuestions} from "./review_questions";
import {ReviewQueue} from "./review_queue";
import {ReviewWork} from "./review_work";

const REFRESH = 60000;

/** One order after the other: what waits, the order with its findings, and what the customer wrote. */
export class ReviewDesk extends Component {
    static template = "fmcg_order_mgmt.ReviewDesk";
    static components = {DeskMessage, ReviewOrder, ReviewQuestions, ReviewQueue};
    static props = {...standardActionServiceProps};

    setup() {
        // Not the guarded service: what was decided is sent even when the screen is left at that moment.
        const {orm, notification} = this.env.services;
        this.work = useState(new ReviewWork(orm, notification.add));
        this.action = useService("action");
        this.root = useRef("root");
        this.state = useState({view: "queue", lit: false});
        useSubEnv({review: this, desk: this});
        useReviewKeys(this);
        onWillStart(() => this.work.refresh());
        onMounted(() => this.root.el.focus({preventScroll: true}));
        const timer = browser.setInterval(() => this.work.refresh(), REFRESH);
        onWillUnmount(() => {
            browser.clearInterval(timer);
            this.work.stopLooking();
        });
    }

    get order() {
        return this.work.order?.id === this.work.currentId ? this.work.order : null;
    }

    /** Whether there are words of others beside the order. */
    get told() {
        return Boolean(this.order && (this.order.messages.length || this.order.questions.length));
    }

    /** The pane that a telephone shows: where nothing waits, the one that says so. */
    get view() {
        return this.work.rows.length ? this.state.view : "order";
    }

    open(id) {
        this.state.view = "order";
        this.light(false);
        return this.work.show(id);
    }

    step(by) {
        this.light(false);
        return this.work.step(by);
    }

    stopAsking() {
        Object.assign(this.work, {asking: "", reason: "", inquiry: null});
        this.root.el?.focus({preventScroll: true});
    }

    openOrder() {
        const id = this.order?.id;
        return (
            id &&
            this.action.doAction({
                type: "ir.actions.act_window",
                res_model: "sale.order",
                res_id: id,
                views: [[false, "form"]],
            })
        );
    }

    // What the message asks of its desk ------------------------------------------------------------------------

    /** Light up words and the line of the order that they became. */
    light(lineId) {
        this.state.lit = lineId;
    }

    /** Bring the order's line of some words into sight; `key` as the message gives it: "line-12". */
    go(key) {
        const lineId = Number(key.slice("line-".length));
        this.light(lineId);
        this.root.el?.querySelector(`[data-said="${lineId}"]`)?.scrollIntoView({block: "nearest"});
    }
}

registry.category("actions").add("fmcg_review_desk", ReviewDesk);
