import {describe, expect, test} from "@odoo/hoot";
import {manuallyDispatchProgrammaticEvent, press, queryFirst} from "@odoo/hoot-dom";
import {animationFrame, Deferred} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {contains, defineModels, fields, models, mountView, onRpc} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class FmcgOrderRequest extends models.Model {
    _name = "fmcg.order.request";
    name = fields.Char();
    _records = [{id: 1, name: "MSG/1"}];
}

class FmcgOrderChannel extends models.Model {
    _name = "fmcg.order.channel";
    name = fields.Char();
    code = fields.Char();
    _records = [
        {id: 1, name: "Chat", code: "chat"},
        {id: 2, name: "Telephone", code: "phone"},
    ];
}

defineMailModels();
defineModels([FmcgOrderRequest, FmcgOrderChannel]);

async function mountBoard() {
    await mountView({
        type: "kanban",
        resModel: "fmcg.order.request",
        arch: `<kanban js_class="fmcg_intake_kanban"><templates><t t-name="card">
            <field name="name"/></t></templates></kanban>`,
        selectRecord: (id) => expect.step(`open ${id}`),
    });
}

/** Paste on the page, outside of any field. */
function paste({text = "", files = []}) {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    files.forEach((file) => clipboardData.items.add(file));
    return manuallyDispatchProgrammaticEvent(document.body, "paste", {clipboardData});
}

test("what is pasted anywhere comes into the box, Ctrl+Enter reads and opens it", async () => {
    onRpc("create_from_words", ({args}) => {
        expect.step(args);
        return 7;
    });
    await mountBoard();
    await paste({text: "cola 10"});
    await animationFrame();
    expect(".o_fmcg_paste textarea").toHaveValue("cola 10");
    expect(".o_fmcg_paste textarea").toBeFocused();
    await contains(".o_fmcg_paste select").select("phone");
    await contains(".o_fmcg_paste textarea").focus();
    await press(["Control", "Enter"]);
    await animationFrame();
    expect.verifySteps([["cola 10", "phone", false], "open 7"]);
    expect(".o_fmcg_paste textarea").toHaveValue("");
});

test("words stay in the box until they have arrived, and are sent once", async () => {
    expect.errors(1);
    const answer = new Deferred();
    onRpc("create_from_words", () => {
        expect.step("sent");
        return answer;
    });
    await mountBoard();
    await contains(".o_fmcg_paste textarea").edit("cola 10", {confirm: false});
    await contains(".o_fmcg_read").click();
    expect(".o_fmcg_read:disabled").toHaveCount(1);
    answer.reject(new Error("no connection"));
    await animationFrame();
    await animationFrame();
    expect(".o_fmcg_paste textarea").toHaveValue("cola 10");
    expect(".o_fmcg_read:enabled").toHaveCount(1);
    expect.verifySteps(["sent"]);
    expect.verifyErrors([/no connection/]);
});

test("a picture on the clipboard becomes a message of its own", async () => {
    onRpc("ir.attachment", "create", ({args}) => {
        expect.step(args[0][0].name);
        return [3];
    });
    onRpc("create_from_attachments", ({args}) => {
        expect.step(args);
        return [8];
    });
    await mountBoard();
    await paste({files: [new File(["x"], "note.png", {type: "image/png"})]});
    await expect.waitForSteps(["note.png", [[3]], "open 8"]);
    expect(queryFirst(".o_fmcg_paste textarea").value).toBe("");
});

test("an empty file is told of and not taken", async () => {
    await mountBoard();
    await paste({files: [new File([], "empty.csv", {type: "text/csv"})]});
    await animationFrame();
    expect(".o_notification").toHaveText(/empty.csv is empty/);
});
