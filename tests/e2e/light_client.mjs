// JSON-RPC of one chain of smoldot, for versions 2 and 3.
export class LightChain {
    constructor(chain) {
        this.chain = chain;
        this.next = 1;
        this.waiting = new Map();
        this.listeners = new Map();
        this.early = [];
        this.ended = this.#read();
    }

    async #read() {
        try {
            for (;;) {
                const message = JSON.parse(await this.chain.nextJsonRpcResponse());
                if (message.id !== undefined) {
                    const { resolve, reject } = this.waiting.get(message.id);
                    this.waiting.delete(message.id);
                    if (message.error) reject(new Error(JSON.stringify(message.error)));
                    else resolve(message.result);
                } else {
                    const listener = this.listeners.get(message.params.subscription);
                    if (listener) listener(message.params.result);
                    else this.early.push(message.params);
                }
            }
        } catch {
            // The chain was removed.
        }
    }

    call(method, ...params) {
        const id = this.next++;
        return new Promise((resolve, reject) => {
            this.waiting.set(id, { resolve, reject });
            this.chain.sendJsonRpc(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
        });
    }

    async subscribe(listener, method, ...params) {
        const id = await this.call(method, ...params);
        this.listeners.set(id, listener);
        for (const { subscription, result } of this.early) if (subscription === id) listener(result);
    }
}

/** Starts a light client for a test, and ends it with the test. `start`: that of the version. */
export async function startLight(t, start, specification) {
    const log = [];
    const client = start({ maxLogLevel: 4, logCallback: (level, target, message) => log.push(`${level} ${target}: ${message}`) });
    t.after(async () => {
        if (process.env.SMOLDOT_LOG) console.log(log.join('\n'));
        await client.terminate();
    });
    const chain = new LightChain(await client.addChain({ chainSpec: JSON.stringify(specification) }));
    chain.log = log;
    return chain;
}

/** To be called at the end of a file: light clients leave timers of half a minute behind. */
export function exitSoonAfter(t) {
    t.after(() => setTimeout(() => process.exit(), 1000).unref());
}
