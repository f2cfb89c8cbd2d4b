// Light clients of two versions join late: from a whole genesis, and from a specification that has only the root of the
// genesis state and a final block. The blocks between are proven to them from set to set of authorities, over TCP and
// WebSocket. The chain's epochs have ten slots and its time runs by blocks; its authority takes other keys again and
// again.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { start as start2 } from 'smoldot';
import { start as start3 } from 'smoldot3';

import { exitSoonAfter, startLight } from './light_client.mjs';
import { Node, temporaryFolder, until } from './node.mjs';

const program = process.env.SERINUS;
const kCode = '0x3a636f6465';
const kStash = '//Alice//stash';
const numberOf = async (node, hash) => Number((await node.call('chain_getHeader', hash)).number);
const finalizedOf = async (node) => numberOf(node, await node.call('chain_getFinalizedHead'));

test('light clients warp over changes of the authorities', async (t) => {
    const { folder, remove } = temporaryFolder();
    t.after(remove);
    exitSoonAfter(t);
    const whole = JSON.parse(execFileSync(program, ['build-spec', '--chain', 'dev', '--raw'],
        { maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] }));
    whole.genesis.raw.top[kCode] = `0x${readFileSync(process.env.SHORT_EPOCHS_RUNTIME).toString('hex')}`;
    const chain = join(folder, 'chain.json');
    writeFileSync(chain, JSON.stringify(whole));
    const node = await Node.start(program, ['--chain', chain, '--alice', '--sealing', 'interval=100', '--base-path', folder,
        '--listen-addr', '/ip4/127.0.0.1/tcp/0']);
    t.after(() => node.stop());
    const genesis = await node.call('chain_getBlockHash', 0);

    const api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
    const pair = new Keyring({ type: 'sr25519' }).addFromUri(kStash);
    const setId = async () => (await node.call('grandpa_roundState')).setId;
    const changeSet = async () => {
        const before = await setId();
        await api.tx.session.setKeys(await node.call('author_rotateKeys'), '0x').signAndSend(pair);
        await until('other authorities', async () => (await setId()) > before, 30_000);
    };
    await changeSet();
    await until('some epochs', async () => (await finalizedOf(node)) >= 35, 60_000);
    const { stateRoot } = await node.call('chain_getHeader', genesis);
    const rootedSpecification = async () =>
        ({ ...await node.call('sync_state_genSyncSpec', true), genesis: { stateRootHash: stateRoot } });
    const early = await rootedSpecification();
    for (let i = 0; i < 2; ++i) await changeSet();
    await api.disconnect();
    const late = await rootedSpecification();
    // A client asks for a warp when a peer is further ahead than 32 blocks.
    const end = await finalizedOf(node) + 40;
    await until('more epochs', async () => (await finalizedOf(node)) >= end, 60_000);

    const addresses = await node.call('system_localListenAddresses');
    const tcp = addresses.find((one) => !one.includes('/ws'));
    const ws = addresses.find((one) => one.includes('/ws/'));
    for (const [name, start, specification, address, most] of [
        ['version 2, root of the genesis, TCP', start2, late, tcp, Infinity],
        ['version 3, whole genesis, TCP', start3, whole, tcp, 30],
        ['version 3, root of the genesis, WebSocket', start3, early, ws, 30],
    ]) {
        await t.test(name, async (t) => {
            const wanted = await finalizedOf(node);
            // Version 2 verifies headers beside the proof. A commit that ends among them before the proof is whole makes the
            // proof useless, for which it leaves its only peer: that client gets nowhere, and another one takes its place.
            let finalized;
            for (let attempt = start === start2 ? 4 : 1; ; --attempt) {
                const light = await startLight(t, start, { ...specification, bootNodes: [address] });
                assert.equal(await light.call('chainSpec_v1_genesisHash'), genesis);
                const seen = [];
                await light.subscribe((header) => seen.push(header), 'chain_subscribeFinalizedHeads');
                finalized = seen;
                try {
                    await until('finality', () => Number(seen.at(-1)?.number ?? 0) >= wanted, attempt > 1 ? 10_000 : 30_000);
                    break;
                } catch (error) {
                    if (attempt === 1) throw error;
                    t.diagnostic('the client left its peer for a proof that came too late: another client begins');
                }
            }
            const { number, stateRoot: root } = finalized.at(-1);
            const hash = await node.call('chain_getBlockHash', Number(number));
            assert.equal((await node.call('chain_getHeader', hash)).stateRoot, root);
            // Between the first and the last of what it saw no block came one by one from the beginning.
            assert.ok(finalized.length < most, `it verified ${finalized.length} blocks`);
        });
    }
});
