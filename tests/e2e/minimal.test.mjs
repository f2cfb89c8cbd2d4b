// The smallest runtime (runtime/minimal) in a node: polkadot.js reads its metadata and sends its call.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

import { Node } from './node.mjs';

let node;
let api;
let alice;

before(async () => {
    node = await Node.start(process.env.SERINUS, ['--dev', '--chain', process.env.MINIMAL_CHAIN, '--sealing', 'instant']);
    api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
    alice = new Keyring({ type: 'sr25519' }).addFromUri('//Alice');
});

after(async () => {
    await api?.disconnect();
    await node?.stop();
});

const send = (tx) => new Promise((resolve, reject) => {
    tx.signAndSend(alice, { nonce: -1 }, ({ status, events, isError }) => {
        if (isError) reject(new Error(status.type));
        if (status.isFinalized) resolve(events.map(({ event }) => event));
    }).catch(reject);
});

test('its metadata has three pallets, documented', async () => {
    assert.deepEqual(api.runtimeMetadata.asLatest.pallets.map(({ name }) => name.toString()),
        ['System', 'Timestamp', 'Register']);
    assert.equal(api.tx.register.write.meta.docs.join(' '),
        'Writes a number in place of the account\'s last one. Errors: TooLarge.');
    assert.equal(api.consts.register.largest.toNumber(), 1_000_000);
});

test('its call is sent, and final at once', async () => {
    assert.equal((await api.query.register.entries(alice.address)).unwrap().toNumber(), 42, 'from the preset');
    const events = await send(api.tx.register.write(7));
    assert.ok(events.some((event) => api.events.register.Written.is(event)));
    assert.equal((await api.query.register.entries(alice.address)).unwrap().toNumber(), 7);
    const second = await send(api.tx.register.write(1_000_001));
    const failed = second.find((event) => api.events.system.ExtrinsicFailed.is(event));
    assert.equal(api.registry.findMetaError(failed.data[0].asModule).name, 'TooLarge');
    assert.equal((await api.query.system.account(alice.address)).nonce.toNumber(), 2);
    assert.ok((await api.query.timestamp.now()).toNumber() > 0);
});

test('the node does not miss keys that the chain has no use for', () => {
    assert.doesNotMatch(node.log, /session keys|no key to author/);
});
