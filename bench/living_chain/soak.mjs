// node soak.mjs SERINUS [BLOCKS [TRANSFERS_A_BLOCK]]: an hour of the chain's time under load; is the node's memory flat?
//
// Blocks are made on request, so that an hour takes minutes. Each has transfers; one client follows with chainHead and
// asks about every block, one watches all heads and two accounts.
import { readFileSync } from 'node:fs';

import { Node, temporaryFolder } from '../../tests/e2e/node.mjs';
import { Connection } from './connection.mjs';
import { kAlice, transfers } from './transfers.mjs';

const [serinus, blocks = '600', each = '100'] = process.argv.slice(2);
const kBlocks = Number(blocks);
const kEach = Number(each);
const kSamples = 12;
const kMiB = 1 << 20;

/** What the node has for itself, without the pages of its database that the system keeps in memory. */
const residentMiB = (node) =>
    Number(/RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${node.child.pid}/status`, 'utf8'))[1]) * 1024 / kMiB;

async function follow(url) {
    const rpc = await Connection.open(url);
    let id;
    let asked = 0;
    let last = [];
    rpc.onNotification = async ({ params: { result } }) => {
        if (result.event === 'newBlock') {
            ++asked;
            await rpc.call('chainHead_v1_header', id, result.blockHash);
            await rpc.call('chainHead_v1_body', id, result.blockHash);
            await rpc.call('chainHead_v1_call', id, result.blockHash, 'Core_version', '0x');
        } else if (result.event === 'finalized') {
            const passed = [...last, ...result.finalizedBlockHashes.slice(0, -1), ...result.prunedBlockHashes];
            last = [result.finalizedBlockHashes.at(-1)];
            await rpc.call('chainHead_v1_unpin', id, passed);
        } else if (result.event === 'initialized') {
            last = result.finalizedBlockHashes;
        } else if (result.event === 'stop') {
            throw new Error('the node ended the subscription');
        }
    };
    id = await rpc.call('chainHead_v1_follow', true);
    return { rpc, asked: () => asked };
}

async function watch(url) {
    const rpc = await Connection.open(url);
    const keys = await rpc.call('state_getKeysPaged', '0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9', 2, '0x');
    await rpc.call('chain_subscribeAllHeads');
    await rpc.call('chain_subscribeFinalizedHeads');
    await rpc.call('state_subscribeStorage', keys);
    return rpc;
}

const { folder, remove } = temporaryFolder();
const node = await Node.start(serinus, ['--dev', '--base-path', folder, '--sealing', 'manual', '--rpc-methods', 'unsafe']);
const follower = await follow(node.url);
const watcher = await watch(node.url);
const rpc = await Connection.open(node.url);
const samples = [];
const list = await transfers(node.url, await rpc.call('system_accountNextIndex', kAlice), kBlocks * kEach);
const start = Date.now();
for (let block = 0; block < kBlocks; ++block) {
    await Promise.all(list.splice(0, kEach).map((tx) => rpc.call('author_submitExtrinsic', tx)));
    await rpc.call('engine_createBlock', true, true, null);
    if ((block + 1) % Math.ceil(kBlocks / kSamples) === 0) {
        samples.push(residentMiB(node));
        console.log(`block ${block + 1}: ${samples.at(-1).toFixed(1)} MiB`);
    }
}
const seconds = (Date.now() - start) / 1000;
const settled = samples.slice(Math.floor(samples.length / 3));
console.log(`${kBlocks} blocks of ${kEach} transfers in ${seconds.toFixed(0)} s, ${follower.asked()} followed;`
    + ` memory from the first third to the end: ${(settled.at(-1) - settled[0]).toFixed(1)} MiB`);
for (const one of [rpc, watcher, follower.rpc]) one.close();
await node.stop();
remove();
process.exit(0);
