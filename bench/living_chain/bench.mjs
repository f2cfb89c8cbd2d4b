// node bench.mjs SERINUS KUSAMA_LOCAL_SPEC: what a running node does in a second, beside Chopsticks in the same run.
//
//   blocks    transfers included a second in blocks that are built on request: of our runtime (--dev) and of the real one
//             (the specification), and Chopsticks building blocks of the same transfers on the same genesis
//   questions state_getStorage and chainHead storage a second, answered over one WebSocket, some under way at once
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { Node } from '../../tests/e2e/node.mjs';
import { Connection } from './connection.mjs';
import { kAlice, transfers } from './transfers.mjs';

const [serinus, spec] = process.argv.slice(2);
const kTransfers = 3000;  // as many as fit, or nearly
const kPeerTransfers = 100;
const kRounds = 3;
const kQuestions = 20_000;
const kPeerQuestions = 2_000;
const kUnderWay = 64;
const kPeerPort = 18_944;

const seconds = async (work) => {
    const start = process.hrtime.bigint();
    await work();
    return Number(process.hrtime.bigint() - start) / 1e9;
};
const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const per = (count, time) => `${(count / time).toFixed(0).padStart(8)} /s`;

/** Blocks on request: { built: seconds a block, included, submitted: seconds a transfer }. */
async function blocksOf(node) {
    const rpc = await Connection.open(node.url);
    const built = [];
    const submitted = [];
    let included = 0;
    for (let round = 0; round < kRounds; ++round) {
        const nonce = await rpc.call('system_accountNextIndex', kAlice);
        const list = await transfers(node.url, nonce, kTransfers);
        submitted.push(await seconds(() => Promise.all(list.map((tx) => rpc.call('author_submitExtrinsic', tx)))));
        let block;
        built.push(await seconds(async () => { block = await rpc.call('engine_createBlock', true, false, null); }));
        const { block: { extrinsics } } = await rpc.call('chain_getBlock', block.hash);
        included = extrinsics.length - 2;
        for (let left = 1; left > 0;) {
            await rpc.call('engine_createBlock', true, false, null);
            left = (await rpc.call('author_pendingExtrinsics')).length;
        }
    }
    rpc.close();
    return { built: median(built), included, submitted: median(submitted) / kTransfers };
}

async function startPeer() {
    const entry = fileURLToPath(new URL('node_modules/@acala-network/chopsticks/chopsticks.cjs', import.meta.url));
    const child = spawn(process.execPath, [entry, '--genesis', spec,
        '--port', String(kPeerPort), '--build-block-mode', 'Manual'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve, reject) => {
        child.stdout.on('data', (text) => /listening/i.test(String(text)) && resolve());
        child.on('exit', () => reject(new Error('Chopsticks ended')));
    });
    return { url: `ws://127.0.0.1:${kPeerPort}`, stop: () => child.kill() };
}

async function peerBlocks(peer) {
    const rpc = await Connection.open(peer.url);
    const built = [];
    for (let round = 0; round < kRounds; ++round) {
        const list = await transfers(peer.url, round * kPeerTransfers, kPeerTransfers);
        built.push(await seconds(() => rpc.call('dev_newBlock', { transactions: list })));
    }
    rpc.close();
    return median(built);
}

/** `ask(i)` for i below `count`, kUnderWay at once. */
const askMany = (count, ask) => seconds(() => {
    let next = 0;
    const worker = async () => { while (next < count) await ask(next++); };
    return Promise.all(Array.from({ length: kUnderWay }, worker));
});

async function storageQuestions(url, count) {
    const rpc = await Connection.open(url);
    const keys = await rpc.call('state_getKeysPaged', '0x', 64, '0x');
    const time = await askMany(count, (i) => rpc.call('state_getStorage', keys[i % keys.length]));
    rpc.close();
    return { time, keys };
}

async function chainHeadQuestions(url, count, keys) {
    const rpc = await Connection.open(url);
    const operations = new Map();
    const early = new Map();
    let initialized;
    const ready = new Promise((resolve) => { initialized = resolve; });
    rpc.onNotification = ({ params: { result } }) => {
        if (result.event === 'initialized') initialized(result);
        if (result.event === 'operationStorageDone') {
            const done = operations.get(result.operationId);
            if (done) done();
            else early.set(result.operationId, true);
        }
    };
    const follow = await rpc.call('chainHead_v1_follow', false);
    const { finalizedBlockHashes } = await ready;
    const block = finalizedBlockHashes.at(-1);
    let next = 0;
    const worker = async () => {
        while (next < count) {
            const key = keys[next++ % keys.length];
            const answer = await rpc.call('chainHead_v1_storage', follow, block, [{ key, type: 'value' }], null);
            if (answer.result === 'limitReached') { --next; continue; }
            if (!early.delete(answer.operationId)) {
                await new Promise((resolve) => operations.set(answer.operationId, resolve));
                operations.delete(answer.operationId);
            }
        }
    };
    const time = await seconds(() => Promise.all(Array.from({ length: 8 }, worker)));
    rpc.close();
    return time;
}

const results = {};
for (const [name, args] of Object.entries({
    'our runtime': ['--dev', '--tmp', '--sealing', 'manual'],
    'the real runtime': ['--chain', spec, '--alice', '--tmp', '--sealing', 'manual'],
})) {
    const node = await Node.start(serinus, [...args, '--rpc-methods', 'unsafe', '--rpc-max-connections', '100']);
    const { built, included, submitted } = await blocksOf(node);
    results[name] = included / built;
    console.log(`${name}: ${included} transfers in a block of ${(1e3 * built).toFixed(0)} ms:${per(included, built)};`
        + ` submitted${per(1, submitted)}`);
    const { time, keys } = await storageQuestions(node.url, kQuestions);
    results[`${name}, state_getStorage`] = kQuestions / time;
    const head = await chainHeadQuestions(node.url, kQuestions, keys);
    results[`${name}, chainHead`] = kQuestions / head;
    console.log(`  state_getStorage${per(kQuestions, time)}, chainHead storage${per(kQuestions, head)}`);
    await node.stop();
}

const peer = await startPeer();
const built = await peerBlocks(peer);
console.log(`Chopsticks, the real runtime: ${kPeerTransfers} transfers in ${(1e3 * built).toFixed(0)} ms:${per(kPeerTransfers, built)}`);
const { time, keys } = await storageQuestions(peer.url, kPeerQuestions);
const head = await chainHeadQuestions(peer.url, kPeerQuestions, keys).catch((error) => `none: ${error.message}`);
console.log(`  state_getStorage${per(kPeerQuestions, time)}, chainHead storage ${typeof head === 'number' ? per(kPeerQuestions, head) : head}`);
peer.stop();

const ratio = (name, theirs) => `${(results[name] / theirs).toFixed(0)} x Chopsticks`;
console.log(`transfers: our runtime ${ratio('our runtime', kPeerTransfers / built)}, the real one ${ratio('the real runtime', kPeerTransfers / built)}`);
console.log(`state_getStorage: ${ratio('the real runtime, state_getStorage', kPeerQuestions / time)}`);
if (typeof head === 'number') console.log(`chainHead storage: ${ratio('the real runtime, chainHead', kPeerQuestions / head)}`);
process.exit(0);
