// serinus cores, serinus_cores and the page #/cores: on the genesis of the real Kusama of two years with the real Coretime 2.3.2 as its parachain,
// and on our own Kusama, where cores are assigned and orders placed.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Explorer, bob, kUnit, skip as skipBrowser } from './explorer.mjs';
import { Node, temporaryFolder } from './node.mjs';

const kData = process.env.SERINUS_TEST_DATA ?? join(import.meta.dirname, '../../../shared/data');
const kMost = 1 << 28;
const kWhole = 57_600;
const runtime = (name) => join(kData, 'runtimes', `${name}.compact.compressed.wasm`);
const missing = existsSync(runtime('coretime-kusama-2003002')) ? false
    : 'needs the shared test data: set SERINUS_TEST_DATA to its folder, or put it at ../shared/data';
for (const reason of new Set([missing, skipBrowser])) if (reason) console.log(`SKIPPED: cores: ${reason}`);

const files = temporaryFolder();
after(files.remove);
const fileOf = (name) => join(files.folder, name);

function run(...args) {
    const { status, stdout, stderr } = spawnSync(process.env.SERINUS, args, { maxBuffer: kMost, encoding: 'utf8' });
    return { status, stdout, stderr };
}

function good(...args) {
    const done = run(...args);
    assert.equal(done.status, 0, done.stderr);
    return done.stdout;
}

/** The file of a specification. */
function spec(name, ...args) {
    writeFileSync(fileOf(name), good('build-spec', '--disable-default-bootnode', ...args));
    return fileOf(name);
}

const coretimeSpec = () => spec('coretime.json', '--runtime', runtime('coretime-kusama-2003002'), '--preset', 'local_testnet', '--chain-type', 'local',
    '--relay-chain', 'kusama-local', '--para-id', '1005');
/** With the whole of core 0 for para 1005, and two validators. */
const withPara = (chain) => spec('relay.json', '--chain', chain, '--raw', '--add-para', `1005=${fileOf('coretime.json')}`);
const cores = (chain, ...args) => ['cores', '--chain', chain, '-d', fileOf('data'), ...args];

