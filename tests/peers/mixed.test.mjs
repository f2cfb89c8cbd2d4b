// Two validators of ours and two of the reference on the real Kusama 1.7.1 with sessions of ten blocks: both kinds author, all four
// finalize the same blocks, transactions of one kind's pool are in blocks of the other, and a full node of each kind syncs from the other.
import assert from 'node:assert/strict';

import { u8aToHex } from '../e2e/modules.mjs';
import { account, makeSpec, runtimeFile, transfers } from './chains.mjs';
import { authorOf, haveFinal, kNetworkMs, networkTest, ours, step, theirs, until } from './support.mjs';

const kNames = ['alice', 'bob', 'charlie', 'dave'];
const kKinds = [ours, theirs, ours, theirs];

networkTest('validators of two kinds make one chain', async (network, t) => {
    network.chain = makeSpec(network.folder, runtimeFile('kusama-1007001-fast'), { validators: kNames });
    await step(t, 'start', async () => {
        const alice = await network.start(ours, 'alice', { validator: 'alice' });
        await Promise.all(kNames.slice(1).map((name, i) =>
            network.start(kKinds[i + 1], name, { validator: name, boot: [alice] })));
    });
    const validators = [...network.members];
    const kindOfAuthor = new Map(kNames.map((name, i) => [u8aToHex(account(name).publicKey), kKinds[i]]));
    const kindOf = async (number) => kindOfAuthor.get(await authorOf(validators[0], await validators[0].hash(number)));

    await step(t, 'finality', () => haveFinal(validators, 2));
    // They start meanwhile: a node of the reference takes a while for it.
    const late = Promise.all([
        network.start(theirs, 'late-theirs', { reserved: [validators[0]] }),
        network.start(ours, 'late-ours', { reserved: [validators[1]] }),
    ]);
    late.catch(() => {});

    await step(t, 'transactions both ways', async () => {
        // Each block may be of any author: both kinds get a transaction after another until each has had one in a block of the other.
        const crossed = new Set();
        const senders = [[validators[0], account('eve')], [validators[1], account('ferdie')]];
        const api = await network.connect(validators[0]);
        let scanned = await validators[0].finalized();
        const givenTo = new Map();
        const give = async (nonce) => {
            for (const [member, sender] of senders) {
                const [one] = transfers(api, sender, nonce, 1, account('alice').address);
                await member.call('author_submitExtrinsic', one);
                givenTo.set(one, member.kind);
            }
        };
        const scan = async () => {
            for (const head = await validators[0].finalized(); scanned < head;) {
                const hash = await validators[0].hash(++scanned);
                const { block } = await validators[1].call('chain_getBlock', hash);
                const author = await kindOf(scanned);
                assert.ok(author, `the author of block ${scanned} is a validator`);
                for (const kind of block.extrinsics.map((one) => givenTo.get(one))) if (kind && kind !== author) crossed.add(kind);
            }
        };
        const kAttempts = 20;
        for (let nonce = 0; nonce < kAttempts && crossed.size < 2; ++nonce) {
            await give(nonce);
            const next = (await validators[0].best()) + 1;
            await until('a block', async () => {
                await scan();
                return crossed.size === 2 || (await validators[0].best()) >= next;
            }, kNetworkMs);
        }
        const last = (await validators[0].best()) + 1;
        await until('both ways', async () => { await scan(); return crossed.size === 2 || scanned >= last; }, kNetworkMs);
        assert.deepEqual([...crossed].sort(), [ours, theirs], 'a transaction of each kind is in a block of the other kind');
    });

    await step(t, 'both kinds author', async () => {
        const authors = new Set();
        let number = 0;
        await until('blocks of both kinds', async () => {
            if (number >= (await validators[0].finalized())) return false;
            authors.add(await kindOf(++number));
            return authors.size === 2;
        }, kNetworkMs);
    });

    await step(t, 'full sync from the other kind', async () => {
        const number = await validators[0].finalized();
        await haveFinal([...validators, ...await late], number);
    });

    await step(t, 'finality goes on', async () => {
        const number = (await validators[0].finalized()) + 2;
        await haveFinal(network.members, number);
    });
});
