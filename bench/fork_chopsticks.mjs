// Forks beside Chopsticks, in one run: node bench/fork_chopsticks.mjs build/release/serinus [kusama-local-1000000.json]
// Both fork the same node, which has the genesis of the real Kusama runtime 1.0.0 and a block with 100 transfers on it, and
// begin with empty caches. Prints seconds on the clock, from the start of the process where it says so, and the ratio.
// Needs `npm ci` in tests/e2e and tests/chopsticks.
import { execFileSync, spawn } from 'node:child_process';
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
const kReady = /Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/;

const seconds = (since) => (performance.now() - since) / 1_000;

/** Calls `read(key)` for all keys, so many at once. */
async function readAll(keys, read) {
    let next = 0;
    await Promise.all(Array.from({ length: kReadsAtOnce }, async () => {
        while (next < keys.length) await read(keys[next++]);
    }));
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
        const start = performance.now();
        await provider.send('dev_newBlock', [{ transactions: given.transactions }]);
        out.seconds = seconds(start);
        out.value = await provider.send('state_getStorage', [given.key]);
    }
    if (mode === 'reads') {
        const start = performance.now();
        let bytes = 0;
        await readAll(given, async (key) => { bytes += (await provider.send('state_getStorage', [key])).length; });
        out.seconds = seconds(start);
        out.value = bytes;
    }
    if (mode === 'block') {
        const parent = chain.head;
        const run = async () => {
            const start = performance.now();
            const calls = [['Core_initialize_block', [given.header]], ...given.extrinsics.map((one) => ['BlockBuilder_apply_extrinsic', [one]]),
                ['BlockBuilder_finalize_block', []]];
            const done = await runTask({
                wasm: await parent.wasm, calls, mockSignatureHost: true, allowUnresolvedImports: false, runtimeLogLevel: 0, storageProofSize: 0,
            }, taskHandler(parent));
            if (!done.Call) throw new Error(JSON.stringify(done));
            return seconds(start);
        };
        out.first = await run();
        out.seconds = await run();
    }
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
        const child = spawn(process.execPath, [self, 'chopsticks', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
        let text = '';
        child.stdout.setEncoding('utf8').on('data', (part) => {
            text += part;
            if (text.endsWith('\n')) resolve({ ...JSON.parse(text), whole: seconds(start) });
        });
        child.on('exit', (code) => (code === 0 ? null : reject(new Error(`chopsticks ended with ${code}`))));
    });
    const print = (what, ours, other, goal) => console.log(
        `${what.padEnd(52)} ${ours.toFixed(3).padStart(8)} s ${other.toFixed(3).padStart(9)} s  ratio ${(other / ours).toFixed(1)} (goal ${goal})`);

    const origin = await Node.start(program, ['--chain', spec, '--tmp', '--sealing', 'manual', '--rpc-port', '0']);
    const builder = await fork(origin.url, warm);
    const api = await ApiPromise.create({ provider: new WsProvider(builder.url), noInitWarn: true });
    const alice = new Keyring({ type: 'sr25519' }).addFromUri('//Alice');
    const options = { blockHash: api.genesisHash, genesisHash: api.genesisHash, runtimeVersion: api.runtimeVersion };
    const transfers = (count, receiver) => Array.from({ length: count }, (_, nonce) => {
        const call = api.tx.balances.transferKeepAlive(receiver, 1_000_000_000n);
        call.signFake(alice.address, { ...options, nonce });
        call.signature.set(Buffer.from(`deadbeef${'cd'.repeat(60)}`, 'hex'));
        return call.toHex();
    });
    const receiver = `0x${'42'.repeat(32)}`;

    // 1. From nothing to the first block. The code is compiled to a cache by the first start of all, as for its user.
    const first = async (environment) => {
        const start = performance.now();
        const node = await fork(origin.url, environment);
        await node.call('dev_newBlock');
        const took = seconds(start);
        await node.stop();
        return took;
    };
    const coldStart = await first(env);
    const start = await first(env);
    const otherStart = (await theirs('first', origin.url, 0)).whole;
    print('start to first block, runtime never seen before', coldStart, otherStart, 20);
    print('start to first block', start, otherStart, 20);

    // 2. One block with many transfers.
    const transactions = transfers(kTransfers, receiver);
    const key = api.query.system.account.key(receiver);
    const file = join(folder, 'given.json');
    writeFileSync(file, JSON.stringify({ transactions, key }));
    const node = await fork(origin.url, env);
    await node.call('dev_newBlock');
    const begin = performance.now();
    await node.call('dev_newBlock', { transactions });
    const took = seconds(begin);
    const others = await theirs('transfers', origin.url, 0, file);
    if (others.value !== await node.call('state_getStorage', key)) throw new Error('the balances differ');
    print(`${kTransfers} transfers in a block`, took, others.seconds, 500);
    await node.stop();

    // 3. A block again.
    await builder.call('dev_newBlock');
    const parent = Number((await builder.call('chain_getHeader')).number);
    const hash = await builder.call('dev_newBlock', { transactions: transfers(100, `0x${'43'.repeat(32)}`) });
    const { block } = await builder.call('chain_getBlock', hash);
    const header = api.createType('Header', { ...block.header, digest: { logs: block.header.digest.logs } }).toHex();
    writeFileSync(file, JSON.stringify({ header, extrinsics: block.extrinsics }));
    const run = () => {
        const at = performance.now();
        const report = JSON.parse(execFileSync(program, ['run-block', '--endpoint', builder.url, '--at', hash, '--json'], { env, maxBuffer: 1 << 28 }));
        if (report.sameHeader !== true) console.log('another header', report.phases.map(({ error }) => error).filter(Boolean));
        return { whole: seconds(at), seconds: report.phases.reduce((sum, { ms }) => sum + ms, 0) / 1_000 };
    };
    run();
    const again = run();
    const blockOfOthers = await theirs('block', builder.url, parent, file);
    print('a block of Kusama 1.0.0 with 100 transfers, command', again.whole, blockOfOthers.whole, 20);
    print('the calls of the block alone, state fetched', again.seconds, blockOfOthers.seconds, 20);

    // 4. Reads of what was never read, in an order that nobody can guess.
    const keys = Array.from({ length: kReads }, (_, i) => api.query.system.account.key(`0x${(i + 1).toString(16).padStart(64, '5')}`));
    const info = api.createType('AccountInfo', { providers: 1, data: { free: 5n } }).toHex();
    await builder.call('dev_setStorage', keys.map((one) => [one, info]));
    const head = Number((await builder.call('chain_getHeader')).number);
    writeFileSync(file, JSON.stringify(keys));
    const reader = await fork(builder.url, env, '--at', String(head));
    const provider = new WsProvider(reader.url);
    await provider.isReady;
    const readStart = performance.now();
    let bytes = 0;
    await readAll(keys, async (one) => { bytes += (await provider.send('state_getStorage', [one])).length; });
    const readTook = seconds(readStart);
    const readOfOthers = await theirs('reads', builder.url, head, file);
    if (readOfOthers.value !== bytes) throw new Error('the values differ');
    print(`${kReads} cold reads, ${kReadsAtOnce} at a time`, readTook, readOfOthers.seconds, 3);

    await provider.disconnect();
    await api.disconnect();
    await reader.stop();
    await builder.stop();
    await origin.stop();
    rmSync(folder, { recursive: true, force: true });
}
