const ASK_AFTER = 350;

/** What the server would say of the cart as it is: one question at a time, the latest counts. */
export class OrderQuotes {
    constructor(taking) {
        this.taking = taking;
        this.leave();
    }

    leave() {
        clearTimeout(this.timer);
        Object.assign(this, {answer: null, pending: false, asking: null});
    }

    /** Ask anew in a moment, so that a run of touches is one question. */
    ask(after = ASK_AFTER) {
        clearTimeout(this.timer);
        const {taking} = this;
        if (!taking.isTaking || !taking.cart.lines.length) {
            Object.assign(this, {answer: null, pending: false});
            return;
        }
        this.pending = true;
        this.timer = setTimeout(() => this.fetch(), after);
    }

    /** Ask at once where an answer is due, and wait for it. */
    async settle() {
        while (this.pending && this.taking.isTaking) {
            clearTimeout(this.timer);
            await this.fetch();
        }
    }

    fetch() {
        this.asking = this.asking || this.request().finally(() => (this.asking = null));
        return this.asking;
    }

    async request() {
        const {taking} = this;
        const {cart} = taking;
        const asked = cart.priced;
        let quote = null;
        await taking.attempt(async () => {
            quote = await taking.server.quote(cart);
        });
        if (!taking.isTaking || taking.cart.place !== cart.place) {
            return;
        }
        if (taking.cart.priced === asked) {
            Object.assign(this, {answer: quote, pending: false});
        } else {
            this.timer = setTimeout(() => this.fetch(), ASK_AFTER);
        }
    }

    /** Whether there is something that a person should see before the order goes. */
    get needsLook() {
        const {answer} = this;
        const warned = answer?.findings.some((each) => each.severity !== "info");
        return Boolean(answer?.question || answer?.problems.length || warned);
    }
}
