// The smallest runtime (runtime/runtimes/minimal) in a node: polkadot.js reads its metadata and sends its call.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { Metadata, TypeRegistry } from '@polkadot/types';

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

const send = (tx, options = {}) => new Promise((resolve, reject) => {
    tx.signAndSend(alice, { nonce: -1, ...options }, ({ status, events, isError }) => {
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

test('its metadata of version 16 is read by polkadot.js', async () => {
    assert.deepEqual((await api.call.metadata.metadataVersions()).map((one) => one.toNumber()), [14, 15, 16]);
    const encoded = (await api.call.metadata.metadataAtVersion(16)).unwrap();
    const metadata = new Metadata(new TypeRegistry(), encoded.toHex());
    assert.equal(metadata.version, 16);
    assert.deepEqual(metadata.asV16.pallets.map(({ name }) => name.toString()), ['System', 'Timestamp', 'Register']);
    assert.deepEqual(metadata.asV16.extrinsic.versions.toHex(), '0x04');
    assert.ok(metadata.asV16.apis.some(({ name, version }) => name.eq('Metadata') && version.toNumber() === 2));
});

// Spec: RFC-78
test('a transaction may sign the hash of the metadata, and is refused with another one', async () => {
    const metadataHash = execFileSync(process.env.SERINUS, ['runtime', 'metadata-hash', '--chain', process.env.MINIMAL_CHAIN, '--at', '0',
        '--token', 'UNIT', '--decimals', '12'], { encoding: 'utf8' }).trim();
    const events = await send(api.tx.register.write(8), { mode: 1, metadataHash });
    assert.ok(events.some((event) => api.events.register.Written.is(event)));
    assert.equal((await api.query.register.entries(alice.address)).unwrap().toNumber(), 8);
    const other = metadataHash.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    await assert.rejects(send(api.tx.register.write(9), { mode: 1, metadataHash: other }), /bad signature/);
    await assert.rejects(send(api.tx.register.write(9), { mode: 0, metadataHash }), /bad signature/);
});

test('the node does not miss keys that the chain has no use for', () => {
    assert.doesNotMatch(node.log, /session keys|no key to author/);
});
