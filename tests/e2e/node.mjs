// Starts and stops the node that the tests talk to.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const kStartMs = 60_000;
const kStopMs = 20_000;
const kPortLine = /Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/;

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** A base path of one's own; the returned function removes it. */
export function temporaryFolder() {
    const folder = mkdtempSync(join(tmpdir(), 'serinus-e2e-'));
    return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export class Node {
    /** Starts `program` and waits until it answers RPC; `args` without ports get free ones. With `ready` the program is
     *  another command, which is ready when its log matches. `onStart` gets the node before it is ready. */
    static async start(program, args, { env = process.env, cwd, ready, startMs = kStartMs, onStart } = {}) {
        const node = new this();
        node.log = '';
        const ports = args.some((arg) => arg.startsWith('--rpc-port')) ? [] : ['--rpc-port', '0'];
        // Without mDNS, by which nodes of other tests on this machine would join.
        const defaults = ready ? [] : [...ports, '--no-prometheus', '--no-mdns'];
        node.child = spawn(program, [...args, ...defaults], { stdio: ['ignore', 'ignore', 'pipe'], env, cwd });
        running.add(node.child);
        onStart?.(node);
        node.exited = new Promise((resolve) => node.child.on('exit', (code, signal) => {
            running.delete(node.child);
            resolve({ code, signal });
        }));
        await new Promise((resolve, reject) => {
            const timer = setTimeout(() => reject(new Error(`the node does not start:\n${node.log}`)), startMs);
            const resolveIfReady = () => {
                if (!ready?.test(node.log)) return;
                clearTimeout(timer);
                resolve();
            };
            resolveIfReady();
            node.child.stderr.setEncoding('utf8').on('data', (text) => {
                node.log += text;
                resolveIfReady();
                const port = kPortLine.exec(node.log);
                if (!port) return;
                clearTimeout(timer);
                node.port = Number(port[1]);
                resolve();
            });
            node.exited.then(({ code, signal }) => {
                clearTimeout(timer);
                reject(new Error(`the node ended with ${code ?? signal}:\n${node.log}`));
            });
        });
        node.url = `ws://127.0.0.1:${node.port}`;
        return node;
    }

    /** One call over HTTP. */
    async call(method, ...params) {
        const response = await fetch(`http://127.0.0.1:${this.port}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
        });
        const { result, error } = await response.json();
        if (error) throw Object.assign(new Error(`${method}: ${error.code} ${error.message} ${error.data ?? ''}`), error);
        return result;
    }

    kill() {
        this.child.kill('SIGKILL');
        return this.exited;
    }

    /** As an operator stops it; must be quick and clean. */
    async stop() {
        this.child.kill('SIGTERM');
        const timer = setTimeout(() => this.child.kill('SIGKILL'), kStopMs);
        const { code, signal } = await this.exited;
        clearTimeout(timer);
        if (code !== 0) throw new Error(`the node ended with ${code ?? signal}:\n${this.log.slice(-3000)}`);
    }
}

/** Waits until `condition` gives something; fails with `what` after `ms`. */
export async function until(what, condition, ms = 60_000) {
    const end = Date.now() + ms;
    for (;;) {
        const value = await condition();
        if (value) return value;
        if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}
