// `serinus network`: four validators in one command, a transfer that is final on all of them, nodes that are killed,
// started and added while the network runs, and one Ctrl-C that ends all.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { test } from 'node:test';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

import { temporaryFolder, until } from './node.mjs';

const program = process.env.SERINUS;
const kNodes = 6;

/** Whether this many ports in a row are free now. */
async function areFree(first, count) {
    const isFree = (port) => new Promise((resolve) => {
        const server = createServer().on('error', () => resolve(false));
        server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    for (let i = 0; i < count; ++i) if (!(await isFree(first + i))) return false;
    return true;
}

async function freePorts(count) {
    for (;;) {
        const first = 20_000 + Math.floor(Math.random() * 11_000);
        if (await areFree(first, count)) return first;
    }
}

class Network {
    static async start(folder, args) {
        const network = new Network();
        [network.rpc, network.port, network.metrics] = [await freePorts(kNodes), await freePorts(kNodes), await freePorts(kNodes)];
        network.output = '';
        network.child = spawn(program, ['network', '--base-path', folder, '--rpc-port', `${network.rpc}`,
            '--port', `${network.port}`, '--prometheus-port', `${network.metrics}`, ...args],
        { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
        network.child.stdout.setEncoding('utf8').on('data', (text) => { network.output += text; });
        network.ended = new Promise((resolve) => network.child.on('exit', (code, signal) => resolve({ code, signal })));
        process.on('exit', () => network.child.kill('SIGKILL'));
        network.ended.then(() => { network.isEnded = true; });
        await until('the network starts', () => {
            if (network.isEnded) throw new Error(`the network ended:\n${network.output}`);
            return network.output.includes('Ctrl-C ends all');
        }, 120_000);
        return network;
    }

    /** Sends a command and waits for its last word. */
    async order(line) {
        const before = this.output.length;
        this.child.stdin.write(`${line}\n`);
        await until(line, () => /^(done|error: .*)$/m.test(this.output.slice(before)));
        return this.output.slice(before);
    }

    url(index) {
        return `127.0.0.1:${this.rpc + index}`;
    }

    async call(index, method, ...params) {
        const response = await fetch(`http://${this.url(index)}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
        });
        return (await response.json()).result;
    }

    async finalized(index) {
        return Number((await this.call(index, 'chain_getHeader', await this.call(index, 'chain_getFinalizedHead'))).number);
    }
}

test('a local network of four validators', async (t) => {
    const { folder, remove } = temporaryFolder();
    t.after(remove);
    const network = await Network.start(folder, ['--validators', '4']);
    t.after(() => network.child.kill('SIGKILL'));
    for (const name of ['alice', 'bob', 'charlie', 'dave']) {
        assert.match(network.output, new RegExp(`^${name} +validator +running +ws://127\\.0\\.0\\.1:\\d+ +/ip4/127\\.0\\.0\\.1/tcp/\\d+/p2p/12D3Koo`, 'm'));
        assert.ok(existsSync(`${folder}/${name}.log`));
    }

    await t.test('a transfer given to one is final on all', async () => {
        const api = await ApiPromise.create({ provider: new WsProvider(`ws://${network.url(3)}`), noInitWarn: true });
        t.after(() => api.disconnect());
        assert.equal((await api.query.session.validators()).length, 4);
        const keys = new Keyring({ type: 'sr25519', ss58Format: 2 });
        const target = keys.addFromUri('//Nobody').address;
        await api.tx.balances.transferKeepAlive(target, 7n * 10n ** 12n).signAndSend(keys.addFromUri('//Alice'));
        for (let index = 0; index < 4; ++index) {
            const observer = await ApiPromise.create({ provider: new WsProvider(`ws://${network.url(index)}`), noInitWarn: true });
            await until(`the balance is final at node ${index}`, async () => {
                const account = await (await observer.at(await observer.rpc.chain.getFinalizedHead())).query.system.account(target);
                return account.data.free.toBigInt() === 7n * 10n ** 12n;
            });
            await observer.disconnect();
        }
        await api.disconnect();
    });

    await t.test('one of four is killed: the others go on; it returns and catches up', async () => {
        assert.match(await network.order('kill dave'), /^done$/m);
        const before = await network.finalized(0);
        await until('finality without it', async () => (await network.finalized(0)) >= before + 2);
        assert.match(await network.order('start dave'), /^done$/m);
        await until('it catches up', async () => (await network.finalized(3).catch(() => 0)) >= before + 2);
    });

    await t.test('a full node is added, and stopped', async () => {
        assert.match(await network.order('add full'), /^full1 +full /m);
        const number = await network.finalized(0);
        await until('it follows', async () => (await network.finalized(4).catch(() => 0)) >= number);
        assert.match(await network.order('stop full1'), /^done$/m);
        assert.match(await network.order('stop full1'), /^error: full1 does not run$/m);
        assert.match(await network.order('dance'), /^error: "dance" is no command/m);
    });

    await t.test('Ctrl-C ends all of it with success', async () => {
        network.child.kill('SIGINT');
        assert.deepEqual(await network.ended, { code: 0, signal: null });
        for (let index = 0; index < 4; ++index) await assert.rejects(() => network.call(index, 'system_health'));
    });

    await t.test('the folder holds the network, which continues', async () => {
        const again = await Network.start(folder, ['--validators', '4']);
        assert.ok((await again.finalized(0)) >= 2);
        again.child.stdin.write('quit\n');
        assert.deepEqual(await again.ended, { code: 0, signal: null });
        const other = spawn(program, ['network', '--base-path', folder, '--validators', '3'], { stdio: ['ignore', 'ignore', 'pipe'] });
        let complaint = '';
        other.stderr.setEncoding('utf8').on('data', (text) => { complaint += text; });
        assert.equal(await new Promise((resolve) => other.on('exit', resolve)), 1);
        assert.match(complaint, /has 4 authority keys.*cannot run with --validators 3/);
    });
});
