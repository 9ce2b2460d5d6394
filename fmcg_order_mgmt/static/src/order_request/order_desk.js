import {Component, onWillStart, onWillUnmount, useEffect, useRef, useState, useSubEnv} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {RPCError} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {Mutex} from "@web/core/utils/concurrency";
import {useBus, useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {ChoiceList} from "./choice_list";
import {DeskDraft} from "./desk_draft";
import {useDeskKeys} from "./desk_keys";
import {DeskMessage} from "./desk_message";

const MODELS = {
    request: "fmcg.order.request",
    draft: "fmcg.order.draft",
    line: "fmcg.order.draft.line",
};
const NOTHING = {blocks: [], cut: false, files: [], kinds: [], drafts: [], editable: false};

/**
 * A message beside what it means: its drafts and lines, with their questions and ready answers.
 *
 * Whatever can be asked about is a stop with a key ("draft-3", "line-12"); one stop at a time is the current
 * one, which digits and letters act on. Each choice is saved at once and the message read anew from the
 * server. What is being typed is held back for a moment and goes along with whatever saves first.
 */
export class OrderDesk extends Component {
    static template = "fmcg_order_mgmt.OrderDesk";
    static components = {ChoiceList, DeskDraft, DeskMessage};
    static props = {...standardFieldProps};

    setup() {
        // Not the guarded service: what is held is sent even when the screen is left at that moment.
        this.orm = this.env.services.orm;
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.root = useRef("root");
        this.mutex = new Mutex();
        this.held = new Map();
        this.state = useState({current: "", lit: false, panel: "", saving: false});
        useSubEnv({desk: this});
        useDeskKeys(this);
        useBus(this.props.record.model.bus, "NEED_LOCAL_CHANGES", ({detail}) =>
            detail.proms.push(this.flush())
        );
        onWillStart(() => this.settleCurrent(false));
        useEffect(
            () => this.settleCurrent(false),
            () => [this.props.record.resId]
        );
        useEffect(() => this.focusWanted());
        onWillUnmount(() => this.flush());
    }

    get data() {
        return this.props.record.data[this.props.name] || NOTHING;
    }

    get editable() {
        return this.data.editable && !this.props.readonly;
    }

    /** Everything that a person may act on, from top to bottom. */
    get stops() {
        const draftStop = (draft) => ({
            key: `draft-${draft.id}`,
            model: "draft",
            id: draft.id,
            draft,
            open: Boolean(draft.question),
            answers: draft.question ? draft.question.answers : [],
        });
        const lineStop = (line) => ({
            key: `line-${line.id}`,
            model: "line",
            id: line.id,
            line,
            open: line.verdict !== "ok" && !line.dropped && !line.waits,
            answers: line.answers,
        });
        return this.data.drafts
            .filter((draft) => draft.state !== "ignored")
            .flatMap((draft) => [draftStop(draft), ...(draft.order ? [] : draft.lines.map(lineStop))]);
    }

    get openStops() {
        return this.editable ? this.stops.filter((stop) => stop.open) : [];
    }

    get isOrder() {
        return this.data.drafts.some((draft) => draft.state !== "ignored");
    }

    get isClear() {
        return this.editable && this.isOrder && !this.openStops.length;
    }

    get guesses() {
        return this.data.drafts.filter((draft) => draft.guesses);
    }

    get guessCount() {
        return this.guesses.reduce((sum, draft) => sum + draft.guesses, 0);
    }

    get current() {
        return this.stops.find((stop) => stop.key === this.state.current);
    }

    get progressText() {
        const count = this.openStops.length;
        if (!this.data.drafts.length) {
            return _t("No order was read here. Read the message, then add its lines.");
        }
        if (!this.isOrder) {
            return _t("Nothing is ordered here");
        }
        if (count) {
            return count === 1 ? _t("1 question is open") : _t("%s questions are open", count);
        }
        return this.editable ? _t("Everything is clear") : "";
    }

    // Moving about -----------------------------------------------------------------------------------------

    /** Make a stop the current one; `part` is what to focus in it instead of itself. */
    go(key, part = "") {
        this.arrive(key);
        this.state.panel = "";
        this.wanted = key && {key, part};
        // Also where nothing else changes: focus moves after the next patch.
        this.render();
    }

    /** Take a stop for the current one, with the words of its line lit. */
    arrive(key) {
        this.state.current = key;
        this.light(false);
    }

    /** Move among the open questions, where there is none or with `all` among all stops. */
    step(by, all = false) {
        const places = this.stops.map((stop) => stop.key);
        const place = (stop) => places.indexOf(stop.key);
        const among = all || !this.openStops.length ? this.stops : this.openStops;
        const at = places.indexOf(this.state.current);
        const next =
            by > 0
                ? among.find((stop) => place(stop) > at) || among[0]
                : among.findLast((stop) => place(stop) < at) || among.at(-1);
        if (next) {
            this.go(next.key);
        }
    }

    /** Stay where the work is: on the current stop while it is open, else on the next open one. */
    settleCurrent(focus = true) {
        const {current, openStops} = this;
        if (current && current.open) {
            return;
        }
        const places = this.stops.map((stop) => stop.key);
        const at = places.indexOf(this.state.current);
        const next = openStops.find((stop) => places.indexOf(stop.key) > at) || openStops[0];
        if (focus && next) {
            this.go(next.key);
        } else if (next || !current) {
            this.arrive(next ? next.key : "");
        }
    }

    focusWanted() {
        if (!this.wanted || !this.root.el) {
            return;
        }
        const {key, part} = this.wanted;
        const stop = this.root.el.querySelector(`[data-stop="${key}"]`);
        const target = stop && part ? stop.querySelector(`[data-part="${part}"]`) : stop;
        if (target) {
            this.wanted = false;
            target.focus({preventScroll: true});
            target.select?.();
            stop.scrollIntoView({block: "nearest"});
        }
    }

    /** Light up a line and its words; with false it goes back to those of the current line. */
    light(lineId) {
        const {current} = this.state;
        this.state.lit = lineId || (current.startsWith("line-") && Number(current.slice(5)));
    }

    openPanel(key, kind) {
        const panel = `${key}-${kind}`;
        const close = this.state.panel === panel;
        this.go(key);
        this.state.panel = close ? "" : panel;
        this.wanted = close ? this.wanted : false;
    }

    closePanel() {
        this.go(this.state.current);
    }

    // Changing things --------------------------------------------------------------------------------------

    /** Call a method of a record, then show what has become of the message. */
    act(model, method, id, ...args) {
        return this.mutex.exec(async () => {
            const {record} = this.props;
            this.state.saving = true;
            try {
                if (!(await record.save())) {
                    return false;
                }
                const result = await this.orm.call(MODELS[model], method, [[id], ...args]);
                await record.load();
                this.state.panel = "";
                return result;
            } catch (error) {
                // Somebody else may have changed the message meanwhile: show how it stands now.
                if (error instanceof RPCError) {
                    await record.load();
                }
                throw error;
            } finally {
                this.state.saving = false;
            }
        });
    }

    async change(model, method, id, ...args) {
        await this.act(model, method, id, ...args);
        this.settleCurrent();
    }

    /** Keep what is being typed or stepped for a moment, so that a run of clicks is one change. */
    hold(key, model, id, values) {
        clearTimeout(this.held.get(key)?.timer);
        const timer = setTimeout(() => this.release(key), 700);
        this.held.set(key, {timer, model, id, values});
    }

    isHeld(key) {
        return this.held.has(key);
    }

    drop(key) {
        clearTimeout(this.held.get(key)?.timer);
        this.held.delete(key);
    }

    /** Save what is held of one stop; saving flushes it. */
    async release(key) {
        if (this.held.has(key)) {
            await this.mutex.exec(async () => {
                await this.flush();
                await this.props.record.load();
            });
        }
    }

    /** Send all that is held; called by whatever saves the form. */
    async flush() {
        const changes = [...this.held];
        this.held.clear();
        for (const [key, change] of changes) {
            clearTimeout(change.timer);
            try {
                await this.orm.call(MODELS[change.model], "action_take", [[change.id], change.values]);
            } catch (error) {
                // What did not arrive is kept for the next time; what was refused is not.
                if (!(error instanceof RPCError)) {
                    this.held.set(key, change);
                }
                throw error;
            }
        }
    }

    answer(stop, index) {
        const answer = stop.answers[index];
        if (answer === undefined || !this.editable) {
            return;
        }
        if (answer.panel) {
            return this.openPanel(stop.key, answer.panel);
        }
        if (answer.key) {
            return this.change(stop.model, "action_answer", stop.id, answer.key);
        }
        if (answer.act) {
            return this.change(stop.model, answer.act, stop.id);
        }
        return answer.values
            ? this.take(stop.model, stop.id, answer.values)
            : this.change(stop.model, "action_answer", stop.id, answer.index);
    }

    take(model, id, values) {
        return this.change(model, "action_take", id, values);
    }

    notifyIncomplete() {
        const text = _t("Choose a product, a quantity above zero and a unit first.");
        this.notification.add(text, {type: "warning"});
    }

    accept(stop) {
        return this.change(stop.model, "action_settle", stop.id);
    }

    leaveOut(stop) {
        const method = stop.model === "line" ? "action_drop" : "action_leave_out";
        return this.change(stop.model, method, stop.id);
    }

    undo(stop) {
        return this.change(stop.model, "action_undo", stop.id).then(() => this.go(stop.key));
    }

    async acceptGuesses() {
        for (const draft of this.guesses) {
            await this.act("draft", "action_accept", draft.id);
        }
        this.settleCurrent();
    }

    async addLine(product, draftId = false) {
        const {resId} = this.props.record;
        const lineId = await this.act("request", "action_add_line", resId, product.id, draftId);
        if (lineId) {
            this.go(`line-${lineId}`, "quantity");
        }
    }

    loadFirstProducts(query) {
        return this.orm.call(MODELS.request, "desk_products", [[this.props.record.resId], query]);
    }

    /** Make the orders, then open the message that waits longest. */
    async createOrders() {
        const {record} = this.props;
        if (this.openStops.length) {
            this.notification.add(this.progressText, {type: "warning"});
            return this.step(1);
        }
        const done = record.data.state === "done";
        const method = done ? "next_waiting" : "action_create_and_next";
        const next = await this.act("request", method, record.resId);
        if (!done) {
            this.notification.add(_t("The orders of %s are made.", record.data.display_name), {
                type: "success",
            });
        }
        if (next) {
            await record.model.load({resId: next, resIds: [...new Set([...record.resIds, next])]});
            this.settleCurrent();
        } else {
            this.notification.add(_t("No other message is waiting."), {type: "info"});
        }
    }
}

export const orderDesk = {
    component: OrderDesk,
    supportedTypes: ["json"],
    fieldDependencies: [{name: "state", type: "selection"}],
};

registry.category("fields").add("fmcg_order_desk", orderDesk);
