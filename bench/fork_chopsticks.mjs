// Forks beside Chopsticks, in one run: node bench/fork_chopsticks.mjs build/release/serinus [kusama-local-1000000.json]
// Both fork the same node, a chain of the real Kusama runtime 1.0.0, and begin with empty caches. Prints seconds on the clock and of
// the processor, where it says "start" and "command" of the whole process, and the ratios.
// PARTS=block,reads runs these alone, REPEAT=3 each of them so often, in turns. Needs `npm ci` in tests/e2e and tests/chopsticks.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = import.meta.dirname;
const self = fileURLToPath(import.meta.url);
const kTransfers = Number(process.env.TRANSFERS ?? 1_000);
const kReads = Number(process.env.READS ?? 10_000);
const kReadsAtOnce = 100;
const kParts = (process.env.PARTS ?? 'start,transfers,block,reads').split(',');
const kReady = /Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/;

const seconds = (since) => (performance.now() - since) / 1_000;
/** Of the processor, since the start of a process. */
const cpuOf = (pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
};
/** Both clocks around work of a process: what it takes. */
async function measure(pid, work) {
    const [at, cpu] = [performance.now(), cpuOf(pid)];
    await work();
    return { clock: seconds(at), cpu: cpuOf(pid) - cpu };
}

/** Reads all keys of a server, so many at once; the characters of all values. */
async function readAll(url, keys) {
    const require = createRequire(join(here, '../tests/e2e/package.json'));
    const socket = new (require('ws'))(url);
    await new Promise((resolve) => socket.on('open', resolve));
    const requests = keys.map((key, id) => JSON.stringify({ jsonrpc: '2.0', id, method: 'state_getStorage', params: [key] }));
    let next = 0, done = 0, size = 0;
    const start = performance.now();
    await new Promise((resolve, reject) => {
        socket.on('error', reject);
        socket.on('message', (data) => {
            const { result, error } = JSON.parse(data.toString());
            if (error || !result) reject(new Error(JSON.stringify(error ?? result)));
            size += result.length;
            if (next < requests.length) socket.send(requests[next++]);
            if (++done === requests.length) resolve();
        });
        while (next < kReadsAtOnce) socket.send(requests[next++]);
    });
    const clock = seconds(start);
    socket.close();
    return { clock, size };
}

/** The other program, in a process of its own: prints one line of JSON. */
async function chopsticks(mode, url, height, file) {
    process.env.LOG_LEVEL = 'fatal';
    const root = join(here, '../tests/chopsticks/node_modules/@acala-network/chopsticks-core/dist/esm');
    const { ChopsticksProvider, destroyWorker, runTask, taskHandler } = await import(pathToFileURL(join(root, 'index.js')));
    const provider = await ChopsticksProvider.fromEndpoint(url, Number(height));
    await provider.isReady;
    const { chain } = provider;
    const given = file ? JSON.parse(readFileSync(file, 'utf8')) : null;
    const out = {};
    if (mode === 'first') await provider.send('dev_newBlock', []);
    if (mode === 'transfers') {
        chain.mockSignatureHost = true;
        await provider.send('dev_newBlock', []);
        out.took = await measure(process.pid, () => provider.send('dev_newBlock', [{ transactions: given.transactions }]));
        out.value = await provider.send('state_getStorage', [given.key]);
    }
    if (mode === 'reads') {
        // Behind a WebSocket, as its own server is.
        const require = createRequire(join(here, '../tests/e2e/package.json'));
        const server = new (require('ws').WebSocketServer)({ port: 0, host: '127.0.0.1' });
        server.on('connection', (socket) => socket.on('message', async (data) => {
            const { id, method, params } = JSON.parse(data.toString());
            socket.send(JSON.stringify({ jsonrpc: '2.0', id, result: await provider.send(method, params) }));
        }));
        await new Promise((resolve) => server.on('listening', resolve));
        out.port = server.address().port;
        process.stdout.write(`${JSON.stringify(out)}\n`);
        await new Promise((resolve) => process.stdin.once('data', resolve));
    }
    if (mode === 'block') {
        const parent = chain.head;
        const run = async () => {
            const calls = [['Core_initialize_block', [given.header]], ...given.extrinsics.map((one) => ['BlockBuilder_apply_extrinsic', [one]]),
                ['BlockBuilder_finalize_block', []]];
            const done = await runTask({
                wasm: await parent.wasm, calls, mockSignatureHost: true, allowUnresolvedImports: false, runtimeLogLevel: 0, storageProofSize: 0,
            }, taskHandler(parent));
            if (!done.Call) throw new Error(JSON.stringify(done));
        };
        await run();
        out.took = await measure(process.pid, run);
    }
    out.cpu = cpuOf(process.pid);
    process.stdout.write(`${JSON.stringify(out)}\n`, async () => {
        await chain.close();
        await destroyWorker();
        process.exit(0);
    });
}

