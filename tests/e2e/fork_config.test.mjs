// Configurations as users of Chopsticks have them, several endpoints, and caches that are filled beforehand.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import WebSocket from 'ws';

import { Node, temporaryFolder } from './node.mjs';

const program = process.env.SERINUS;
const { folder, remove } = temporaryFolder();
const kReady = /Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/;
const alice = new Keyring({ type: 'sr25519' }).addFromUri('//Alice').address;
const nobody = '5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM';

let origin;

before(async () => {
    origin = await Node.start(program, ['--dev', '--tmp', '--sealing', 'manual', '--state-pruning', 'archive']);
    for (let i = 0; i < 3; ++i) await origin.call('engine_createBlock', true, true);
});
after(async () => {
    await origin.stop();
    remove();
});

async function fork(t, args, env = {}) {
    const node = await Node.start(program, ['fork', ...args], { ready: kReady, cwd: folder, env: { ...process.env, ...env } });
    node.port = Number(kReady.exec(node.log)[1]);
    node.url = `ws://127.0.0.1:${node.port}`;
    t.after(async () => {
        if (node.child.exitCode === null && node.child.signalCode === null) await node.stop();
    });
    return node;
}

async function refused(args, env = {}) {
    return Node.start(program, ['fork', ...args], { ready: kReady, cwd: folder, env: { ...process.env, ...env } }).then(
        async (node) => {
            await node.stop();
            assert.fail('it starts');
        },
        (error) => error.message,
    );
}

async function query(t, node, read) {
    const api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
    try {
        return await read(api);
    } finally {
        await api.disconnect();
    }
}

const number = async (node) => Number((await node.call('chain_getHeader')).number);

/** An address at which nobody listens. */
async function deadEndpoint() {
    const server = createServer();
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address();
    await new Promise((resolve) => server.close(resolve));
    return `ws://127.0.0.1:${port}`;
}

test('a configuration of Chopsticks is taken as it is', async (t) => {
    const dead = await deadEndpoint();
    writeFileSync(join(folder, 'chain.yml'), `endpoint:
  - ${dead}
  - ${origin.url}
mock-signature-host: true
block: \${env.CHAIN_BLOCK_NUMBER}
port: 0
db: ./db.sqlite
runtime-log-level: 2
build-block-mode: Manual
allow-unresolved-imports: true
max-memory-block-count: 100
process-queued-messages: false
registered-types:
  types:
    ShufflingSeed:
      seed: 'H256'
rpc-timeout: 20000
host: 127.0.0.1

import-storage:
  System:
    Account:
      -
        -
          - ${nobody}
        - providers: 1
          data:
            free: '10000000000000000000'
      - [[${alice}], providers: 1]
  Timestamp:
    $removePrefix: ['now'] # those can make block building slow
`);
    const node = await fork(t, ['--config', 'chain.yml'], { CHAIN_BLOCK_NUMBER: '2' });
    assert.equal(await number(node), 2);
    await query(t, node, async (api) => {
        assert.equal((await api.query.system.account(nobody)).data.free.toString(), '10000000000000000000');
        assert.equal((await api.query.system.account(alice)).data.free.toString(), '0');
        assert.equal((await api.query.timestamp.now()).toNumber(), 0);
    });
    for (const name of ['allow-unresolved-imports', 'max-memory-block-count', 'process-queued-messages', 'registered-types']) {
        assert.match(node.log, new RegExp(`\`${name}\` changes nothing: `));
    }
    await node.call('dev_newBlock');
    const head = await node.call('chain_getBlockHash');
    await node.stop();

    // The same block again, and the latest one: each has its cache. Resuming takes the one that was used last.
    const resumed = await fork(t, ['--config', 'chain.yml', '--resume'], { CHAIN_BLOCK_NUMBER: '2' });
    assert.equal(await resumed.call('chain_getBlockHash'), head);
    await query(t, resumed, async (api) => {
        assert.equal((await api.query.system.account(nobody)).data.free.toString(), '10000000000000000000');
    });
    await resumed.stop();
    const latest = await fork(t, ['--config', 'chain.yml']);
    assert.equal(await number(latest), 3);
    await latest.stop();
    const host = dead.replace('ws://', '').replace(':', '_');
    const names = readdirSync(join(folder, 'db.sqlite.serinus', host)).filter((name) => name !== 'last');
    assert.deepEqual(names.map((name) => name.split('-')[0]).sort(), ['2', '3']);
    const offline = await fork(t, ['--config', 'chain.yml', '--offline'], { CHAIN_BLOCK_NUMBER: '2' });
    assert.equal(await number(offline), 2);
});

