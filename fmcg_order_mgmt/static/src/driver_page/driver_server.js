import {ConnectionLostError, RPCError, rpc} from "@web/core/network/rpc";
import {user} from "@web/core/user";

const MODEL = "fmcg.driver.page";
const SESSION_EXPIRED = 100;

/** What went wrong with a call; `kind` is offline, session or refused. */
export class Trouble extends Error {
    constructor(kind, text = "") {
        super(text);
        this.kind = kind;
    }
}

/** The server, as the driver's page asks it; every failure comes as a `Trouble`. */
export class DriverServer {
    constructor(tourId) {
        this.tourId = tourId;
    }

    start() {
        return this.call("start", [this.tourId]);
    }

    send(reports) {
        const sent = new Date().toISOString();
        return this.call("send", [reports.map((each) => ({...each, sent})), this.tourId, user.userId]);
    }

    async call(method, args) {
        const params = {model: MODEL, method, args, kwargs: {context: user.context}};
        try {
            return await rpc(`/web/dataset/call_kw/${MODEL}/${method}`, params, {silent: true});
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                throw new Trouble("offline");
            }
            if (!(error instanceof RPCError)) {
                throw error;
            }
            if (error.code === SESSION_EXPIRED) {
                throw new Trouble("session");
            }
            throw new Trouble("refused", error.data?.message || error.message);
        }
    }
}
