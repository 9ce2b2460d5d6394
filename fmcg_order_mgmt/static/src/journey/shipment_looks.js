/** How each state of a shipment looks; what it is called comes from the server. */
export const LOOKS = {
    pending: {icon: "fa-clock-o", colour: "secondary"},
    info_received: {icon: "fa-file-text-o", colour: "secondary"},
    picked_up: {icon: "fa-cube", colour: "info"},
    in_transit: {icon: "fa-truck", colour: "info"},
    customs: {icon: "fa-university", colour: "info"},
    out_for_delivery: {icon: "fa-bicycle", colour: "primary"},
    attempt_failed: {icon: "fa-bell-slash-o", colour: "warning"},
    ready_for_pickup: {icon: "fa-map-marker", colour: "warning"},
    exception: {icon: "fa-exclamation-triangle", colour: "danger"},
    delivered: {icon: "fa-check", colour: "success"},
    returning: {icon: "fa-undo", colour: "warning"},
    returned: {icon: "fa-undo", colour: "danger"},
    lost: {icon: "fa-times", colour: "danger"},
    cancelled: {icon: "fa-ban", colour: "secondary"},
    unknown: {icon: "fa-question", colour: "warning"},
};