describe('serinus cores', { skip: missing }, () => {
    before(coretimeSpec);

    // Observed: 2.3.2 says what comes next before its first block, 1.7.1 in its first block.
    for (const [name, claims] of [['kusama-1007001-fast', []], ['kusama-2003002-fast', [1005, 1005, 1005]]]) {
        test(`of the real ${name}`, () => {
            const relay = withPara(spec(`${name}.json`, '--runtime', runtime(name), '--preset', 'local_testnet', '--chain-type', 'local', '--chain-id', name));
            const report = JSON.parse(good(...cores(relay, '--json')));
            assert.equal(report.block.number, 0);
            assert.equal(report.lookahead, 3);
            assert.equal(report.groups, 2);
            assert.deepEqual(report.cores.map(({ core }) => core), [0, 1]);
            const [first, second] = report.cores;
            assert.deepEqual(first.work, { shares: [{ use: 'task', parts: kWhole, para: 1005 }], endHint: null });
            assert.equal(first.until, null);
            assert.deepEqual(first.claims, claims);
            assert.equal(first.occupant, null);
            assert.equal(second.work, null);
            // Each has a group with a validator of its own.
            const members = report.cores.map(({ validators }) => validators);
            assert.deepEqual(members.flat().map(({ index }) => index).sort(), [0, 1]);
            assert.match(members[0][0].account, /^[1-9A-HJ-NP-Za-km-z]{47,48}$/);
            const { price, baseFee, traffic, orders, affinities } = report.onDemand;
            assert.equal(traffic, '1000000000000000000');
            assert.equal(price, baseFee);
            assert.ok(BigInt(baseFee) > 0n);
            assert.deepEqual([orders, affinities, report.leases], [[], [], []]);

            const text = good(...cores(relay));
            assert.match(text, /^Block {7}#0 \(0x[0-9a-f]{64}\)\nCores {7}2 cores, 1 configured\nValidators {2}2 groups, /);
            assert.match(text, /\n\| 0 +\| para 1005 +\| no end known +\| /);
            assert.match(text, /\n\| 1 +\| nothing +\| /);
            assert.match(text, /\nLeases {6}none\n/);
        });
    }

    test('of one para: what it has, and nothing of others', () => {
        const relay = fileOf('relay.json');
        const report = JSON.parse(good(...cores(relay, '--para', '1005', '--json')));
        assert.deepEqual([report.para, report.lifecycle, report.cores.length], [1005, 'Parachain', 1]);
        assert.match(good(...cores(relay, '--para', '2000')), /\nPara {8}2000, not registered\nCores {7}none\n/);
        assert.equal(run(...cores(relay, '--para', 'x')).status, 2);
    });

    test('chains without coretime say so', async (t) => {
        const chain = join(kData, 'genesis/kusama-local-1000000.json');
        const old = run(...cores(chain));
        assert.deepEqual([old.status, old.stdout], [1, '']);
        assert.match(old.stderr, /the runtime of this chain has no coretime/);
        const para = run(...cores(fileOf('coretime.json')));
        assert.equal(para.status, 1);
        assert.match(para.stderr, /it is no relay chain/);
        const node = await Node.start(process.env.SERINUS, ['--chain', chain, '--tmp', '--port', '0']);
        t.after(() => node.stop());
        await assert.rejects(node.call('serinus_cores'), { code: 15_001 });
    });
});

describe('on a node of our own Kusama', { skip: missing || skipBrowser }, () => {
    const at = new Explorer();
    let best;
    const asked = (...params) => at.node.call('serinus_cores', ...params);
    before(async () => {
        coretimeSpec();
        await at.start('--chain', withPara('kusama-local'), '--alice', '--force-authoring');
        const { tx } = at.api;
        const root = (call) => at.send(tx.sudo.sudo(call));
        await root(tx.coretime.assignCore(1, 1, [['Pool', kWhole / 4], [{ Task: 1005 }, 3 * kWhole / 4]], null));
        await root(tx.coretime.assignCore(1, 1000, [[{ Task: 2000 }, kWhole]], 2000));
        await root(tx.slots.forceLease(1005, bob.address, 3n * kUnit, 0, 2));
        best = await at.send(tx.onDemandAssignmentProvider.placeOrderKeepAlive(kUnit, 3000));
    });
    after(() => at.stop());

    test('the node tells who has each core, until when, and what follows', async () => {
        const report = await asked(null, best);
        assert.equal(report.block.hash, best);
        const [, core] = report.cores;
        assert.deepEqual(core.work.shares, [{ use: 'pool', parts: kWhole / 4 }, { use: 'task', parts: 3 * kWhole / 4, para: 1005 }]);
        assert.equal(core.until, 1000);
        // The genesis configures one core.
        assert.deepEqual(report.cores.map(({ isServed }) => isServed), [true, false]);
        assert.deepEqual(core.scheduled, [{ begin: 1000, shares: [{ use: 'task', parts: kWhole, para: 2000 }], endHint: 2000 }]);
        assert.deepEqual(report.cores[0].claims.slice(0, 1), [1005]);
        assert.equal(report.leases.length, 1);
        const [{ para, firstPeriod, lastPeriod, account, deposit }] = report.leases;
        assert.deepEqual([para, lastPeriod - firstPeriod, account, deposit], [1005, 1, bob.address, String(3n * kUnit)]);
        assert.deepEqual((await asked(2000, best)).cores.map((one) => one.core), [1]);
    });

    test('an order waits, or has its claim on the core of the pool', async () => {
        const { onDemand, cores: [, core] } = await asked(null, best);
        const has = onDemand.orders.some(({ para }) => para === 3000) || core.claims.includes(3000);
        assert.ok(has, JSON.stringify({ onDemand, core }));
        assert.equal(onDemand.queued, onDemand.orders.length);
    });

    test('its price is what the next order pays', async () => {
        const { price } = (await asked()).onDemand;
        const block = await at.send(at.api.tx.onDemandAssignmentProvider.placeOrderKeepAlive(kUnit, 3001));
        const events = await (await at.api.at(block)).query.system.events();
        const placed = events.map(({ event }) => event).find(({ method }) => method === 'OnDemandOrderPlaced');
        assert.equal(placed.data.spotPrice.toString(), price);
    });

    test('the command reads the same of a node as the node says itself', async () => {
        const hash = await at.node.call('chain_getBlockHash');
        assert.deepEqual(JSON.parse(good('cores', '--url', at.node.url, '--at', hash, '--json')), await asked(null, hash));
        const text = good('cores', '--url', at.node.url, '--at', hash);
        assert.match(text, /\| on demand \(14400 of 57600\), para 1005 \(43200 of 57600\), not served \| #1000 \(\d+ blocks\)/);
        assert.match(text, /\nCore 1 from #1000 \(\d+ blocks\): para 2000, until #2000\n/);
    });

    test('wrong questions are refused', async () => {
        await assert.rejects(asked('x'), { code: -32_602 });
        await assert.rejects(asked(null, `0x${'11'.repeat(32)}`), { code: 4003 });
    });

    test('the page shows cores, schedules, the price and leases', async () => {
        await at.view('', true);
        await at.view('cores');
        const text = await at.sees('Cores: 2', 'orders on demand (25.0 %), parachain 1005 (75.0 %), not served', 'Scheduled', 'Orders on demand', 'an order costs', 'Leases');
        assert.match(text, /\n0\tparachain 1005\tno end is known here\t1005, /);
        assert.match(text, /block #1000, in about [^\t]+, then parachain 2000/);
        assert.match(text, /\n1005\t\d+ to \d+\tblock #\d+, in about [^\t]+\t\S+\t3 KSM/);
        await at.picture('cores');
        assert.deepEqual(at.complaints, []);
    });

    test('the page is drawn again with each block', async () => {
        const { tx } = at.api;
        await at.send(tx.sudo.sudo(tx.coretime.assignCore(1, 3000, [['Idle', kWhole]], null)));
        await at.sees('block #3000');
    });

    test('both pages show the candidate that becomes available on a core, and of how many validators bitfields have said that they have their part', async () => {
        const { query, tx, registry } = at.api;
        const number = (await query.system.number()).toNumber();
        const pending = registry.createTypeUnsafe(registry.createLookupType(query.paraInclusion.v1.creator.meta.type.asMap.value),
            [[{ core: 0, descriptor: { paraId: 1005 }, availabilityVotes: Uint8Array.of(2 << 2, 1), relayParentNumber: number, backedInNumber: number }]]);
        const key = query.paraInclusion.v1.key(1005);
        await at.send(tx.sudo.sudo(tx.system.setStorage([[key, pending.toHex()]])));
        await at.sees('parachain 1005 since block', '1 of 2 validators have their part');
        await at.view('parachains');
        const text = await at.sees('a block is becoming available');
        assert.match(text, /\n0\tparachain 1005, 1 of 2 validators have their part\tparachain 1005\t/);
        assert.ok(!text.includes('validators with bitfields'), 'this chain does not keep them');
        assert.deepEqual(at.complaints, []);
    });
});