if (process.argv[2] === 'chopsticks') {
    await chopsticks(...process.argv.slice(3));
} else {
    const { Node } = await import('../tests/e2e/node.mjs');
    const require = createRequire(join(here, '../tests/e2e/package.json'));
    const { ApiPromise, Keyring, WsProvider } = await import(pathToFileURL(require.resolve('@polkadot/api')).href.replace('/cjs/', '/'));
    const [program, spec = join(here, '../../shared/data/genesis/kusama-local-1000000.json')] = process.argv.slice(2);
    if (!existsSync(spec)) {
        console.log('SKIPPED: needs the shared test data');
        process.exit(0);
    }
    const folder = mkdtempSync(join(tmpdir(), 'serinus-bench-'));
    // Nothing of an earlier fork.
    const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') };
    const warm = { ...process.env };

    const fork = async (url, environment, ...args) => {
        const node = await Node.start(program, ['fork', '--endpoint', url, '--sealing', 'manual', '--mock-signature-host', '--rpc-port=0', ...args],
            { ready: kReady, env: environment });
        node.port = Number(kReady.exec(node.log)[1]);
        node.url = `ws://127.0.0.1:${node.port}`;
        return node;
    };
    /** Of the other program, with the seconds that its process takes. */
    const theirs = (...args) => new Promise((resolve, reject) => {
        const start = performance.now();
        const child = spawn(process.execPath, [self, 'chopsticks', ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
        let text = '';
        child.stdout.setEncoding('utf8').on('data', (part) => {
            text += part;
            if (text.includes('\n')) resolve({ ...JSON.parse(text.split('\n')[0]), whole: seconds(start), child });
        });
        child.on('exit', (code) => (code === 0 ? null : reject(new Error(`chopsticks ended with ${code}`))));
    });
    const print = (what, ours, other, goal) => console.log(
        `${what.padEnd(50)} clock ${ours.clock.toFixed(3)} s, ${other.clock.toFixed(3)} s, ratio ${(other.clock / ours.clock).toFixed(1)}; `
        + `processor ${ours.cpu.toFixed(2)} s, ${other.cpu.toFixed(2)} s, ratio ${(other.cpu / ours.cpu).toFixed(1)}; goal ${goal}`);
    const whole = ({ whole: clock, cpu }) => ({ clock, cpu });

    const origin = await Node.start(program, ['--chain', spec, '--tmp', '--sealing', 'manual', '--rpc-port', '0']);
    // The other program makes no block above a genesis.
    const builder = await fork(origin.url, warm);
    await builder.call('dev_newBlock', { count: 2 });
    const height = async () => Number((await builder.call('chain_getHeader')).number);
    const api = await ApiPromise.create({ provider: new WsProvider(builder.url), noInitWarn: true });
    const alice = new Keyring({ type: 'sr25519' }).addFromUri('//Alice');
    const options = { blockHash: api.genesisHash, genesisHash: api.genesisHash, runtimeVersion: api.runtimeVersion };
    const transfers = async (count, receiver) => {
        const first = await builder.call('system_accountNextIndex', alice.address);
        return Array.from({ length: count }, (_, i) => {
            const call = api.tx.balances.transferKeepAlive(receiver, 1_000_000_000n);
            call.signFake(alice.address, { ...options, nonce: first + i });
            call.signature.set(Buffer.from(`deadbeef${'cd'.repeat(60)}`, 'hex'));
            return call.toHex();
        });
    };
    const receiver = `0x${'42'.repeat(32)}`;

    const file = join(folder, 'given.json');

    // 1. From nothing to the first block. The first start of all compiles the runtime into a cache, and notes what is read.
    let isFirst = true;
    const startParts = async () => {
        const first = async () => {
            const start = performance.now();
            const node = await fork(builder.url, env);
            await node.call('dev_newBlock');
            const took = { clock: seconds(start), cpu: cpuOf(node.child.pid) };
            await node.stop();
            return took;
        };
        const unknown = isFirst ? await first() : null;
        const known = await first();
        const otherStart = whole(await theirs('first', builder.url, await height()));
        if (isFirst) print('start to first block, runtime never seen before', unknown, otherStart, 20);
        isFirst = false;
        print('start to first block', known, otherStart, 20);
    };

    // 2. One block with many transfers.
    const transferParts = async () => {
        const transactions = await transfers(kTransfers, receiver);
        const key = api.query.system.account.key(receiver);
        writeFileSync(file, JSON.stringify({ transactions, key }));
        const node = await fork(builder.url, env);
        await node.call('dev_newBlock');
        const sent = await measure(node.child.pid, () => node.call('dev_newBlock', { transactions }));
        const others = await theirs('transfers', builder.url, await height(), file);
        if (others.value !== await node.call('state_getStorage', key)) throw new Error('the balances differ');
        print(`${kTransfers} transfers in a block`, sent, others.took, 500);
        await node.stop();
    };

    // 3. A block again.
    const blockParts = async () => {
        const parent = await height();
        const hash = await builder.call('dev_newBlock', { transactions: await transfers(100, `0x${'43'.repeat(32)}`) });
        const { block } = await builder.call('chain_getBlock', hash);
        writeFileSync(file, JSON.stringify({ header: api.createType('Header', block.header).toHex(), extrinsics: block.extrinsics }));
        const run = () => {
            const at = performance.now();
            const args = ['run-block', '--endpoint', builder.url, '--at', hash, '--mock-signature-host', '--json'];
            const timed = ['-c', 'TIMEFORMAT="%U %S"; time "$0" "$@"', program, ...args];
            const { stdout, stderr } = spawnSync('/bin/bash', timed, { env, maxBuffer: 1 << 28 });
            const whole = seconds(at);
            const report = JSON.parse(stdout);
            const cpu = stderr.toString().trim().split('\n').at(-1).split(' ').reduce((sum, one) => sum + Number(one), 0);
            if (report.sameHeader !== true) throw new Error('another header');
            const calls = report.phases.reduce((sum, { ms }) => sum + ms, 0) / 1_000;
            return { whole: { clock: whole, cpu }, calls: { clock: calls, cpu: calls } };
        };
        run();
        const again = run();
        const blockOfOthers = await theirs('block', builder.url, parent, file);
        print('a block of Kusama 1.0.0 with 100 transfers, command', again.whole, whole(blockOfOthers), 20);
        print('the calls of that block alone', again.calls, blockOfOthers.took, 20);
    };

    // 4. Reads of what was never read, in an order that nobody can guess.
    let accounts = 0;
    const readParts = async () => {
        const keys = Array.from({ length: kReads }, () => api.query.system.account.key(`0x${(++accounts).toString(16).padStart(64, '5')}`));
        const info = api.createType('AccountInfo', { providers: 1, data: { free: 5n } }).toHex();
        await builder.call('dev_setStorage', keys.map((one) => [one, info]));
        writeFileSync(file, JSON.stringify(keys));
        const reader = await fork(builder.url, env);
        const measured = async (url, pid) => {
            const cpu = cpuOf(pid);
            const { clock, size } = await readAll(url, keys);
            return { clock, cpu: cpuOf(pid) - cpu, size };
        };
        const read = await measured(reader.url, reader.child.pid);
        const other = await theirs('reads', builder.url, await height(), file);
        const readOfOthers = await measured(`ws://127.0.0.1:${other.port}`, other.child.pid);
        other.child.stdin.write('end');
        if (readOfOthers.size !== read.size) throw new Error('the values differ');
        print(`${kReads} cold reads, ${kReadsAtOnce} at a time`, read, readOfOthers, 3);
        await reader.stop();
    };

    const parts = { start: startParts, transfers: transferParts, block: blockParts, reads: readParts };
    for (let round = 0; round < Number(process.env.REPEAT ?? 1); ++round) {
        for (const part of kParts) await parts[part]();
    }
    await api.disconnect();
    await builder.stop();
    await origin.stop();
    rmSync(folder, { recursive: true, force: true });
}
