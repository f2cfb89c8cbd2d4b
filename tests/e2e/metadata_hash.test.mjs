// Hardware wallets sign for our runtime: a library of others computes the hash of the metadata and a proof of the types of one
// transaction, a device decodes the transaction by the proof and signs, and the runtime takes that hash and no other one.
// Spec: RFC-78
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { merkleizeMetadata, proof as typeProof } from '@polkadot-api/merkleize-metadata';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { u8aToHex } from '@polkadot/util';
import { Enum, createClient } from 'polkadot-api';
import { getPolkadotSigner, withMetadataHash } from 'polkadot-api/signer';
import { getWsProvider } from 'polkadot-api/ws';
import { WebSocket } from 'ws';

import { Node, temporaryFolder } from './node.mjs';
import { readPayload, signOnDevice } from './signing_device.mjs';

const kKsm = 1_000_000_000_000n;
const kToken = { decimals: 12, tokenSymbol: 'KSM' };
const kAuthor = ['--alice', '--force-authoring', '--sealing', 'instant'];

for (const [name, chain] of [['of development chains', 'dev'], ['as it is on Kusama', 'kusama-proper']]) {
    describe(`Kusama's runtime ${name}`, () => {
        const { folder, remove } = temporaryFolder();
        const [alice, bob] = ['//Alice', '//Bob'].map((uri) => new Keyring({ type: 'sr25519', ss58Format: 2 }).addFromUri(uri));
        let node;
        let api;
        let merkleized;
        let metadataHash;

        before(async () => {
            node = await Node.start(process.env.SERINUS, ['--chain', chain, '--base-path', folder, ...kAuthor]);
            api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
            merkleized = merkleizeMetadata((await api.call.metadata.metadataAtVersion(15)).unwrap().toU8a(true), kToken);
            metadataHash = u8aToHex(merkleized.digest());
        });
        after(async () => {
            await api?.disconnect();
            await node?.stop();
            remove();
        });

        const transfer = () => api.tx.balances.transferKeepAlive(bob.address, 5n * kKsm);
        const free = async () => (await api.query.system.account(bob.address)).data.free.toBigInt();
        const included = (tx) => new Promise((resolve, reject) => {
            tx.send(({ status, events, isError }) => {
                if (isError) reject(new Error(status.type));
                if (status.isInBlock) resolve(events.map(({ event }) => `${event.section}.${event.method}`));
            }).catch(reject);
        });
        /** Signs the transaction by `sign(payload)`, the bytes that a wallet gets. */
        const signedBy = (tx, sign, options) => tx.signAsync(alice.address, {
            nonce: -1, mode: 1, metadataHash, ...options,
            signer: {
                signPayload: async (payload) => {
                    const bytes = api.registry.createType('ExtrinsicPayload', payload, { version: payload.version }).toU8a(true);
                    return { id: 0, signature: u8aToHex(sign(bytes)) };
                },
            },
        });
        const payloadOf = async (tx, options) => {
            let payload;
            await signedBy(tx, (bytes) => { payload = bytes; return new Uint8Array(65).fill(1); }, options);
            return payload;
        };

        test('a device shows a transfer by the proof of its types and signs it, and it is included', async () => {
            let shown;
            const signed = await signedBy(transfer(), (payload) => {
                const done = signOnDevice(alice, payload, merkleized.getProofForExtrinsicPayload(payload));
                shown = done.shown;
                return done.signature;
            });
            assert.deepEqual(shown.call, { Balances: { transfer_keep_alive: { dest: { Id: u8aToHex(bob.publicKey) }, value: 5n * kKsm } } });
            assert.deepEqual(shown.info, { ...kToken, specName: 'kusama', specVersion: 1_007_001, base58Prefix: 2 });
            assert.deepEqual(shown.extra.CheckMetadataHash, { mode: { Enabled: {} } });
            assert.equal(shown.additional.CheckGenesis, api.genesisHash.toHex());

            const before = await free();
            assert.ok((await included(signed)).includes('balances.Transfer'));
            assert.equal(await free() - before, 5n * kKsm);
        });

        test('of whatever transaction the proof leads to the one hash', async () => {
            const remark = api.tx.system.remark('hello');
            const calls = [remark, api.tx.utility.batchAll([transfer(), remark]), api.tx.staking.bond(kKsm, { Account: bob.address }),
                api.tx.proxy.addProxy(bob.address, 'Staking', 0), api.tx.xcmPallet.forceDefaultXcmVersion(5),
                api.tx.convictionVoting.vote(0, { Standard: { vote: { aye: true, conviction: 'Locked2x' }, balance: kKsm } })];
            for (const call of calls) {
                const payload = await payloadOf(call);
                const proof = merkleized.getProofForExtrinsicPayload(payload);
                assert.equal(readPayload(payload, proof).digest, metadataHash, call.method.toHuman().method);
            }
        });

        test('a device does not sign by types that are not those of the chain', async () => {
            const payload = await payloadOf(transfer());
            const proof = typeProof.dec(merkleized.getProofForExtrinsicPayload(payload));
            const changed = (change) => {
                const other = structuredClone(proof);
                change(other);
                return typeProof.enc(other);
            };
            assert.ok(signOnDevice(alice, payload, changed(() => {})));
            const variant = ({ leaves }) => leaves.find(({ typeDef }) => typeDef.value.name === 'transfer_keep_alive').typeDef.value;
            for (const change of [(other) => { variant(other).name = 'transfer_allow_death'; }, (other) => { other.info.decimals = 10; },
                (other) => { other.proofs[0][0] ^= 1; }]) {
                assert.throws(() => signOnDevice(alice, payload, changed(change)), /not signed/);
            }
            const withoutHash = await payloadOf(transfer(), { mode: 0, metadataHash: null });
            assert.throws(() => signOnDevice(alice, withoutHash, merkleized.getProofForExtrinsicPayload(withoutHash)), /not signed/);
        });

        test('the runtime refuses a signature over any other hash', async () => {
            const sign = (payload) => alice.sign(payload, { withType: true });
            const other = metadataHash.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
            await assert.rejects(included(await signedBy(transfer(), sign, { metadataHash: other })), /bad signature/);
            await assert.rejects(included(await signedBy(transfer(), sign, { metadataHash: null })), /bad signature/);
            await assert.rejects(included(await signedBy(transfer(), sign, { mode: 0 })), /bad signature/);
            assert.ok((await included(await signedBy(transfer(), sign))).includes('balances.Transfer'));
        });

        test('PAPI signs the hash that it computes', async () => {
            const client = createClient(getWsProvider(node.url, { websocketClass: WebSocket }));
            try {
                const signer = withMetadataHash(kToken, getPolkadotSigner(alice.publicKey, 'Sr25519', (bytes) => alice.sign(bytes)));
                const sent = await client.getUnsafeApi().tx.Balances.transfer_keep_alive({ dest: Enum('Id', bob.address), value: kKsm }).signAndSubmit(signer);
                assert.ok(sent.ok, sent.dispatchError);
                const { block } = await api.rpc.chain.getBlock(sent.block.hash);
                const extrinsic = block.extrinsics[sent.block.index];
                const call = extrinsic.method.toHex().slice(2);
                assert.equal(extrinsic.toHex().slice(-call.length - 2, -call.length), '01', 'the mode stands before the call');
            } finally {
                client.destroy();
            }
        });
    });
}