test('a configuration that cannot be followed is refused with a reason', async () => {
    const said = async (text) => {
        writeFileSync(join(folder, 'bad.yml'), text);
        return refused(['--config', 'bad.yml']);
    };
    const start = `endpoint: ${origin.url}\nport: 0\n`;
    assert.match(await said(`${start}block: 1\nat: 1\n`), /`block` and `at` are two names of one option/);
    assert.match(await said(`${start}no-such-key: 1\n`), /there is no option `no-such-key`/);
    assert.match(await said(`${start}html: true\n`), /`html`: it belongs to the command run-block/);
    assert.match(await said(`${start}timestamp: 5\n`), /`timestamp`: call dev_timeTravel/);
    assert.match(await said(`${start}host: 10.1.2.3\n`), /`host` is 127\.0\.0\.1/);
    assert.match(await said(`${start}block: \${env.A || 1}\n`), /line 3: only variables are read/);
    assert.match(await said(`${start}import-storage: {NoPallet: {A: 1}}\n`), /--override Error: Cannot find pallet NoPallet|Cannot find pallet NoPallet/);
    assert.match(await said(`${start}wasm-override: https://a.example/a.wasm\n`), /files are not downloaded here/);
    assert.match(await said(`genesis: https://a.example/a.json\nport: 0\n`), /files are not downloaded here/);
    assert.match(await said(`${start}resume: true\n`), /--resume needs the --cache/);
});

test('storage to import is in a file too, of YAML or JSON, or in hex', async (t) => {
    writeFileSync(join(folder, 'storage.yml'), `System: {Account: [[[${nobody}], {providers: 1, data: {free: 5}}]]}\n`);
    writeFileSync(join(folder, 'storage.json'), `{"System": {"Account": [[["${nobody}"], {"providers": 1, "data": {"free": 6}}]]}} // six`);
    const free = (node) => query(t, node, async (api) => (await api.query.system.account(nobody)).data.free.toNumber());
    for (const [name, wanted] of [['storage.yml', 5], ['storage.json', 6]]) {
        writeFileSync(join(folder, 'one.yml'), `endpoint: ${origin.url}\nport: 0\nimport-storage: ${name}\n`);
        const node = await fork(t, ['--config', 'one.yml']);
        assert.equal(await free(node), wanted);
        await node.stop();
    }
    const key = `0x${'77'.repeat(20)}`;
    writeFileSync(join(folder, 'one.yml'), `endpoint: ${origin.url}\nport: 0\nimport-storage: [['${key}', '0x01']]\n`);
    const node = await fork(t, ['--config', 'one.yml']);
    assert.equal(await node.call('state_getStorage', key), '0x01');
});

