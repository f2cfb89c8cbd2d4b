// node subscribers.mjs SERINUS [COUNT]: how long until all subscribers of new heads have heard of a block.
//
// The subscribers are in this process, which shares the processors with the node: most of the time is theirs.
import { readFileSync } from 'node:fs';
import WebSocket from 'ws';

import { Node } from '../../tests/e2e/node.mjs';
import { Connection } from './connection.mjs';

const [serinus, count = '10000'] = process.argv.slice(2);
const kCount = Number(count);
const kAtOnce = 100;
const kBlocks = 10;

const residentKiB = (node) => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${node.child.pid}/status`, 'utf8'))[1]);

let heard = 0;
let allHeard = () => {};
function subscriber(url) {
    return new Promise((resolve, reject) => {
        const socket = new WebSocket(url, { perMessageDeflate: false });
        socket.on('open', () => socket.send('{"jsonrpc":"2.0","id":1,"method":"chain_subscribeNewHeads","params":[]}'));
        socket.on('error', reject);
        let messages = 0;
        socket.on('message', () => {
            ++messages;
            if (messages === 2) return resolve(socket);  // the id, and the head of now
            if (messages > 2 && ++heard === kCount) allHeard();
        });
    });
}

const node = await Node.start(serinus, ['--dev', '--tmp', '--sealing', 'manual', '--rpc-methods', 'unsafe',
    '--rpc-max-connections', String(kCount + 10)]);
const rpc = await Connection.open(node.url);
await rpc.call('engine_createBlock', true, false, null);
const before = residentKiB(node);
const opening = Date.now();
const sockets = [];
while (sockets.length < kCount) {
    sockets.push(...await Promise.all(Array.from({ length: Math.min(kAtOnce, kCount - sockets.length) }, () => subscriber(node.url))));
}
console.log(`${kCount} subscribers in ${((Date.now() - opening) / 1000).toFixed(1)} s,`
    + ` ${((residentKiB(node) - before) / kCount).toFixed(1)} KiB each in the node`);
const times = [];
for (let block = 0; block < kBlocks; ++block) {
    heard = 0;
    const start = Date.now();
    const all = new Promise((resolve) => { allHeard = resolve; });
    await rpc.call('engine_createBlock', true, false, null);
    await all;
    times.push(Date.now() - start);
}
times.sort((a, b) => a - b);
console.log(`from the call to the last of them: median ${times[kBlocks / 2]} ms, longest ${times.at(-1)} ms;`
    + ` ${((residentKiB(node) - before) / kCount).toFixed(1)} KiB each afterwards`);
for (const socket of sockets) socket.terminate();
await node.stop();
process.exit(0);
