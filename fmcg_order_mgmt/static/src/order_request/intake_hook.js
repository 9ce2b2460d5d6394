import {onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useDropzone} from "@web/core/dropzone/dropzone_hook";
import {getDataURLFromFile} from "@web/core/utils/urls";
import {checkFileSize} from "@web/core/utils/files";
import {useService} from "@web/core/utils/hooks";

const MODEL = "fmcg.order.request";
const MOST_FILES = 50;

/**
 * What the list and the board of messages share: words that are pasted and files that are dropped or
 * uploaded become messages that are read at once.
 *
 * @param {Object} root ref of what files may be dropped on
 * @param {Object} controller of the view: it opens records and is loaded anew
 */
export function useIntake(root, controller) {
    const orm = useService("orm");
    const notification = useService("notification");
    const state = useState({channels: [], uploading: false});

    onWillStart(async () => {
        state.channels = await orm.searchRead("fmcg.order.channel", [], ["code", "name"]);
    });

    const open = (id) => controller.props.selectRecord(id, {activeIds: [id]});

    async function submit(body, channel, partnerId, arrived) {
        const args = [body, channel, partnerId];
        const id = await orm.call(MODEL, "create_from_words", args);
        arrived();
        await open(id);
    }

    async function upload(file) {
        if (!file.size) {
            notification.add(_t("%s is empty.", file.name), {type: "danger"});
            return [];
        }
        if (!checkFileSize(file.size, notification)) {
            return [];
        }
        const data = await getDataURLFromFile(file);
        const values = {name: file.name, mimetype: file.type, datas: data.split(",")[1]};
        return orm.create("ir.attachment", [values]);
    }

    async function takeFiles(files) {
        if (files.length > MOST_FILES) {
            notification.add(_t("Drop at most %s files at once.", MOST_FILES), {type: "danger"});
            return;
        }
        state.uploading = true;
        try {
            const ids = [];
            for (const file of files) {
                ids.push(...(await upload(file)));
            }
            if (ids.length) {
                await show(await orm.call(MODEL, "create_from_attachments", [ids]));
            }
        } finally {
            state.uploading = false;
        }
    }

    async function show(ids) {
        if (ids.length === 1) {
            return open(ids[0]);
        }
        notification.add(_t("%s messages were taken in and read.", ids.length), {type: "success"});
        await controller.model.load();
    }

    function pickFiles() {
        const input = Object.assign(document.createElement("input"), {type: "file", multiple: true});
        input.addEventListener("change", () => takeFiles([...input.files]));
        input.click();
    }

    useDropzone(root, (ev) => takeFiles([...ev.dataTransfer.files]), "o_fmcg_dropzone");
    return {state, submit, takeFiles, pickFiles};
}