test('the next endpoint is asked when one fails, and the first again when it is well', async (t) => {
    const other = await Node.start(program, ['--dev', '--tmp', '--sealing', 'manual', '--state-pruning', 'archive']);
    t.after(async () => { if (other.child.signalCode === null && other.child.exitCode === null) await other.stop(); });
    // Another chain has other blocks.
    await other.call('engine_createBlock', true, true);
    const said = await refused(['--endpoint', origin.url, '--endpoint', other.url, '--at', '1', '--rpc-port=0']);
    assert.match(said, /has another block #1, 0x[0-9a-f]{64}, than the one that the fork begins with/);
    assert.ok(said.includes(other.url));
    await other.stop();

    const dead = await deadEndpoint();
    const node = await fork(t, ['--endpoint', dead, '--endpoint', origin.url, '--rpc-port=0']);
    assert.deepEqual(await node.call('chain_getHeader'), await origin.call('chain_getHeader'));
    assert.ok(node.log.includes(`${dead}: `));
    await node.call('dev_newBlock');
    await node.stop();
    const two = await deadEndpoint();
    const nobodyThere = await refused(['--endpoint', dead, '--endpoint', two, '--rpc-port=0', '--origin-attempts=1']);
    assert.ok(nobodyThere.includes(`${dead}: `) && nobodyThere.includes(`${two}: `), nobodyThere);
});

test('a fork of a genesis needs no endpoint', async (t) => {
    const { execFileSync } = await import('node:child_process');
    for (const [name, more] of [['raw.json', ['--raw']], ['plain.json', []]]) {
        writeFileSync(join(folder, name), execFileSync(program, ['build-spec', '--chain', 'dev', ...more], { maxBuffer: 1 << 28 }));
        writeFileSync(join(folder, 'genesis.yml'), `genesis: ${name}\nport: 0\nbuild-block-mode: Manual\ndb: ./g.sqlite\n`);
        const node = await fork(t, ['--config', 'genesis.yml']);
        assert.equal(await number(node), 0);
        assert.equal(await node.call('chain_getBlockHash', 0), await origin.call('chain_getBlockHash', 0));
        await node.call('dev_newBlock', { count: 2 });
        const head = await node.call('chain_getBlockHash');
        await node.kill();
        const again = await fork(t, ['--config', 'genesis.yml', '--resume']);
        assert.equal(await again.call('chain_getBlockHash'), head);
        assert.match(await refused(['--config', 'genesis.yml']), /in use by another node/, 'one process at a time');
        await again.stop();
    }
});

test('run-block writes a page of the changes', async () => {
    const { execFileSync } = await import('node:child_process');
    const { readFileSync } = await import('node:fs');
    const file = join(folder, 'block.html');
    execFileSync(program, ['run-block', '--endpoint', origin.url, '--at', '2', '--html', file], { stdio: 'pipe' });
    const page = readFileSync(file, 'utf8');
    assert.match(page, /<title>Block #2<\/title>/);
    assert.match(page, /<h3>Timestamp\.Now<\/h3>\n<pre class="before">/);
    assert.match(page, /Timestamp.*set/);
});

test('what is fetched beforehand is there without the origin', async (t) => {
    const cache = join(folder, 'fetched');
    mkdirSync(cache);
    const run = async (...args) => {
        const node = new Promise((resolve, reject) => {
            import('node:child_process').then(({ execFile }) =>
                execFile(program, ['fork', '--endpoint', origin.url, '--cache', cache, ...args], (error, _, stderr) =>
                    (error ? reject(new Error(stderr)) : resolve(stderr))));
        });
        return node;
    };
    const log = await run('--fetch', 'System', '--fetch', 'balances.totalIssuance', '--fetch-only');
    assert.match(log, /System: all \d+ entries are in the cache/);
    assert.match(log, /balances\.totalIssuance: all 1 entries/);
    assert.ok(!existsSync(join(cache, 'blocks')));
    const prefix = '0x26aa394eea5630e07c48ae0c9558cef7';
    const keys = await origin.call('state_getKeysPaged', prefix, 1000);
    assert.match(log, new RegExp(`System: all ${keys.length} entries`));
    // Nothing is fetched twice: the origin is not needed for what is there.
    await assert.rejects(run('--fetch', 'NoPallet', '--fetch-only'), /Cannot find pallet NoPallet/);
    await assert.rejects(run('--fetch', 'System.NoItem', '--fetch-only'), /Cannot find storage NoItem in pallet System/);
    await assert.rejects(run('--fetch-only'), /--fetch-only needs a --fetch/);

    const node = await fork(t, ['--offline', '--cache', cache, '--sealing=manual', '--rpc-port=0', '--fetch', 'System']);
    assert.deepEqual(await node.call('state_getKeysPaged', prefix, 1000), keys);
    for (const key of keys) assert.equal(await node.call('state_getStorage', key), await origin.call('state_getStorage', key), key);
    await node.stop();

    const config = join(folder, 'fetch.yml');
    const other = join(folder, 'other');
    writeFileSync(config, `endpoint: ${origin.url}\nport: 0\ncache: ${other}\nprefetch-storages:\n  - '${prefix}'\n  - Balances\n` +
        `  - Sudo: Key\n  - System.Account: [${alice}]\n  - System: {Account: [${alice}]}\n`);
    const configured = await fork(t, ['--config', config]);
    assert.match(configured.log, /\{"System":\{"Account":\["5Grw\w+"\]\}\}: all 1 entries/);
});

/** Whether a web page of that origin gets a WebSocket. */
const mayConnect = (node, origin) =>
    new Promise((resolve) => {
        const socket = new WebSocket(node.url, { origin });
        socket.on('open', () => (socket.close(), resolve(true)));
        socket.on('error', () => resolve(false));
    });

test('web pages may connect, unless origins are named', async (t) => {
    const open = await fork(t, ['--endpoint', origin.url, '--rpc-port', '0']);
    assert.ok(await mayConnect(open, 'https://dapp.example'));
    const named = await fork(t, ['--endpoint', origin.url, '--rpc-port', '0', '--rpc-cors', 'http://localhost:*,https://dapp.example']);
    assert.ok(await mayConnect(named, 'https://dapp.example'));
    assert.ok(await mayConnect(named, 'http://localhost:3000'));
    assert.ok(!(await mayConnect(named, 'https://other.example')));
    assert.match(await refused(['--endpoint', origin.url, '--rpc-cors', 'dapp.example']), /is no origin/);
});
