import {Component, useEffect, useRef, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {titleOf} from "./review_inquiry";

/** The panel in which the customer or a manager is asked, or an answer is noted. */
export class ReviewAsk extends Component {
    static template = "fmcg_order_mgmt.ReviewAsk";
    static props = {inquiry: Object};

    setup() {
        this.review = this.env.review;
        this.work = useState(this.review.work);
        this.inquiry = useState(this.props.inquiry);
        this.text = useRef("text");
        useEffect(
            () => {
                this.text.el?.focus();
            },
            () => []
        );
    }

    get title() {
        return titleOf(this.inquiry);
    }

    get telephone() {
        return `tel:${this.inquiry.phone.replace(/[^\d+]/g, "")}`;
    }

    /** Copy the text; where the browser does not let us, it is marked for whoever does it by hand. */
    async copy() {
        this.text.el.select();
        try {
            await browser.navigator.clipboard.writeText(this.inquiry.text);
            this.inquiry.copied = true;
        } catch {
            this.inquiry.copied = false;
        }
    }

    onKey(ev) {
        if (ev.isComposing) {
            return;
        }
        if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey)) {
            ev.preventDefault();
            this.inquiry.send();
        } else if (ev.key === "Escape") {
            ev.preventDefault();
            ev.stopPropagation();
            this.review.stopAsking();
        }
    }
}
