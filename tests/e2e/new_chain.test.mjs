// The SDK for other teams: the files of `make install`, a chain of one's own made with it, out of tree, and the
// steps of the tutorial (docs/runtime.md): a second pallet, an upgrade with a migration. polkadot.js sends their calls.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { u8aToHex } from '@polkadot/util';

import { Network } from './local_network.mjs';
import { Node, temporaryFolder, until } from './node.mjs';

const { BUILD, SOURCES } = process.env;
// The same folder each time, so that the compiler cache has what was built before.
const folder = join(BUILD, 'sdk', 'test');
const prefix = join(folder, 'prefix');
const serinus = join(prefix, 'bin', 'serinus');
const chain = join(folder, 'mychain');
const env = {
    ...process.env,
    PATH: `${join(prefix, 'bin')}:${process.env.PATH}`,
    CMAKE_CXX_COMPILER_LAUNCHER: 'env;CCACHE_SLOPPINESS=pch_defines,time_macros;ccache',
    CXXFLAGS: '-Xclang -fno-pch-timestamp',
};
for (const variable of ['SERINUS', 'MAKEFLAGS', 'MAKELEVEL', 'PREFIX']) delete env[variable];

const run = (program, ...args) => execFileSync(program, args, { cwd: chain, env, encoding: 'utf8', stdio: 'pipe' });
const fail = (...args) => {
    const { status, stderr } = spawnSync(serinus, args, { cwd: folder, env, encoding: 'utf8' });
    return `${status}: ${stderr}`;
};
const overlay = (step) => cpSync(join(SOURCES, 'docs/tutorial', step), chain, { recursive: true });

let node;
let api;
let alice;

const start = async () => {
    node = await Node.start(serinus, ['--dev', '--chain', 'build/mychain-development.json', '--sealing', 'instant'],
        { cwd: chain });
};
// Not while something is built: nobody would answer the node's pings.
const connect = async () => {
    api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
};

const send = (tx) => new Promise((resolve, reject) => {
    tx.signAndSend(alice, { nonce: -1 }, ({ status, events, isError }) => {
        if (isError) reject(new Error(status.type));
        if (status.isFinalized) resolve(events.map(({ event }) => `${event.section}.${event.method}`));
    }).catch(reject);
});

before(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const component of ['program', 'sdk']) {
        execFileSync('cmake', ['--install', BUILD, '--component', component, '--prefix', prefix], { stdio: 'pipe' });
    }
    alice = new Keyring({ type: 'sr25519' }).addFromUri('//Alice');
});

after(async () => {
    await api?.disconnect();
    await node?.stop();
});

test('serinus new says what is wrong, and writes nothing then', () => {
    assert.match(fail('new', 'chain', 'My-Chain'), /^2: .*joined by underscores, such as price_feed/s);
    assert.match(fail('new', 'chain', 'namespace'), /^2: .*is a keyword of C\+\+/s);
    mkdirSync(join(folder, 'taken'));
    assert.match(fail('new', 'chain', 'taken'), /^1: error: taken is there already/);
    assert.match(fail('new', 'pallet', 'vault'), /^1: error: \. is not the folder of a chain/);
    const alone = spawnSync(join(BUILD, 'serinus'), ['new', 'chain', 'other'], { cwd: folder, encoding: 'utf8' });
    assert.match(alone.stderr, /Install the Debian package serinus-sdk/);
});

test('a new chain with a second pallet is built and tested', { timeout: 600_000 }, () => {
    const said = execFileSync(serinus, ['new', 'chain', 'mychain'], { cwd: folder, env, encoding: 'utf8' });
    assert.match(said, /make run/);
    run('serinus', 'new', 'pallet', 'vault');
    run('serinus', 'new', 'pallet', 'price_feed');
    overlay('vault');
    assert.match(run('make', 'test'), /PASSED {2}\] 8 tests/);
    run('make', 'build');
});

test('polkadot.js sends the calls of its pallets', async () => {
    await start();
    await connect();
    assert.equal(api.runtimeVersion.specName.toString(), 'mychain');
    assert.ok((await send(api.tx.numbers.keep(7))).includes('numbers.Kept'));
    assert.equal((await api.query.numbers.entries(alice.address)).unwrap().toNumber(), 7);
    assert.ok((await send(api.tx.priceFeed.keep(8))).includes('priceFeed.Kept'));
    const events = await send(api.tx.vault.lock(5_000_000_000_000n, 10));
    assert.ok(events.includes('vault.Locked') && events.includes('balances.Reserved'), String(events));
    assert.ok(events.includes('transactionPayment.TransactionFeePaid'));
    const { partialFee } = await api.tx.vault.open().paymentInfo(alice);
    assert.ok(partialFee.toBigInt() > 0n);
    await api.disconnect();
});

test('three nodes of it author in turns and finalize together', { timeout: 300_000 }, async (t) => {
    run('make', 'build/mychain-network.json');
    const { folder: networkFolder, remove } = temporaryFolder();
    t.after(remove);
    const network = await Network.start(networkFolder,
        ['--chain', join(chain, 'build/mychain-network.json'), '--validators', '3']);
    t.after(() => network.child.kill('SIGKILL'));
    // The author of a block is the authority of its slot.
    const authors = new Set();
    let number = 0;
    await until('each of the three authors a block that is final', async () => {
        for (const last = await network.finalized(1); number < last; ++number) {
            const { digest } = await network.call(1, 'chain_getHeader', await network.call(1, 'chain_getBlockHash', number + 1));
            assert.match(digest.logs[0], /^0x0661757261/);  // PreRuntime of "aura", behind it the slot
            authors.add(BigInt(`0x${digest.logs[0].slice(-16).match(/../g).reverse().join('')}`) % 3n);
        }
        return authors.size === 3;
    }, 120_000);
    network.child.kill('SIGINT');
    assert.deepEqual(await network.ended, { code: 0, signal: null });
});

test('the chain is upgraded, and its storage migrated', { timeout: 600_000 }, async () => {
    overlay('upgrade');
    assert.match(run('make', 'test'), /PASSED {2}\] 9 tests/);
    run('make', 'build');
    await connect();
    const code = u8aToHex(readFileSync(join(chain, 'build', 'mychain.wasm')));
    const upgrade = api.tx.sudo.sudoUncheckedWeight(api.tx.system.setCode(code), { refTime: 0, proofSize: 0 });
    assert.ok((await send(upgrade)).includes('system.CodeUpdated'));
    await api.disconnect();
    await connect();
    assert.equal(api.runtimeVersion.specVersion.toNumber(), 2);
    await send(api.tx.system.remark('0x00'));  // the first block of the new runtime
    const { number, since } = (await api.query.numbers.entries(alice.address)).unwrap();
    assert.equal(number.toNumber(), 7);
    assert.ok(since.toNumber() > 1);
    await send(api.tx.numbers.keep(9));
    assert.equal((await api.query.numbers.entries(alice.address)).unwrap().number.toNumber(), 9);
});

test('one changed line is running again within seconds', async () => {
    const file = join(chain, 'pallets/numbers/numbers.ipp');
    const text = readFileSync(file, 'utf8');
    const changed = text.replace('saturating_add(count, 1u)', 'saturating_add(count, 2u)');
    assert.notEqual(changed, text);
    writeFileSync(file, changed);
    await api.disconnect();
    await node.stop();
    run('make', 'build');
    await start();
    await connect();
    await send(api.tx.numbers.keep(1));
    assert.equal((await api.query.numbers.count()).toNumber(), 2);
});
