import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

/**
 * Makes the answer form nicer where scripts run; without them it is a plain form that does the same.
 *
 * It says in words what the stars mean and sends in the background, so that a customer whose network fails
 * keeps what was entered.
 */
export class CustomerAnswer extends Interaction {
    static selector = ".o_fmcg_form";
    dynamicContent = {
        ".o_fmcg_stars input": {"t-on-change": this.onRate},
        _root: {"t-on-submit.prevent": this.onSubmit},
        ".o_fmcg_send": {"t-att-disabled": () => this.sending},
        ".o_fmcg_failed": {"t-att-class": () => ({"d-none": !this.failed})},
    };

    setup() {
        this.sending = false;
        this.failed = false;
    }

    onRate(ev) {
        const label = this.el.querySelector(`label[for="${ev.currentTarget.id}"]`);
        ev.currentTarget.closest(".o_fmcg_question").querySelector(".o_fmcg_said").value = label.title;
    }

    async onSubmit() {
        if (this.sending) {
            return;
        }
        this.sending = true;
        this.failed = false;
        try {
            const body = new URLSearchParams(new FormData(this.el));
            const response = await this.waitFor(fetch(this.el.action, {method: "POST", body}));
            if (response.redirected) {
                window.location.assign(response.url);
                return;
            }
            // What is wrong with the answer stands on the page that a plain form gets.
            HTMLFormElement.prototype.submit.call(this.el);
        } catch {
            this.sending = false;
            this.failed = true;
            this.updateContent();
        }
    }
}

registry.category("public.interactions").add("fmcg_order_mgmt.customer_answer", CustomerAnswer);
