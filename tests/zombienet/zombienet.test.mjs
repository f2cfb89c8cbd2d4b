// Zombienet's native provider and a network of one validator.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import zombienet from '@zombienet/orchestrator';

const kTimeoutS = 120;  // of each assertion

const dir = mkdtempSync(join(tmpdir(), 'serinus-zombienet-'));
let network, alice;

before(async () => {
    network = await zombienet.start('', {
        settings: { provider: 'native', timeout: kTimeoutS },
        relaychain: {
            default_command: process.env.SERINUS,
            chain: 'kusama-local',
            nodes: [{ name: 'alice', validator: true }],
        },
    }, { force: true, dir: join(dir, 'network'), setGlobalNetwork: () => {} });
    alice = network.getNodeByName('alice');
});

after(async () => {
    await network?.stop();
    rmSync(dir, { recursive: true, force: true });
    setTimeout(() => process.exit(), 0);  // it leaves timers behind
});

test('the chain has the authorities that Zombienet wrote into its specification', () => {
    const spec = JSON.parse(readFileSync(join(dir, 'network', 'kusama-local-plain.json'), 'utf8'));
    assert.equal(spec.genesis.runtimeGenesis.patch.session.keys.length, 1);
    assert.ok(Object.keys(JSON.parse(readFileSync(join(dir, 'network', 'kusama-local-raw.json'), 'utf8')).genesis.raw.top).length > 10);
});

test('alice is up, an authority, and has built blocks', async () => {
    assert.ok(await alice.isUp(kTimeoutS));
    assert.equal(await alice.getMetric('node_roles', 'isEqual', 4, kTimeoutS), 4);
    assert.ok(await alice.getMetric('block height', 'isAtLeast', 2, kTimeoutS) >= 2);
    assert.ok(await alice.getMetric('process_start_time_seconds', 'isAbove', 1, kTimeoutS) > 1);
});

test('blocks become final', async () => {
    assert.ok(await alice.getMetric('finalised height', 'isAtLeast', 1, kTimeoutS) >= 1);
});

test('its log says so in the words that Zombienet looks for', async () => {
    assert.ok(await alice.findPattern('Imported #[0-9]+', false, kTimeoutS));
    assert.ok(await alice.findPattern('*Local node identity is*', true, kTimeoutS));
    assert.equal(await alice.countPatternLines('error', false, 'isEqual', 0, 1), 0);
});

test('polkadot.js, as Zombienet connects it, sees the chain', async () => {
    await alice.connectApi();
    assert.equal(String(await alice.apiInstance.rpc.system.chain()), 'Kusama Local Testnet');
    await alice.apiInstance.disconnect();
});
