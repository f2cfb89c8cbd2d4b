// BEEFY on four validators whose sessions rotate: the first block of each session gets a justification on all nodes, also on
// one that was away and on one that joins late. They sign the root of the Merkle mountain range. The types of polkadot.js
// read the proofs as this file does, and its cryptography recovers the signers' keys.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { TypeRegistry } from '@polkadot/types';
import { compactFromU8a, hexToU8a, u8aToHex } from '@polkadot/util';
import { keccakAsU8a, secp256k1Recover } from '@polkadot/util-crypto';
import WebSocket from 'ws';

import { Network } from './local_network.mjs';
import { temporaryFolder, until } from './node.mjs';

const kSignatureSize = 65;
const u32At = (bytes, at) => new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true);
const u64At = (bytes, at) => Number(new DataView(bytes.buffer, bytes.byteOffset + at, 8).getBigUint64(0, true));

/** The set of validators from the front of an encoding. */
function readSet(bytes) {
    const [begin, count] = compactFromU8a(bytes);
    const validators = [];
    let at = begin;
    for (let i = 0; i < count.toNumber(); ++i) validators.push(u8aToHex(bytes.subarray(at, at += 33)));
    return { validators, id: u64At(bytes, at) };
}

const registry = new TypeRegistry();

/** The commitment of a justification, and its signers by the recovered keys. */
function readProof(bytes) {
    assert.equal(bytes[0], 1, 'version 1');
    const { commitment: parsed, signaturesCompact, validatorSetLen } = registry.createType('BeefyVersionedFinalityProof', bytes).asV1;
    const commitment = bytes.subarray(1);
    assert.deepEqual([...commitment.subarray(0, 3)], [1 << 2, ...Buffer.from('mh')], 'the root alone is signed');
    assert.equal(commitment[3], 32 << 2);
    const root = u8aToHex(commitment.subarray(4, 36));
    const block = u32At(commitment, 36);
    const set = u64At(commitment, 40);
    const hash = keccakAsU8a(commitment.subarray(0, 48));
    let rest = commitment.subarray(48);
    const [prefix, size] = compactFromU8a(rest);
    const bits = rest.subarray(prefix, prefix + size.toNumber());
    rest = rest.subarray(prefix + size.toNumber());
    const length = u32At(rest, 0);
    const [offset, count] = compactFromU8a(rest.subarray(4));
    rest = rest.subarray(4 + offset);
    assert.equal(rest.length, count.toNumber() * kSignatureSize);
    assert.deepEqual([parsed.blockNumber.toNumber(), parsed.validatorSetId.toNumber(), parsed.payload[0][1].toHex()], [block, set, root]);
    assert.deepEqual([validatorSetLen.toNumber(), u8aToHex(signaturesCompact.toU8a(true))], [length, u8aToHex(rest)]);
    const signers = [];
    for (let i = 0, next = 0; i < length; ++i) {
        if (!((bits[i >> 3] << (i & 7)) & 0x80)) continue;
        const signature = rest.subarray(next, next += kSignatureSize);
        signers.push([i, u8aToHex(secp256k1Recover(hash, signature, signature[64]))]);
    }
    return { root, block, set, length, signers };
}

/** The set that a header's digest says to begin; undefined: none. */
function nextSet(header) {
    for (const item of header.digest.logs.map((log) => hexToU8a(log))) {
        if (item[0] !== 4 || Buffer.from(item.subarray(1, 5)).toString() !== 'BEEF') continue;
        const [prefix] = compactFromU8a(item.subarray(5));
        const log = item.subarray(5 + prefix);
        if (log[0] === 1) return readSet(log.subarray(1));
    }
    return undefined;
}

