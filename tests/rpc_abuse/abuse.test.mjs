// Attacks a running node, and expects after each attack that it answers, produces blocks and has not grown.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, test } from 'node:test';

import { Node, until } from '../e2e/node.mjs';
import { Random } from './random.mjs';
import { frame, Socket, WebSocket } from './websocket.mjs';

const kMaxConnections = 50;
const kMegabyte = 1 << 20;
/** Beside what the node has after its start: the memory that clients can fill is 256 MiB. */
const kMayGrowBytes = 400 * kMegabyte;
const kSeed = Number(process.env.SEED ?? Date.now() % 1_000_000);

let node;
let residentAtStart;

function residentBytes(field = 'VmRSS') {
    const status = readFileSync(`/proc/${node.child.pid}/status`, 'utf8');
    return Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)[1]) * 1024;
}

const bestNumber = async () => parseInt((await node.call('chain_getHeader')).number, 16);

async function post(body, headers = { 'content-type': 'application/json' }) {
    const response = await fetch(`http://127.0.0.1:${node.port}`, { method: 'POST', headers, body });
    return { status: response.status, text: await response.text() };
}

const shown = (value) => JSON.stringify(value).slice(0, 300);

function checkAnswer(answer, about) {
    assert.equal(answer.jsonrpc, '2.0', about);
    assert.ok('id' in answer, about);
    assert.notEqual('result' in answer, 'error' in answer, about);
    if (!answer.error) return;
    assert.ok(Number.isInteger(answer.error.code), about);
    assert.equal(typeof answer.error.message, 'string', about);
}

before(async () => {
    console.log(`SEED=${kSeed}`);
    node = await Node.start(process.env.SERINUS, ['--dev', '--tmp', '--sealing', 'interval=500',
        `--rpc-max-connections`, String(kMaxConnections)]);
    await until('the first block', async () => await bestNumber() > 0);
    residentAtStart = residentBytes();
});

after(async () => {
    console.log(`memory: ${Math.round(residentAtStart / kMegabyte)} MiB at the start, ` +
        `${Math.round(residentBytes() / kMegabyte)} at the end, ${Math.round(residentBytes('VmHWM') / kMegabyte)} at most`);
    await node.stop();
});

afterEach(async () => {
    const number = await bestNumber();
    await until('another block', async () => await bestNumber() > number);
    const grown = residentBytes() - residentAtStart;
    assert.ok(grown < kMayGrowBytes, `the node has grown by ${Math.round(grown / kMegabyte)} MiB`);
});

test('malformed texts are answered as parse errors or invalid requests', async () => {
    const socket = await WebSocket.open(node.port);
    const texts = ['', '{', '[', 'null', '{}', '[[]]', '"', '{"jsonrpc":"2.0"', '{"jsonrpc":"2.0","id":1}', '[{}]', '\u0000',
        '{"jsonrpc":"2.0","method":{},"id":1}', `{"id":1,"method":"${'a'.repeat(10_000)}","jsonrpc":"3"}`];
    for (const text of texts) {
        socket.send(text);
        for (const answer of [JSON.parse(await socket.receive())].flat()) {
            checkAnswer(answer, text);
            assert.ok([-32700, -32600].includes(answer.error.code), text);
        }
    }
    socket.destroy();
});

test('nesting and numbers without end are refused', async () => {
    const deep = '['.repeat(kMegabyte);
    for (const params of [`${deep}`, `${'{"a":'.repeat(100_000)}`, `[${'9'.repeat(kMegabyte)}]`, `[1e${'9'.repeat(1000)}]`,
        `[${'0,'.repeat(4 * kMegabyte)}0]`]) {
        const { text } = await post(`{"jsonrpc":"2.0","id":1,"method":"state_getStorage","params":${params}}`);
        checkAnswer(JSON.parse(text), params.slice(0, 20));
        assert.ok(JSON.parse(text).error);
    }
});

test('huge messages are refused, and the connection stays', async () => {
    const announced = await Socket.open(node.port);
    announced.send(`POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${16 * kMegabyte}\r\n\r\n`);
    announced.socket.end();
    await announced.whenClosed();
    assert.match(announced.received.toString(), /^HTTP\/1\.1 413 /);
    const socket = await WebSocket.open(node.port);
    for (let i = 0; i < 4; ++i) {
        socket.send('a'.repeat(20 * kMegabyte));
        assert.equal(JSON.parse(await socket.receive()).error.code, -32007);
    }
    assert.ok((await socket.call('system_chain')).result);
    socket.destroy();
});

