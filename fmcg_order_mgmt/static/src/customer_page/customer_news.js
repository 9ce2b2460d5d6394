import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

const SECOND = 1000;

/**
 * Keeps an open page up to date without loading it anew: what the customer is typing or has unfolded stays.
 *
 * Without scripts the page is loaded anew instead.
 */
export class CustomerNews extends Interaction {
    static selector = ".o_fmcg_page[data-refresh]";

    start() {
        const timer = setInterval(() => this.look(), this.el.dataset.refresh * SECOND);
        this.registerCleanup(() => clearInterval(timer));
    }

    async look() {
        if (document.hidden) {
            return;
        }
        try {
            const response = await this.waitFor(fetch(window.location.pathname, {cache: "no-store"}));
            if (response.ok) {
                this.take(new DOMParser().parseFromString(await response.text(), "text/html"));
            }
        } catch {
            // No network now; what is shown stays until the next look.
        }
    }

    take(page) {
        if (page.querySelector(".o_fmcg_form") && !this.el.querySelector(".o_fmcg_form")) {
            // It has arrived, and the customer is asked how it was.
            window.location.reload();
            return;
        }
        for (const old of this.el.querySelectorAll("[data-live]")) {
            const fresh = page.querySelector(`[data-live="${old.dataset.live}"]`);
            if (fresh && fresh.textContent !== old.textContent) {
                const unfolded = [...old.querySelectorAll("details")].map((each) => each.open);
                fresh.querySelectorAll("details").forEach((each, place) => (each.open = unfolded[place]));
                // The element itself stays, so that a screen reader hears what is new in it.
                old.className = fresh.className;
                old.replaceChildren(...fresh.childNodes);
            }
        }
    }
}

registry.category("public.interactions").add("fmcg_order_mgmt.customer_news", CustomerNews);
