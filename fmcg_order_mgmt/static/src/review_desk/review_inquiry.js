import {_t} from "@web/core/l10n/translation";

let made = 0;

/**
 * What is about to be asked about an order, or noted as an answer.
 *
 * `kind` is "customer", "manager" or "answer". What was typed stays until it is sent or given up: where the
 * order was changed in the meantime, it can be sent again.
 */
export class ReviewInquiry {
    constructor(work, kind, order, values = {}) {
        this.key = ++made;
        this.work = work;
        this.kind = kind;
        this.orderId = order.id;
        this.findingId = false;
        this.about = "";
        this.questionId = false;
        this.text = "";
        this.email = "";
        this.phone = "";
        this.managers = [];
        this.managerId = false;
        this.copied = false;
        Object.assign(this, values);
    }

    get order() {
        return this.work.order;
    }

    /** Fetch the ready question, or who can be asked. */
    async prepare() {
        if (this.kind === "customer") {
            const {text, email, phone} = await this.work.call("question", this.orderId, this.findingId);
            Object.assign(this, {text: this.text || text, email, phone});
        } else if (this.kind === "manager") {
            this.managers = await this.work.call("managers", this.orderId);
            this.managerId = this.managers[0]?.id || false;
        }
    }

    get ready() {
        return Boolean(this.text.trim()) && (this.kind !== "manager" || Boolean(this.managerId));
    }

    /** Send it: to the customer by e-mail, or as asked in another way; to the manager; or keep the answer. */
    async send(byMail = Boolean(this.email)) {
        const {work, orderId, order, findingId} = this;
        const text = this.text.trim();
        if (!this.ready || work.busy || order?.id !== orderId) {
            return;
        }
        const calls = {
            customer: ["ask_customer", orderId, text, findingId, byMail, order.seen],
            manager: ["ask_manager", orderId, this.managerId, text, findingId, order.seen],
            answer: ["answer", orderId, this.questionId, text, order.seen],
        };
        await work.inquire(calls[this.kind]);
    }
}

/** What a question was asked about, and of whom. */
export function titleOf(inquiry) {
    return {
        customer: _t("What is the customer asked?"),
        manager: _t("What is the manager asked?"),
        answer: _t("What was answered?"),
    }[inquiry.kind];
}
