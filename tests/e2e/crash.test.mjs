// A node that is killed in the middle of its work: final blocks stay, and the next start needs no repair.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

import { Node, temporaryFolder } from './node.mjs';

const program = process.env.SERINUS;
const kRounds = Number(process.env.KILLS ?? 4);  // more by hand: KILLS=50
const kTransfersPerRound = 300;
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

const { folder, remove } = temporaryFolder();
const args = ['--dev', '--base-path', folder, '--sealing', 'instant'];

/** Numbers from 0 to 1 that follow from the seed. */
function* random(state) {
    for (;;) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        yield state / 2 ** 32;
    }
}

const numbers = random(seed);
/** Signed transfers of //Alice by nonce. */
const transfers = [];

before(async () => {
    console.log(`SEED=${seed}`);
    const node = await Node.start(program, args);
    const api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
    const keyring = new Keyring({ type: 'sr25519', ss58Format: api.registry.chainSS58 });
    const [alice, bob] = ['//Alice', '//Bob'].map((uri) => keyring.addFromUri(uri));
    const { genesisHash, runtimeVersion } = api;
    for (let nonce = 0; nonce < kRounds * kTransfersPerRound; ++nonce) {
        const transfer = api.tx.balances.transferKeepAlive(bob.address, 1_000_000n + BigInt(nonce));
        transfer.sign(alice, { nonce, era: 0, blockHash: genesisHash, genesisHash, runtimeVersion });
        transfers.push(transfer.toHex());
    }
    transfers.alice = alice.address;
    await api.disconnect();
    await node.stop();
});

after(remove);

async function finalized(node) {
    const hash = await node.call('chain_getFinalizedHead');
    const { number } = await node.call('chain_getHeader', hash);
    return { hash, number: Number(number) };
}

/** Submits the round's transfers until the node is gone; returns the last finalized block that it told of. */
async function workUntilKilled(node, aliveMs) {
    let nonce = await node.call('system_accountNextIndex', transfers.alice);
    const end = nonce + kTransfersPerRound;
    let last = await finalized(node);
    const killed = new Promise((resolve) => setTimeout(resolve, aliveMs)).then(() => node.kill());
    try {
        for (;;) {
            if (nonce < end) await node.call('author_submitExtrinsic', transfers[nonce++]);
            if (nonce % 8 === 0 || nonce === end) last = await finalized(node);
        }
    } catch (error) {
        assert.notEqual(typeof error.code, 'number', error.message);  // only the connection may fail, not a call
    }
    assert.equal((await killed).signal, 'SIGKILL');
    return last;
}

test(`${kRounds} kills: nothing final is lost, no start repairs anything`, async () => {
    let final = { hash: undefined, number: 0 };
    let furthest = 0;
    for (let round = 0; round < kRounds; ++round) {
        const node = await Node.start(program, args);
        if (final.hash) {
            assert.equal(await node.call('chain_getBlockHash', final.number), final.hash, `round ${round}`);
            assert.ok((await finalized(node)).number >= final.number, `round ${round}`);
        }
        assert.doesNotMatch(node.log, /repair|damaged|corrupt/i);
        assert.deepEqual(await node.call('author_pendingExtrinsics'), [], 'the pool is in memory alone');
        const best = await node.call('chain_getBlock');
        assert.ok(best.block.extrinsics.length > 0 || Number(best.block.header.number) === 0);
        assert.ok(await node.call('state_getRuntimeVersion'), 'the state of the best block is there');
        // Now and then long enough for votes, so that there is something final to lose.
        const aliveMs = round % 4 === 1 ? 7000 : 200 + 2000 * numbers.next().value;
        final = await workUntilKilled(node, aliveMs);
        furthest = Math.max(furthest, final.number);
    }
    assert.ok(furthest > 0, 'finality went on');
});

test('a node that is told to end does so with exit code 0, and starts where it was', async () => {
    let node = await Node.start(program, args);
    const before = await node.call('chain_getBlockHash');
    await node.stop();
    node = await Node.start(program, args);
    assert.equal(await node.call('chain_getBlockHash'), before);
    await node.stop();
});
