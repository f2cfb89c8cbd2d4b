// A light client of another project on a local network of two validators: it follows finality, reads the state, calls
// the runtime and submits a transaction that becomes final. What it accepts it has proven itself.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { start } from 'smoldot';

import { Node, temporaryFolder, until } from './node.mjs';

const program = process.env.SERINUS;
const local = ['--chain', 'kusama-local', '--listen-addr', '/ip4/127.0.0.1/tcp/0'];

/** JSON-RPC of one chain of the light client. */
class LightChain {
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

test('a light client follows, reads, calls and submits', async (t) => {
    const folders = [temporaryFolder(), temporaryFolder()];
    t.after(() => folders.forEach(({ remove }) => remove()));
    const nodes = [];
    t.after(() => Promise.all(nodes.map((node) => node.stop().catch((error) => console.error(error)))));
    const alice = await Node.start(program, [...local, '--alice', '--base-path', folders[0].folder]);
    nodes.push(alice);
    const [address] = await alice.call('system_localListenAddresses');
    nodes.push(await Node.start(program, [...local, '--bob', '--base-path', folders[1].folder, '--bootnodes', address]));

    const specification = JSON.parse(execFileSync(program, ['build-spec', '--chain', 'kusama-local', '--raw'],
        { maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] }));
    specification.bootNodes = [address];
    const log = [];
    const client = start({ maxLogLevel: 4, logCallback: (level, target, message) => log.push(`${level} ${target}: ${message}`) });
    t.after(async () => {
        if (process.env.SMOLDOT_LOG) console.log(log.join('\n'));
        await client.terminate();
        // It leaves timers of half a minute behind. By then the result of the test is the exit code.
        setTimeout(() => process.exit(), 1000).unref();
    });
    const light = new LightChain(await client.addChain({ chainSpec: JSON.stringify(specification) }));

    const finalized = [];
    await light.subscribe((header) => finalized.push(header), 'chain_subscribeFinalizedHeads');
    await until('it has a peer', async () => (await light.call('system_health')).peers >= 1, 20_000);
    await until('the node knows that it is a light client', async () =>
        (await alice.call('system_peers')).some(({ roles }) => roles === 'LIGHT'), 5_000);

    await until('finality', () => Number(finalized.at(-1)?.number ?? 0) >= 1, 40_000);
    const number = Number(finalized.at(-1).number);
    const hash = await light.call('chain_getFinalizedHead');
    const { number: at } = await light.call('chain_getHeader', hash);
    assert.ok(Number(at) >= number);
    assert.equal(await alice.call('chain_getBlockHash', Number(at)), hash);

    // System.Number
    const key = '0x26aa394eea5630e07c48ae0c9558cef702a5c1b19ab7a04f536c519aca4983ac';
    assert.equal(await light.call('state_getStorage', key, hash), await alice.call('state_getStorage', key, hash));
    assert.equal(await light.call('state_call', 'Core_version', '0x', hash), await alice.call('state_call', 'Core_version', '0x', hash));
    const keys = await alice.call('state_getKeysPaged', '0x', 1000, null, hash);
    const account = '0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9';
    assert.deepEqual((await light.call('state_getKeys', account, hash)).sort(),
        keys.filter((one) => one.startsWith(account)).sort());

    const api = await ApiPromise.create({ provider: new WsProvider(alice.url), noInitWarn: true });
    t.after(() => api.disconnect());
    const ring = new Keyring({ type: 'sr25519', ss58Format: 2 });
    const target = ring.addFromUri('//LightTarget').address;
    const transaction = await api.tx.balances.transferKeepAlive(target, 7n * 10n ** 12n).signAsync(ring.addFromUri('//Alice'));
    const states = [];
    await light.subscribe((state) => states.push(state), 'author_submitAndWatchExtrinsic', transaction.toHex());
    const final = await until('the transaction is final', () => states.find((state) => state.finalized)?.finalized, 40_000);
    const balance = await (await api.at(final)).query.system.account(target);
    assert.equal(balance.data.free.toBigInt(), 7n * 10n ** 12n);
});
