// JSON-RPC over a WebSocket that comes back by itself.

const kRetryMs = 1000;

const errorText = ({ message, data }) => (typeof data === 'string' && data ? `${message}: ${data}` : message);

export class Rpc {
    #socket = null;
    #next = 1;
    #waiting = new Map();  // request id → { resolve, reject }
    #subscriptions = new Map();  // subscription id → callback
    #early = new Map();  // what came for a subscription before its callback was known

    /** `onOpen` is called after each connect, `onClose` after each loss. */
    constructor(url, { onOpen, onClose }) {
        this.url = url;
        this.onOpen = onOpen;
        this.onClose = onClose;
        this.#connect();
    }

    #connect() {
        const socket = new WebSocket(this.url);
        this.#socket = socket;
        socket.onopen = () => this.onOpen();
        socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
        socket.onclose = () => {
            for (const { reject } of this.#waiting.values()) reject(new Error('the connection was lost'));
            this.#waiting.clear();
            this.#subscriptions.clear();
            this.#early.clear();
            this.onClose();
            setTimeout(() => this.#connect(), kRetryMs);
        };
    }

    #receive(message) {
        if (message.id === undefined) {
            const { subscription, result } = message.params;
            const callback = this.#subscriptions.get(subscription);
            if (callback) callback(result);
            else this.#early.set(subscription, [...this.#early.get(subscription) ?? [], result]);
            return;
        }
        const waiting = this.#waiting.get(message.id);
        this.#waiting.delete(message.id);
        if (message.error) waiting?.reject(new Error(errorText(message.error)));
        else waiting?.resolve(message.result);
    }

    get connected() { return this.#socket.readyState === WebSocket.OPEN; }

    call(method, ...params) {
        return new Promise((resolve, reject) => {
            if (!this.connected) return reject(new Error('not connected'));
            const id = this.#next++;
            this.#waiting.set(id, { resolve, reject });
            this.#socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
        });
    }

    async subscribe(method, callback, ...params) {
        const id = await this.call(method, ...params);
        this.#subscriptions.set(id, callback);
        for (const result of this.#early.get(id) ?? []) callback(result);
        this.#early.delete(id);
    }
}
