import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/** A new reviewer's first order, step by step; it asks for nothing that only one company has. */
registry.category("web_tour.tours").add("fmcg_first_review", {
    url: "/odoo/fmcg-review-desk",
    steps: () => [
        {
            trigger: ".o_fmcg_rd_queue .o_fmcg_rd_row:first",
            content: _t("Here are the orders that need you: those that close soonest stand first."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".o_fmcg_rd_sheet .o_fmcg_rd_finding:first",
            content: _t("This is why the order waits. Orders in which no check finds anything need nobody."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".o_fmcg_rd_marked [data-part='remedy']:first",
            content: _t(
                "One click does what would settle it, and the checks run again. Key 1 does the same."
            ),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".o_fmcg_rd:not([aria-busy='true']) [data-part='approve']:enabled",
            content: _t("Approve the order, by this button or by the key A. The next order comes at once."),
            tooltipPosition: "top",
            run: "click",
        },
        {trigger: ".o_notification"},
    ],
});
