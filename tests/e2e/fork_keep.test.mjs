// A fork's blocks are there again after its process ended, in any way; other files are refused.
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { Node, temporaryFolder, until } from './node.mjs';

const program = process.env.SERINUS;
const { folder, remove } = temporaryFolder();
const kReady = /Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/;

let origin;
let caches = 0;
const newCache = () => join(folder, `cache${++caches}`);

/** All that the origin has, for forks that make blocks without it. */
const everything = ['--fetch', 'all'];

before(async () => {
    origin = await Node.start(program, ['--dev', '--tmp', '--sealing', 'manual']);
    for (let i = 0; i < 3; ++i) await origin.call('engine_createBlock', true, true);
});
after(async () => {
    await origin.stop();
    remove();
});

async function fork(t, ...args) {
    const node = await Node.start(program, ['fork', '--sealing=manual', '--rpc-port=0', ...args], { ready: kReady });
    node.port = Number(kReady.exec(node.log)[1]);
    t.after(async () => {
        if (node.child.exitCode === null && node.child.signalCode === null) await node.stop();
    });
    return node;
}

/** What the fork says when it does not start. */
async function refused(...args) {
    return Node.start(program, ['fork', '--sealing=manual', '--rpc-port=0', ...args], { ready: kReady }).then(
        async (node) => {
            await node.stop();
            assert.fail('it starts');
        },
        (error) => error.message,
    );
}

const key = (byte) => `0x${'77'.repeat(16)}${byte}`;
const number = async (node) => Number((await node.call('chain_getHeader')).number);

test('blocks and changes of storage are there again after kill -9, without the origin', async (t) => {
    const cache = newCache();
    const first = await fork(t, '--endpoint', origin.url, '--cache', cache, ...everything);
    const begun = await number(first);
    await first.call('dev_setStorage', [[key('00'), '0x00']]);
    const hashes = [];
    for (let i = 0; i < 3; ++i) hashes.push(await first.call('dev_newBlock'));
    await first.call('dev_setStorage', [[key('01'), '0x01'], [key('00'), null]]);
    hashes.push(await first.call('dev_newBlock'));
    await first.call('dev_setStorage', [[key('02'), '0x02']]);
    const now = `0xf0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb`;
    const time = await first.call('state_getStorage', now);
    await first.kill();

    const second = await fork(t, '--offline', '--cache', cache, '--resume');
    assert.match(second.log, new RegExp(`Continuing from block #${begun + 4} `));
    assert.equal(await second.call('chain_getBlockHash'), hashes[3]);
    for (const [i, hash] of hashes.entries()) assert.equal(await second.call('chain_getBlockHash', begun + 1 + i), hash);
    assert.equal((await second.call('chain_getBlock', hashes[3])).block.extrinsics.length > 0, true);
    assert.equal(await second.call('chain_getFinalizedHead'), hashes[3]);
    assert.equal(await second.call('state_getStorage', key('00')), null);
    assert.equal(await second.call('state_getStorage', key('00'), hashes[2]), null, 'amended');
    assert.equal(await second.call('state_getStorage', key('00'), hashes[1]), '0x00');
    assert.equal(await second.call('state_getStorage', key('01')), '0x01');
    assert.equal(await second.call('state_getStorage', key('02')), '0x02');
    assert.equal(await second.call('state_getStorage', now), time);

    const next = await second.call('dev_newBlock');
    assert.equal(await number(second), begun + 5);
    assert.equal(await second.call('state_getStorage', key('02')), '0x02');
    await second.stop();
    const third = await fork(t, '--offline', '--cache', cache, '--resume');
    assert.equal(await third.call('chain_getBlockHash'), next);
});

