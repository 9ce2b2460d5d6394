import {Component, onWillRender, useEffect, useRef, useState} from "@odoo/owl";
import {FileModel} from "@web/core/file_viewer/file_model";
import {useFileViewer} from "@web/core/file_viewer/file_viewer_hook";

/** The customer's words and files; what became a line is marked and leads to it. */
export class DeskMessage extends Component {
    static template = "fmcg_order_mgmt.DeskMessage";
    static props = {
        blocks: Array,
        cut: Boolean,
        files: Array,
        drafts: Array,
        lit: [Number, Boolean],
    };

    setup() {
        this.root = useRef("root");
        this.viewer = useFileViewer();
        this.state = useState({unfolded: {}});
        onWillRender(() => {
            const lines = this.props.drafts.flatMap((draft) => draft.lines);
            this.lines = Object.fromEntries(lines.map((line) => [line.id, line]));
        });
        useEffect(
            (lit) => this.showLit(lit),
            () => [this.props.lit]
        );
    }

    get files() {
        return this.props.files.map((file) => Object.assign(new FileModel(), file));
    }

    markClass(lineId) {
        const line = this.lines[lineId];
        const verdict = line ? (line.dropped ? "dropped" : line.verdict) : "ok";
        return {
            [`o_fmcg_mark_${verdict}`]: true,
            o_fmcg_lit: this.props.lit === lineId,
        };
    }

    markTitle(lineId) {
        const line = this.lines[lineId];
        return line ? [line.verdict_label, line.product && line.product.name].filter(Boolean).join(": ") : "";
    }

    /** Bring the words of the lit line into the pane, without moving the page. */
    showLit(lineId) {
        const mark = lineId && this.root.el?.querySelector(`[data-line="${lineId}"]`);
        const pane = this.root.el?.closest(".o_fmcg_said");
        if (!mark || !pane || pane.scrollHeight <= pane.clientHeight) {
            return;
        }
        const [inner, outer] = [mark.getBoundingClientRect(), pane.getBoundingClientRect()];
        if (inner.top < outer.top || inner.bottom > outer.bottom) {
            pane.scrollTop += inner.top - outer.top - pane.clientHeight / 3;
        }
    }

    light(lineId) {
        this.env.desk.light(lineId);
    }

    open(lineId) {
        if (this.lines[lineId]) {
            this.env.desk.go(`line-${lineId}`);
        }
    }

    onKeydown(ev, lineId) {
        if (ev.key === "Enter" || ev.key === " ") {
            ev.preventDefault();
            ev.stopPropagation();
            this.open(lineId);
        }
    }

    unfold(index) {
        this.state.unfolded[index] = !this.state.unfolded[index];
    }

    view(file) {
        this.viewer.open(
            file,
            this.files.map((other) => (other.id === file.id ? file : other))
        );
    }
}
