import {Component, onWillStart, useRef, useState} from "@odoo/owl";
import {KeepLast} from "@web/core/utils/concurrency";
import {useAutofocus} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";

let nextId = 1;

/** A search box over a list of choices: typing narrows it, arrows and Enter or a click choose. */
export class ChoiceList extends Component {
    static template = "fmcg_order_mgmt.ChoiceList";
    static props = {
        placeholder: String,
        load: Function,
        choose: Function,
        close: Function,
    };

    setup() {
        this.id = `o_fmcg_choices_${nextId++}`;
        this.input = useAutofocus({refName: "input"});
        this.list = useRef("list");
        this.last = new KeepLast();
        this.state = useState({options: [], active: 0, loading: true});
        this.search = useDebounced(() => this.fetch(this.input.el?.value || ""), 150);
        onWillStart(() => {
            this.fetch("");
        });
    }

    async fetch(query) {
        this.state.loading = true;
        this.state.options = await this.last.add(this.props.load(query.trim()));
        this.state.active = 0;
        this.state.loading = false;
    }

    optionId(index) {
        return `${this.id}_${index}`;
    }

    move(by) {
        const count = this.state.options.length;
        if (count) {
            this.state.active = (this.state.active + by + count) % count;
            this.list.el?.children[this.state.active]?.scrollIntoView({block: "nearest"});
        }
    }

    onKeydown(ev) {
        const keys = {
            ArrowDown: () => this.move(1),
            ArrowUp: () => this.move(-1),
            Escape: () => this.props.close(),
            Enter: () => this.choose(this.state.options[this.state.active]),
        };
        // An input method takes these keys for itself while it composes.
        if (keys[ev.key] && !ev.isComposing && !ev.ctrlKey) {
            ev.preventDefault();
            ev.stopPropagation();
            keys[ev.key]();
        }
    }

    choose(option) {
        if (option && !this.state.loading) {
            this.props.choose(option);
        }
    }
}
