import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const row = (name) => `.o_fmcg_os_row:contains(${name})`;
const unit = (name, kind) => `${row(name)} .o_fmcg_os_unit:contains(${kind})`;

/** A rep at a desk: no mouse from the first key to the next customer. */
tours.add("fmcg_order_by_keys", {
    steps: () => [
        {trigger: "[data-box='customer']:focus", run: "edit S-77"},
        {trigger: ".o_fmcg_os_customer[data-customer]:contains(Lakeside Shop)"},
        {trigger: "[data-box='customer']", run: "press Enter"},
        {trigger: "[data-box='product']:focus", run: "edit kl 3c"},
        {trigger: `${row("可乐")}.o_fmcg_os_current`},
        {trigger: "[data-box='product']", run: "press Enter"},
        {trigger: `${unit("可乐", "Case of 24")} input:value(3)`},
        {trigger: "[data-box='product']", run: "edit 6901234567892 && press Enter"},
        {trigger: `${unit("可乐", "Units")} input:value(1)`},
        {trigger: "[data-box='product']", run: "edit M-1 && press Enter"},
        {trigger: `.o_fmcg_os_line:contains(纯牛奶)`},
        {
            trigger: "[data-box='product']",
            run({anchor}) {
                const values = {key: "n", code: "KeyN", altKey: true, bubbles: true, cancelable: true};
                anchor.dispatchEvent(new KeyboardEvent("keydown", values));
            },
        },
        {trigger: ".o_fmcg_os_review textarea:focus", run: "edit 后门"},
        {trigger: "[data-part='total']:not(:contains($0.00))"},
        {trigger: ".o_fmcg_os_review textarea", run: "press Control+Enter"},
        {trigger: "[role='status']:contains(Sent)"},
        {trigger: "[data-part='next']:focus", run: "press Enter"},
        {trigger: "[data-box='customer']:focus"},
    ],
});

/** A rep at a desk changes two lines of the order that is under way, by keys alone. */
tours.add("fmcg_change_by_keys", {
    steps: () => [
        {trigger: "[data-box='customer']:focus", run: "edit S-77"},
        {trigger: ".o_fmcg_os_customer[data-customer]:contains(Lakeside Shop)"},
        {trigger: "[data-box='customer']", run: "press F2"},
        {trigger: "[data-line]:contains(可乐) input:focus", run: "press ="},
        {trigger: "[data-line]:contains(可乐) input:focus:value(11)", run: "press ArrowDown"},
        {trigger: "[data-line]:contains(纯牛奶) input:focus", run: "edit 3箱"},
        {trigger: "[data-line]:contains(纯牛奶) input", run: "press F9"},
        {trigger: "[role='status']:contains(Changed)"},
    ],
});

/** A rep with one hand on a telephone: the last order once more, one line changed, then changed again. */
tours.add("fmcg_order_by_thumb", {
    steps: () => [
        {trigger: ".o_fmcg_os_customer[data-customer]:contains(Lakeside Shop)", run: "click"},
        {trigger: "[data-part='repeat']", run: "click"},
        {trigger: `.o_fmcg_os_line[data-line]:contains(可乐) button:last`, run: "click"},
        {trigger: `.o_fmcg_os_line[data-line]:contains(可乐) input:value(11)`},
        {trigger: "[data-part='send']:enabled", run: "click"},
        {trigger: "[role='status']:contains(Sent)"},
        {trigger: "main button:contains(Change S)", run: "click"},
        {trigger: `.o_fmcg_os_line[data-line]:contains(纯牛奶) input`, run: "edit 0 && click body"},
        {trigger: ".o_fmcg_os_line:contains(taken off)"},
        {trigger: "[data-part='send']:contains(Change S):enabled", run: "click"},
        {trigger: "[role='status']:contains(Changed)"},
        {
            content: "nothing scrolls sideways",
            trigger: "[data-part='next']",
            run() {
                if (document.documentElement.scrollWidth > window.innerWidth) {
                    throw new Error("the page is wider than the screen");
                }
            },
        },
    ],
});
