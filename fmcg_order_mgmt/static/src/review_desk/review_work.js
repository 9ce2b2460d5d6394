import {markRaw} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {ReviewInquiry} from "./review_inquiry";

const MODEL = "fmcg.review.desk";
const MOST_ROWS = 80;
// With fewer rows than this, those that wait behind them are asked for.
const FEW_ROWS = 5;
// Whoever looks at an order for so long reviews it: its clock starts.
const LOOKED_AT = 3000;

/** What went wrong, in words. */
function reasonOf(error) {
    return error.data?.message || error.message || String(error);
}

/**
 * A reviewer's work: the queue, the order that is looked at, and the next one, fetched ahead.
 *
 * A decision is sent and the next order shown at the same moment. Where the server refuses it, because the
 * order was changed or decided on by somebody else, the order comes back to the top of the queue.
 */
export class ReviewWork {
    constructor(orm, tell) {
        this.orm = markRaw(orm.silent);
        this.tell = markRaw(tell);
        this.rows = [];
        this.count = 0;
        this.blocked = 0;
        this.late = 0;
        this.asked = 0;
        this.loaded = false;
        this.currentId = false;
        this.order = null;
        this.finding = 0;
        this.asking = "";
        this.reason = "";
        this.inquiry = null;
        this.busy = false;
        this.trouble = "";
        this.ahead = markRaw(new Map());
        this.leaving = markRaw(new Set());
    }

    call(method, ...args) {
        return this.orm.call(MODEL, method, args);
    }

    /** Whether the order that is meant is on the screen. */
    get ready() {
        return this.order?.id === this.currentId && !this.busy;
    }

    get place() {
        return this.rows.findIndex((row) => row.id === this.currentId);
    }

    // The queue --------------------------------------------------------------------------------------------

    /** Ask for the queue anew; what is looked at stays. */
    async refresh() {
        try {
            const {rows, count, ...counts} = await this.call("queue", MOST_ROWS);
            this.rows = rows.filter((row) => !this.leaving.has(row.id));
            Object.assign(this, {count: count - (rows.length - this.rows.length), ...counts});
            this.trouble = "";
        } catch (error) {
            this.trouble = reasonOf(error);
        }
        this.loaded = true;
        this.ahead.clear();
        if (this.order && this.order.id === this.currentId) {
            this.fetchAhead();
        } else if (this.rows.length) {
            await this.show(this.rows[0].id);
        }
    }

    /** An order, asked for once until it is shown. */
    fetch(id) {
        if (!this.ahead.has(id)) {
            const asked = this.call("order", id);
            asked.catch(() => this.ahead.delete(id));
            this.ahead.set(id, asked);
        }
        return this.ahead.get(id);
    }

    fetchAhead() {
        const next = this.rows[this.place + 1];
        if (next) {
            this.fetch(next.id).catch(() => {});
        }
    }

    async show(id) {
        Object.assign(this, {currentId: id, asking: "", reason: "", inquiry: null, finding: 0});
        this.stopLooking();
        try {
            const order = await this.fetch(id);
            this.ahead.delete(id);
            if (this.currentId === id) {
                this.take(order);
                this.look(id);
                this.fetchAhead();
            }
        } catch (error) {
            this.tell(reasonOf(error), {type: "danger"});
        }
    }

    /** Tell the server that an order is being looked at, unless it is left at once. */
    look(id) {
        this.looking = browser.setTimeout(() => this.call("begin", id).catch(() => {}), LOOKED_AT);
    }

    stopLooking() {
        browser.clearTimeout(this.looking);
    }

    /** Take what an order says now; the current finding is the worst that something can be done about. */
    take(order) {
        this.order = order;
        const first = order.findings.findIndex((finding) => finding.remedies.length);
        this.finding = Math.max(first, 0);
        if (this.rows[this.place]) {
            this.rows[this.place] = order.row;
        }
    }

    /** Show the next or the previous order of the queue. */
    async step(by) {
        const row = this.rows[this.place + by];
        if (row) {
            await this.show(row.id);
        }
    }

    stepFinding(by) {
        const count = this.order?.findings.length || 0;
        if (count) {
            this.finding = (this.finding + by + count) % count;
        }
    }

    // What is done ------------------------------------------------------------------------------------------

    /** Approve or reject, or ask for the reason first where one is needed. */
    async decide(kind) {
        if (!this.ready || !this.order.pending) {
            return;
        }
        const needed = kind === "reject" || this.order.explain;
        if (needed && !(this.asking === kind && this.reason.trim())) {
            this.asking = kind;
            return;
        }
        await this.send(kind, this.order, this.reason.trim());
    }

