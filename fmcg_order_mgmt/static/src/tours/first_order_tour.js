import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/** A new rep's first order, step by step; it asks for nothing that only one company has. */
registry.category("web_tour.tours").add("fmcg_first_order", {
    url: "/odoo/fmcg-order",
    steps: () => [
        {
            trigger: ".o_fmcg_os_customer[data-customer]",
            content: _t("Choose your customer. Above you can type a name, a telephone number or a code."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".o_fmcg_os_products [data-tab='all']",
            content: _t("These are the products; “Usual” holds what this customer buys most often."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".o_fmcg_os_row:first [data-part='plus']:first",
            content: _t("A tap on + orders one pack. The single piece stands beside it."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: "[data-box='product']",
            content: _t("Search here, or type a quantity: 3c is three cases. Then press Enter."),
            tooltipPosition: "bottom",
            run: "edit 3c && press Enter",
        },
        {
            isActive: ["mobile"],
            trigger: "[data-part='review']:enabled",
            content: _t("Look at what the order says before you send it."),
            tooltipPosition: "top",
            run: "click",
        },
        {
            trigger: "[data-part='send']:enabled",
            content: _t("Prices, taxes, promotions and checks are those of the order itself. Send it."),
            tooltipPosition: "top",
            run: "click",
        },
        {
            trigger: "[data-part='next']",
            content: _t("The order is on its way. Go on with the next customer."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {trigger: "[data-box='customer']"},
    ],
});
