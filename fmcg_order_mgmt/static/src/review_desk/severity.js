import {_t} from "@web/core/l10n/translation";

/** How a finding of each severity looks, and what it is called. */
export const SEVERITIES = {
    block: {icon: "fa-ban", colour: "danger", label: _t("Block")},
    warn: {icon: "fa-exclamation-triangle", colour: "warning", label: _t("Warning")},
    info: {icon: "fa-info-circle", colour: "info", label: _t("Information")},
};