    async send(kind, order, reason) {
        this.stopLooking();
        const row = this.rows[this.place] || order.row;
        this.leave(order.id);
        let outcome = null;
        try {
            outcome = await this.call(kind, order.id, reason, order.seen);
        } catch (error) {
            return this.bringBack(row, reasonOf(error), "danger");
        } finally {
            this.leaving.delete(order.id);
        }
        if (outcome.order?.pending) {
            this.ahead.set(order.id, Promise.resolve(outcome.order));
            return this.bringBack(outcome.order.row, outcome.notice, outcome.level);
        }
        this.tell(outcome.notice, {type: outcome.level, sticky: outcome.level !== "success"});
    }

    /** Take an order from the queue and go on with the next one. */
    leave(id) {
        const at = this.place;
        this.leaving.add(id);
        this.rows = this.rows.filter((row) => row.id !== id);
        this.count = Math.max(this.count - 1, 0);
        if (this.currentId !== id) {
            return;
        }
        const next = this.rows[Math.min(Math.max(at, 0), this.rows.length - 1)];
        if (next) {
            this.show(next.id);
        } else {
            Object.assign(this, {currentId: false, order: null, asking: "", reason: "", inquiry: null});
        }
        if (this.rows.length < FEW_ROWS && (this.count > this.rows.length || !next)) {
            this.refresh();
        }
    }

    /** Put an order back that could not be decided on. */
    bringBack(row, text, type) {
        this.rows = [row, ...this.rows.filter((each) => each.id !== row.id)];
        this.count += 1;
        this.tell(text, {
            type,
            sticky: true,
            buttons: [{name: _t("Show %s", row.name), onClick: () => this.show(row.id), primary: true}],
        });
        if (!this.currentId) {
            return this.show(row.id);
        }
    }

    /** Do what a finding offers; the order comes back as it is then. */
    async remedy(finding, remedy) {
        if (!this.ready || !this.order.pending || !remedy) {
            return;
        }
        const {id, seen} = this.order;
        this.busy = true;
        try {
            this.taken(id, await this.call("apply_remedy", id, finding.id, remedy.index, seen));
        } catch (error) {
            this.tell(reasonOf(error), {type: "danger"});
        } finally {
            this.busy = false;
        }
    }

    // What is asked ---------------------------------------------------------------------------------------

    /** Begin to ask the customer or a manager, about a finding or about the order. */
    async ask(kind, finding = this.order?.findings[this.finding]) {
        if (!this.ready || !this.order.pending) {
            return;
        }
        const about = {findingId: finding?.id || false, about: finding?.message || ""};
        Object.assign(this, {asking: "", inquiry: new ReviewInquiry(this, kind, this.order, about)});
        try {
            await this.inquiry.prepare();
        } catch (error) {
            this.inquiry = null;
            this.tell(reasonOf(error), {type: "danger"});
        }
    }

    noteAnswer({id, text}) {
        this.asking = "";
        this.inquiry = new ReviewInquiry(this, "answer", this.order, {questionId: id, about: text});
    }

    withdraw({id}) {
        return this.inquire(["withdraw", this.order.id, id, this.order.seen]);
    }

    /** Ask or answer; an order that waits for somebody goes behind the others, and the next one comes. */
    async inquire([method, id, ...args]) {
        this.busy = true;
        let outcome = null;
        try {
            outcome = await this.call(method, id, ...args);
        } catch (error) {
            return this.tell(reasonOf(error), {type: "danger"});
        } finally {
            this.busy = false;
        }
        const done = outcome.state === "done";
        if (done && this.currentId === id) {
            this.inquiry = null;
        }
        if (done && outcome.order.waiting) {
            this.tell(outcome.notice, {type: outcome.level});
            this.leave(id);
            this.leaving.delete(id);
        } else {
            this.taken(id, outcome);
        }
        await this.refresh();
    }

    taken(id, {notice, level, order, more}) {
        if (notice) {
            this.tell(notice, {type: level});
        }
        if (!order.pending) {
            this.busy = false;
            this.leave(id);
            this.leaving.delete(id);
        } else if (this.currentId === id) {
            this.take(order);
        } else {
            this.ahead.set(id, Promise.resolve(order));
        }
        if (more) {
            return this.refresh();
        }
    }
}