test('batches that ask for too much get one error', async () => {
    const one = '{"jsonrpc":"2.0","id":1,"method":"state_getMetadata"}';
    const { text } = await post(`[${Array(200).fill(one).join()}]`);
    assert.equal(JSON.parse(text).error.code, -32011);
});

test('frames that break the rules end their connection alone', async () => {
    for (const bad of [frame(1, 'unmasked', { masked: false }), frame(3, 'reserved'), frame(9, 'a'.repeat(200)),
        frame(0, 'continues nothing'), Buffer.from([0xf1, 0x80, 0, 0, 0, 0]), frame(1, Buffer.from([0xff, 0xfe])),
        frame(8, Buffer.from([1]))]) {
        const socket = await WebSocket.open(node.port);
        socket.raw.send(bad);
        await socket.raw.whenClosed();
    }
});

test('fragments without end are one message', async () => {
    const socket = await WebSocket.open(node.port);
    socket.raw.send(frame(1, '{"jsonrpc":"2.0","id":1,"method":', { final: false }));
    for (let i = 0; i < 10_000; ++i) socket.raw.send(frame(0, ' ', { final: false }));
    socket.raw.send(frame(0, '"system_chain"}'));
    assert.ok(JSON.parse(await socket.receive()).result);
    socket.destroy();
});

test('what is no HTTP is refused', async () => {
    const random = new Random(kSeed);
    for (let i = 0; i < 200; ++i) {
        const socket = await Socket.open(node.port);
        socket.send(Buffer.from(random.hex(200).slice(2), 'hex'));
        socket.send('\r\n\r\n');
        socket.socket.end();
        await socket.whenClosed();
    }
});

test('slow clients do not exclude others', async () => {
    const slow = [];
    for (let i = 0; i < 2 * kMaxConnections; ++i) {
        const socket = await Socket.open(node.port);
        socket.send('POST / HTTP/1.1\r\nContent-Type: appl');
        slow.push(socket);
    }
    assert.ok(await node.call('system_chain'));
    slow.forEach((socket) => socket.destroy());
});

test('too many connections get an answer', async () => {
    const open = [];
    let refused = 0;
    for (let i = 0; i < kMaxConnections + 20; ++i) {
        await WebSocket.open(node.port).then((socket) => open.push(socket), (error) => {
            assert.equal(error.status, 429);
            ++refused;
        });
    }
    assert.ok(refused > 0);
    assert.ok((await open[0].call('system_chain')).result);
    open.forEach((socket) => socket.destroy());
    await until('room again', async () => (await post('{"jsonrpc":"2.0","id":1,"method":"system_chain"}')).status === 200);
});

test('connections that come and go leave nothing', async () => {
    for (let round = 0; round < 20; ++round) {
        const sockets = await Promise.all(Array.from({ length: 20 }, () => WebSocket.open(node.port)));
        for (const socket of sockets) {
            socket.send({ jsonrpc: '2.0', id: 1, method: 'chain_subscribeNewHead', params: [] });
            socket.send({ jsonrpc: '2.0', id: 2, method: 'chainHead_v1_follow', params: [true] });
            socket.send({ jsonrpc: '2.0', id: 3, method: 'state_getMetadata', params: [] });
            if (round % 2) socket.destroy();
        }
        for (const socket of sockets) socket.destroy();
    }
    await until('room again', async () => (await post('{"jsonrpc":"2.0","id":1,"method":"system_chain"}')).status === 200);
});

test('subscriptions have a limit, and a flood of them is served', async () => {
    const socket = await WebSocket.open(node.port);
    let opened = 0;
    let refused = 0;
    for (let i = 0; i < 1100; ++i) {
        const answer = await socket.call('chain_subscribeFinalizedHeads');
        if (answer.result) ++opened;
        else {
            assert.equal(answer.error.code, -32006);
            ++refused;
        }
    }
    assert.equal(opened, 1024);
    assert.equal(refused, 76);
    socket.destroy();
});

test('one who never reads is served until its share is used, others always', async () => {
    const silent = await WebSocket.open(node.port);
    silent.raw.socket.pause();
    for (let i = 0; i < 500; ++i) silent.send({ jsonrpc: '2.0', id: i, method: 'state_getMetadata', params: [] });
    for (let i = 0; i < 20; ++i) assert.ok(await node.call('system_chain'));
    silent.destroy();
});