test('a fork goes on from an earlier block, and what came after it is in the file beside', async (t) => {
    const cache = newCache();
    const first = await fork(t, '--endpoint', origin.url, '--cache', cache, ...everything);
    const begun = await number(first);
    const second = [];
    for (let i = 0; i < 4; ++i) {
        second.push(await first.call('dev_newBlock'));
        await first.call('dev_setStorage', [[key('00'), `0x0${i}`]]);
    }
    await first.stop();
    const byNumber = await fork(t, '--offline', '--cache', cache, '--resume', String(begun + 3));
    assert.equal(await byNumber.call('chain_getBlockHash'), second[2]);
    assert.equal(await byNumber.call('state_getStorage', key('00')), '0x02');
    const other = await byNumber.call('dev_newBlock', { count: 2 });
    await byNumber.kill();
    assert.ok(existsSync(join(cache, 'blocks.old')));
    const last = await fork(t, '--offline', '--cache', cache, '--resume', 'last');
    assert.equal(await last.call('chain_getBlockHash'), other);
    await last.stop();
    const byHash = await fork(t, '--offline', '--cache', cache, '--resume', second[1]);
    assert.equal(await byHash.call('chain_getBlockHash'), second[1]);
    await byHash.stop();
    assert.match(await refused('--offline', '--cache', cache, '--resume', String(begun + 50)), /there is no block 5\d; the last one is #5 /);
});

test('without --resume a fork begins anew, and the blocks of the last one are kept beside', async (t) => {
    const cache = newCache();
    const first = await fork(t, '--endpoint', origin.url, '--cache', cache);
    const begun = await number(first);
    const hash = await first.call('dev_newBlock');
    await first.stop();
    const again = await fork(t, '--offline', '--cache', cache);
    assert.equal(await number(again), begun);
    assert.match(again.log, /begins anew; the blocks of the last one are kept/);
    await again.stop();
    const once = await fork(t, '--offline', '--cache', cache);
    assert.doesNotMatch(once.log, /begins anew/, 'nothing was made');
    await once.stop();
    copyFileSync(join(cache, 'blocks.old'), join(cache, 'blocks'));
    const back = await fork(t, '--offline', '--cache', cache, '--resume');
    assert.equal(await back.call('chain_getBlockHash'), hash);
});

test('a head that was set, and what the state began with, stay', async (t) => {
    const cache = newCache();
    const overrides = join(folder, 'overrides.json');
    writeFileSync(overrides, JSON.stringify([[key('0a'), '0x0a']]));
    const args = ['--cache', cache, '--finality=manual'];
    const first = await fork(t, '--endpoint', origin.url, '--override', overrides, ...args, ...everything);
    const begun = await number(first);
    const a = await first.call('dev_newBlock');
    const left = await first.call('dev_newBlock', { count: 2 });
    await first.call('dev_setHead', begun + 1);
    await first.kill();
    const second = await fork(t, '--offline', '--resume', ...args);
    assert.equal(await second.call('chain_getBlockHash'), a);
    assert.equal(await second.call('state_getStorage', key('0a')), '0x0a');
    assert.equal(await second.call('state_getStorage', key('0a'), a), '0x0a');
    assert.notEqual(await second.call('dev_newBlock'), a);
    assert.equal(await number(second), begun + 2);
    assert.equal(Number((await second.call('chain_getHeader', await second.call('chain_getFinalizedHead'))).number), begun);
    await second.call('dev_setHead', left);
    assert.equal(await second.call('chain_getBlockHash'), left, 'the branch that was left before is there too');
    await second.kill();
    const third = await fork(t, '--offline', '--resume', ...args);
    assert.equal(await third.call('chain_getBlockHash'), left);
});

test('files that are damaged, cut off or of another fork are refused with a reason', async (t) => {
    const cache = newCache();
    const first = await fork(t, '--endpoint', origin.url, '--cache', cache, ...everything);
    const begun = await number(first);
    for (let i = 0; i < 3; ++i) await first.call('dev_newBlock');
    await first.stop();
    const file = join(cache, 'blocks');
    const good = readFileSync(file);

    const damaged = Buffer.from(good);
    damaged[good.length - 40] ^= 1;
    writeFileSync(file, damaged);
    const said = await refused('--offline', '--cache', cache, '--resume');
    assert.match(said, new RegExp(`it is damaged; up to #${begun + 3} they are good: --resume ${begun + 3} continues from there`));
    truncateSync(file, good.length - 2000);
    assert.match(await refused('--offline', '--cache', cache, '--resume'), /it is cut off; up to #\d/);
    const saved = await fork(t, '--offline', '--cache', cache, '--resume', String(begun + 1));
    assert.equal(await number(saved), begun + 1);
    await saved.stop();

    writeFileSync(file, 'something else, of more than 24 bytes');
    assert.match(await refused('--offline', '--cache', cache, '--resume'), /it is no file of blocks/);
    writeFileSync(file, '');
    assert.match(await refused('--offline', '--cache', cache, '--resume'), /it is cut off/);

    // The rest of an interrupted write behind the last whole event.
    writeFileSync(file, Buffer.concat([good, Buffer.from([1, 2, 3])]));
    const torn = await fork(t, '--offline', '--cache', cache, '--resume');
    assert.equal(await number(torn), begun + 3);
    await torn.call('dev_newBlock');
    await torn.kill();
    const again = await fork(t, '--offline', '--cache', cache, '--resume');
    assert.equal(await number(again), begun + 4);
    await again.stop();

    const other = newCache();
    const earlier = await fork(t, '--endpoint', origin.url, '--cache', other, '--at', '1');
    await earlier.stop();
    writeFileSync(join(other, 'blocks'), good);
    assert.match(await refused('--offline', '--cache', other, '--resume'), /of another fork: it begins with the block 0x/);
    assert.match(await refused('--offline', '--cache', newCache(), '--resume'), /is empty/);
    assert.match(await refused('--endpoint', origin.url, '--resume'), /--resume needs the --cache/);
    const bare = newCache();
    await (await fork(t, '--endpoint', origin.url, '--cache', bare, '--no-keep')).stop();
    assert.match(await refused('--offline', '--cache', bare, '--resume'), /there are none: start without --resume/);
});

test('killed at any moment, a fork has every block that was answered', async (t) => {
    const cache = newCache();
    let node = await fork(t, '--endpoint', origin.url, '--cache', cache, ...everything);
    for (let round = 0; round < 6; ++round) {
        const answered = [];
        const making = (async () => {
            for (;;) {
                const hash = await node.call('dev_newBlock').catch(() => null);
                if (hash === null) return;
                answered.push(hash);
                await node.call('dev_setStorage', [[key('05'), `0x${hash.slice(2)}`]]).then(() => answered.push('set'), () => {});
            }
        })();
        await until('some blocks', () => answered.length > 4);
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 50));
        await node.kill();
        await making;
        const hashes = answered.filter((one) => one !== 'set');
        assert.ok(hashes.length > 0);
        node = await fork(t, '--offline', '--cache', cache, '--resume');
        for (const hash of hashes) assert.ok(await node.call('chain_getHeader', hash), hash);
        const set = answered.at(-1) === 'set' ? hashes.at(-1) : undefined;
        if (set !== undefined) {
            const value = await node.call('state_getStorage', key('05'));
            assert.ok(value === set || !hashes.includes(value), `${value} ${set}`);
        }
    }
});
