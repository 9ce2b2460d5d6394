import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";

const SCAN = "button[aria-label='Scan a barcode']";
const camera = () => browser.navigator.mediaDevices;

// EAN-13 (GS1 General Specifications, 5.2): seven modules a digit, the first digit in the parities of the left.
const LEFT = "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011";
const PARITY = "000000 001011 001101 001110 010011 011001 011100 010101 010110 011010";
const ODD = LEFT.split(" ");
const PARITIES = PARITY.split(" ");
const swapped = (bits) => bits.replace(/[01]/g, (bit) => 1 - bit);
const turned = (bits) => [...swapped(bits)].reverse().join("");

/** Return the bars (1) and spaces (0) of a number with thirteen digits. */
function bars(code) {
    const digits = [...code].map(Number);
    const left = [...PARITIES[digits[0]]].map((parity, place) => {
        const bits = ODD[digits[place + 1]];
        return parity === "1" ? turned(bits) : bits;
    });
    const right = digits.slice(7).map((digit) => swapped(ODD[digit]));
    return ["101", ...left, "01010", ...right, "101"].join("");
}

/** Put a camera in place of the device's that looks at the printed barcode of a number. */
function lookAt(code) {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [640, 480];
    const pen = canvas.getContext("2d");
    const draw = () => {
        pen.fillStyle = "white";
        pen.fillRect(0, 0, canvas.width, canvas.height);
        pen.fillStyle = "black";
        [...bars(code)].forEach((bit, place) => bit === "1" && pen.fillRect(82 + 5 * place, 140, 5, 200));
    };
    camera().getUserMedia = async () => {
        // A canvas gives a picture to its stream only when something is drawn.
        const timer = setInterval(draw, 50);
        const stream = canvas.captureStream(20);
        const [track] = stream.getVideoTracks();
        const stop = track.stop.bind(track);
        track.stop = () => {
            clearInterval(timer);
            stop();
        };
        return stream;
    };
}

/** Let the browser say what it says when somebody does not allow the camera. */
function forbid() {
    camera().getUserMedia = async () => {
        throw new DOMException("", "NotAllowedError");
    };
}

/** A rep scans with the camera: goods, goods that nobody has, and once without being allowed to. */
registry.category("web_tour.tours").add("fmcg_scan_by_camera", {
    steps: () => [
        {trigger: ".o_fmcg_os_customer[data-customer]:contains(Lakeside Shop)", run: "click"},
        {trigger: SCAN, run: () => lookAt("6901234567892")},
        {trigger: SCAN, run: "click"},
        {trigger: ".o_notification:contains(1 Units)"},
        {trigger: "body:not(:has(.o-barcode-modal))"},
        {trigger: SCAN, run: "click"},
        {trigger: ".o_notification:contains(2 Units)"},
        {trigger: SCAN, run: () => lookAt("4006381333931")},
        {trigger: SCAN, run: "click"},
        {trigger: ".o_notification:contains(4006381333931)"},
        {trigger: SCAN, run: forbid},
        {trigger: SCAN, run: "click"},
        {trigger: ".o-barcode-modal:contains(authorization)"},
        {trigger: ".o-barcode-modal .btn-close, .o-barcode-modal .oi-arrow-left", run: "click"},
        {trigger: "[data-box='product']", run: "edit M-1 && press Enter"},
        {trigger: ".o_fmcg_os_row:contains(纯牛奶) input:value(1)"},
    ],
});
