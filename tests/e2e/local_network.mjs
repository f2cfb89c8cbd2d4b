// Starts, orders and asks a network of `serinus network`.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

import { until } from './node.mjs';

/** Of each kind: a network has at most 64 nodes, and collators have a second one behind those. */
const kPorts = 80;

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

export class Network {
    static async start(folder, args, { startMs = 120_000, program = process.env.SERINUS } = {}) {
        const network = new Network();
        [network.rpc, network.port, network.metrics] = [await freePorts(kPorts), await freePorts(kPorts), await freePorts(kPorts)];
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
        }, startMs);
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
            signal: AbortSignal.timeout(5_000),
            body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
        });
        return (await response.json()).result;
    }

    async finalized(index) {
        return Number((await this.call(index, 'chain_getHeader', await this.call(index, 'chain_getFinalizedHead'))).number);
    }
}
