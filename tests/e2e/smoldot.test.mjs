// Light clients of another project, of two versions, on a local network of two validators: they follow finality, read
// the state, call the runtime and submit a transaction that becomes final. They accept only blocks that they have verified.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { start as start2 } from 'smoldot';
import { start as start3 } from 'smoldot3';

import { exitSoonAfter, startLight } from './light_client.mjs';
import { Node, temporaryFolder, until } from './node.mjs';

const program = process.env.SERINUS;
const local = ['--chain', 'kusama-local', '--listen-addr', '/ip4/127.0.0.1/tcp/0'];

// System.Number
const kNumber = '0x26aa394eea5630e07c48ae0c9558cef702a5c1b19ab7a04f536c519aca4983ac';
const kAccounts = '0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9';

/** What one light client does beside the node `alice`; `uri`: of an account that gets something. */
async function check(light, alice, api, uri, nonce) {
    const finalized = [];
    await light.subscribe((header) => finalized.push(header), 'chain_subscribeFinalizedHeads');
    await until('it has a peer', async () => (await light.call('system_health')).peers >= 1, 20_000);

    await until('finality', () => Number(finalized.at(-1)?.number ?? 0) >= 1, 40_000);
    const number = Number(finalized.at(-1).number);
    const hash = await light.call('chain_getFinalizedHead');
    const { number: at } = await light.call('chain_getHeader', hash);
    assert.ok(Number(at) >= number);
    assert.equal(await alice.call('chain_getBlockHash', Number(at)), hash);

    for (const [method, ...params] of [['state_getStorage', kNumber, hash], ['state_call', 'Core_version', '0x', hash]]) {
        assert.equal(await light.call(method, ...params), await alice.call(method, ...params));
    }
    const keys = await alice.call('state_getKeysPaged', '0x', 1000, null, hash);
    assert.deepEqual((await light.call('state_getKeys', kAccounts, hash)).sort(),
        keys.filter((one) => one.startsWith(kAccounts)).sort());

    const ring = new Keyring({ type: 'sr25519', ss58Format: 2 });
    const target = ring.addFromUri(uri).address;
    const wanted = 7n * 10n ** 12n;
    const transaction = await api.tx.balances.transferKeepAlive(target, wanted)
        .signAsync(ring.addFromUri('//Alice'), { nonce });
    const states = [];
    await light.subscribe((state) => states.push(state), 'author_submitAndWatchExtrinsic', transaction.toHex());
    const balanceAt = async (block) => (await (await api.at(block)).query.system.account(target)).data.free.toBigInt();
    const final = await until('the transaction is final', () => states.find((state) => state.finalized)?.finalized, 40_000)
        .catch(async (error) => {
            // A client that gave up the download of a body, as it may on a busy machine, says nothing of what stood there.
            const head = await alice.call('chain_getFinalizedHead');
            if ((await balanceAt(head)) === wanted) return head;
            throw new Error(`${error.message}: ${JSON.stringify(states)}\n${light.log.join('\n').slice(-20_000)}`);
        });
    assert.equal(await balanceAt(final), wanted);
}

test('light clients follow, read, call and submit', async (t) => {
    const folders = [temporaryFolder(), temporaryFolder()];
    t.after(() => folders.forEach(({ remove }) => remove()));
    const nodes = [];
    t.after(() => Promise.all(nodes.map((node) => node.stop().catch((error) => console.error(error)))));
    exitSoonAfter(t);
    const alice = await Node.start(program, [...local, '--alice', '--base-path', folders[0].folder]);
    nodes.push(alice);
    const addresses = await alice.call('system_localListenAddresses');
    const tcp = addresses.find((one) => !one.includes('/ws'));
    const ws = addresses.find((one) => one.includes('/ws/'));
    nodes.push(await Node.start(program, [...local, '--bob', '--base-path', folders[1].folder, '--bootnodes', tcp]));
    const specification = JSON.parse(execFileSync(program, ['build-spec', '--chain', 'kusama-local', '--raw'],
        { maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] }));
    const api = await ApiPromise.create({ provider: new WsProvider(alice.url), noInitWarn: true });
    t.after(() => api.disconnect());

    const lights = [];
    for (const [start, address] of [[start2, tcp], [start3, ws]]) {
        lights.push(await startLight(t, start, { ...specification, bootNodes: [address] }));
    }
    await until('the node knows that they are light clients', async () =>
        (await alice.call('system_peers')).filter(({ roles }) => roles === 'LIGHT').length === lights.length, 30_000);
    const nonce = Number(await alice.call('system_accountNextIndex', '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'));
    const checks = lights.map((light, i) => check(light, alice, api, `//LightTarget${i}`, nonce + i));
    await t.test('version 2, over TCP', () => checks[0]);
    await t.test('version 3, over WebSocket', () => checks[1]);
});