test('validators prove the first block of each session', async (t) => {
    const { folder, remove } = temporaryFolder();
    t.after(remove);
    const words = ['build-spec', '--runtime', process.env.SHORT_EPOCHS_RUNTIME, '--preset', 'local_testnet', '--disable-default-bootnode'];
    const chain = join(folder, 'chain.json');
    writeFileSync(chain, execFileSync(process.env.SERINUS, words, { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }));
    // The first validator makes blocks when it is told to, and takes its next slot each time: epochs pass at the pace of this test.
    const network = await Network.start(join(folder, 'network'), ['--validators', '4', '--chain', chain, '--node-arg=--sealing=manual']);
    t.after(() => network.child.kill('SIGKILL'));
    /** Makes blocks, each when the ones before are final but a few, until the condition gives something. */
    const grow = async (what, condition, ms = 120_000) => until(what, async () => {
        const value = await condition();
        if (value) return value;
        const best = Number((await network.call(0, 'chain_getHeader'))?.number);
        if (best < (await network.finalized(0)) + 8) await network.call(0, 'engine_createBlock', true, false);
        return undefined;
    }, ms);

    /** A node that starts does not answer yet. */
    const ask = (node, method, ...params) => network.call(node, method, ...params).catch(() => undefined);
    const header = async (node, number) => network.call(node, 'chain_getHeader', await network.call(node, 'chain_getBlockHash', number));
    /** The BEEFY justification that a node keeps with a block; undefined: none. */
    const proofOf = async (node, number) => {
        const hash = await ask(node, 'chain_getBlockHash', number);
        const found = hash && await ask(node, 'chain_getBlock', hash);
        const one = found?.justifications?.find(([engine]) => Buffer.from(engine).toString() === 'BEEF');
        return one && readProof(Uint8Array.from(one[1]));
    };
    const head = async (node) => {
        const hash = await ask(node, 'beefy_getFinalizedHead');
        const found = hash && await ask(node, 'chain_getHeader', hash);
        return found ? Number(found.number) : 0;
    };
    const metric = async (node, name) => {
        const text = await (await fetch(`http://127.0.0.1:${network.metrics + node}/metrics`)).text();
        return Number(new RegExp(`^${name}\\{[^}]*\\} (\\d+)`, 'm').exec(text)?.[1]);
    };
    /** The sets up to a block, each with its first block. */
    const sets = [];
    let scanned = 0;
    const learnSets = async (upTo) => {
        if (sets.length === 0) {
            const answer = hexToU8a(await network.call(0, 'state_call', 'BeefyApi_validator_set', '0x',
                await network.call(0, 'chain_getBlockHash', 0)));
            sets.push({ block: 1, ...readSet(answer.subarray(1)) });
        }
        for (; scanned < upTo; ++scanned) {
            const set = nextSet(await header(0, scanned + 1));
            if (set) sets.push({ block: scanned + 1, ...set });
        }
    };
    const check = async (node, set) => {
        const proof = await until(`block ${set.block} is proven at node ${node}`, () => proofOf(node, set.block));
        assert.equal(proof.block, set.block);
        assert.equal(proof.set, set.id);
        assert.equal(proof.length, set.validators.length);
        assert.ok(proof.signers.length >= 3, `${proof.signers.length} of 4 signed`);
        for (const [place, key] of proof.signers) assert.equal(key, set.validators[place]);
        assert.equal(proof.root, await network.call(node, 'mmr_root', await network.call(node, 'chain_getBlockHash', set.block)));
    };

    await t.test('subscribers get what the node keeps', async () => {
        const socket = new WebSocket(`ws://${network.url(1)}`);
        const proofs = [];
        socket.on('message', (text) => {
            const message = JSON.parse(text);
            if (message.method === 'beefy_justifications') proofs.push(readProof(hexToU8a(message.params.result)));
        });
        await new Promise((resolve) => socket.on('open', resolve));
        socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'beefy_subscribeJustifications', params: [] }));
        await grow('proofs', () => proofs.length >= 3);
        socket.close();
        for (const proof of proofs) assert.deepEqual(await proofOf(1, proof.block), proof);
        const last = proofs.at(-1).block;
        await until('the head', async () => (await head(1)) >= last);
        assert.ok(await metric(1, 'substrate_beefy_best_block') >= last);
        assert.ok(await metric(1, 'substrate_beefy_votes_sent') >= 1);
    });

    await t.test('three go on without the fourth, which catches up', async () => {
        assert.match(await network.order('kill dave'), /^done$/m);
        await learnSets(await network.finalized(0));
        const before = sets.length;
        await grow('two more sessions are proven', async () => {
            await learnSets(await network.finalized(0));
            return sets.length >= before + 2 && (await head(0)) >= sets[before + 1].block;
        });
        sets.length = before + 2;
        for (const set of sets) await check(0, set);
        assert.match(await network.order('start dave'), /^done$/m);
        for (const set of sets) await check(3, set);
        await grow('it is as far as the others', async () => (await head(3)) >= sets.at(-1).block);
    });

    await t.test('a full node that joins late has the proofs', async () => {
        assert.match(await network.order('add full'), /^full1 +full /m);
        for (const set of sets) await check(4, set);
        assert.equal(await metric(4, 'substrate_beefy_votes_sent'), 0);
    });
});