test('heavy calls of many connections keep no light call waiting, and blocks come', async () => {
    const sockets = await Promise.all(Array.from({ length: kMaxConnections - 10 }, () => WebSocket.open(node.port)));
    let answered = 0;
    let isOver = false;
    const clients = sockets.map(async (socket, index) => {
        for (let i = index; !isOver; ++i) {
            const [method, params] = [['state_call', ['Metadata_metadata', '0x']], ['state_getReadProof', [['0x', '0x26']]],
                ['state_getStorageSize', ['0x']], ['state_getKeysPaged', ['0x', 1000]]][i % 4];
            assert.ok((await socket.call(method, ...params)).result);
            ++answered;
        }
    });
    const number = await bestNumber();
    await until('two blocks', async () => await bestNumber() > number + 2);
    const before = answered;
    for (let i = 0; i < 50; ++i) assert.ok(await node.call('system_health'));
    await until('heavy answers, too', async () => answered > before);
    isOver = true;
    await Promise.all(clients);
    sockets.forEach((socket) => socket.destroy());
});

// 30 x 16 x 4 MiB would be 2 GB.
test('broadcasts of what is no transaction leave nothing', async () => {
    const size = 4 * kMegabyte;
    const compact = Buffer.alloc(4);
    compact.writeUInt32LE(size * 4 + 2);
    const extrinsic = `0x${compact.toString('hex')}${'07'.repeat(size)}`;
    const sockets = await Promise.all(Array.from({ length: 30 }, () => WebSocket.open(node.port)));
    sockets.forEach((socket) => socket.stayAlive());
    for (const socket of sockets) {
        for (let i = 0; i < 16; ++i) checkAnswer(await socket.call('transaction_v1_broadcast', extrinsic), 'broadcast');
    }
    const grown = residentBytes() - residentAtStart;
    assert.ok(grown < kMayGrowBytes, `the node has grown by ${Math.round(grown / kMegabyte)} MiB`);
    sockets.forEach((socket) => socket.destroy());
});

test('proofs of everything have a limit', async () => {
    const keys = Array.from({ length: 65_536 }, (_, i) => `0x${i.toString(16).padStart(4, '0')}`);
    const answers = await Promise.all(Array.from({ length: 8 }, async () => {
        const socket = await WebSocket.open(node.port);
        const answer = await socket.call('state_getReadProof', keys);
        socket.destroy();
        return answer;
    }));
    for (const answer of answers) checkAnswer(answer, 'proof');
});

test('thousands of requests at once are all answered', async () => {
    const socket = await WebSocket.open(node.port);
    const kRequests = 5_000;
    for (let i = 0; i < kRequests; ++i) socket.send({ jsonrpc: '2.0', id: i, method: 'system_health', params: [] });
    const ids = new Set();
    while (ids.size < kRequests) {
        const answer = JSON.parse(await socket.receive());
        assert.ok(answer.result);
        ids.add(answer.id);
    }
    socket.destroy();
});

test('every method answers whatever its arguments are', async () => {
    const random = new Random(kSeed);
    const { methods } = await node.call('rpc_methods');
    const hash = await node.call('chain_getBlockHash');
    const known = [hash, await node.call('chain_getBlockHash', 0), '0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9',
        '5GrwvaF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY', 'Core_version', 'Metadata_metadata_at_version', '0x0f000000'];
    // Methods that break the node for later calls, and those that obey any request, however silly.
    const kLeftOut = /addLogFilter|resetLogFilter|system_unstable_networkState|engine_createBlock|dev_newBlock|dev_setHead|dev_setStorage|dev_timeTravel|dev_setBlockBuildMode|dev_setRuntimeLogLevel/;
    const socket = await WebSocket.open(node.port);
    let calls = 0;
    for (const method of methods) {
        if (kLeftOut.test(method)) continue;
        for (let i = 0; i < 30; ++i) {
            const params = Array.from({ length: random.below(5) }, () => random.value(known));
            const id = `${method} ${i}`;
            socket.send({ jsonrpc: '2.0', id, method, params: i % 10 === 9 ? random.value(known) : params });
            for (;;) {
                const text = await socket.receive();
                assert.notEqual(text, undefined, `the connection was closed by ${method} ${shown(params)}`);
                const message = JSON.parse(text);
                if (message.method) continue;  // a subscription was opened
                assert.equal(message.id, id);
                checkAnswer(message, id);
                // The text of a handler that threw.
                assert.notEqual(message.error?.message, 'Internal error', `${method} ${shown(params)}`);
                break;
            }
            ++calls;
        }
    }
    console.log(`${methods.length} methods, ${calls} calls`);
    socket.destroy();
});
