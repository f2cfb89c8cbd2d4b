// A chain with transfers, many accounts and three GRANDPA sets, which one validator of ours goes on making, downloaded by each kind of
// node from the other: with all blocks executed, by warp, and in the reference's two fast modes; with both of its network back ends.
import assert from 'node:assert/strict';

import { Keyring } from '../e2e/modules.mjs';
import { authorOfMany, growChain, growOn, makeSpec, runtimeFile } from './chains.mjs';
import { describe, haveFinal, kNetworkMs, networkTest, ours, step, theirs, until } from './support.mjs';

const kBlocks = 120;
/** More than are made while the downloads go on: the clock of the author is as late. */
const kMaxBlocks = 2_000;
const kAccounts = 5_000;
const kArchive = ['--state-pruning', 'archive'];
const kBackEnds = ['litep2p', 'libp2p'];
const kNumber = '0x26aa394eea5630e07c48ae0c9558cef702a5c1b19ab7a04f536c519aca4983ac';  // System.Number

/** What a node's log says when it has not executed the blocks. */
const kStateCame = {
    [ours]: /The chain begins with block/,
    [theirs]: /State sync is complete/,
};
const kProofsCame = {
    [ours]: /is proven final/,
    [theirs]: /Warp sync is complete/,
};

networkTest('each kind of node downloads a chain from the other', async (network, t) => {
    network.chain = makeSpec(network.folder, runtimeFile('kusama-1007001-fast'), { preset: 'development', accounts: kAccounts });
    const author = await network.start(ours, 'author', authorOfMany('alice', kMaxBlocks));
    await step(t, 'a chain with three sets', async () => {
        const stash = new Keyring({ type: 'sr25519' }).addFromUri('//Alice//stash');
        const onBlock = async (number, api) => {
            // In the place of the keys of a session those of the next; they count two sessions later.
            if (number === 5 || number === 45) {
                await api.tx.session.setKeys(await author.call('author_rotateKeys'), '0x').signAndSend(stash);
            }
            // The voter keeps up.
            await until('finality', async () => (await author.finalized()) >= number - 8, kNetworkMs);
        };
        await growChain(author, kBlocks, { count: 3, onBlock });
        await until('finality', async () => (await author.finalized()) >= kBlocks - 2, kNetworkMs);
        assert.ok((await author.setId()) >= 2, `set ${await author.setId()}`);
    });
    const number = await author.finalized();
    const sources = [author];
    // The reference begins a warp with three peers.
    for (const name of ['copy1', 'copy2']) sources.push(await network.start(ours, name, { boot: [author], more: kArchive }));
    await step(t, 'copies', async () => haveFinal(sources, number));

    /** A new node with these peers ends up with the same final block and state, and with all blocks below. */
    const downloads = async (kind, mode, backend, links, more) => {
        const member = network.add(kind, `${kind}-${mode}-${backend}`, { ...links, more: ['--sync', mode, ...more] });
        await step(t, `${mode} sync, ${kind} from the other kind (${backend})`, async () => {
            await member.start();
            await until('finality', async () => (await member.finalized()) >= number, kNetworkMs)
                .catch(async (error) => { throw new Error(`${error.message}; ${await describe([author, member, ...links.boot ?? links.reserved])}`); });
            // The reference has headers before it has a state. A node that did not execute the blocks has at first only the
            // last final one, and its state.
            const last = await until('a state', async () => {
                const hash = await member.call('chain_getFinalizedHead');
                return member.call('state_getStorage', kNumber, hash).then((value) => value && hash, () => undefined);
            }, kNetworkMs);
            await haveFinal([author], Number((await member.header(last)).number));
            for (const [method, ...params] of [['state_getStorage', kNumber], ['state_call', 'Core_version', '0x'],
                ['state_getKeysPaged', '0x', 1_000, '0x']]) {
                assert.deepEqual(await member.call(method, ...params, last), await author.call(method, ...params, last), method);
            }
            const first = await author.hash(1);
            for (const hash of [first, await author.hash(number)]) {
                await until('the blocks below', async () => (await member.call('chain_getBlock', hash)) !== null, kNetworkMs);
            }
            const blockOf = async (one) => (await one.call('chain_getBlock', await author.hash(number))).block;
            assert.deepEqual(await blockOf(member), await blockOf(author));
            // Which way it took.
            const says = (line) => { member.finishLog(); return line.test(member.log); };
            if (mode === 'full') {
                assert.ok(!says(kStateCame[kind]));
                assert.equal(await member.call('state_getStorage', kNumber, first), '0x01000000');
            } else {
                await until('the log speaks of the state', () => says(kStateCame[kind]), kNetworkMs);
                assert.equal(says(kProofsCame[kind]), mode === 'warp');
            }
        });
        return member;
    };

    const theirSources = new Map();
    const stopGrowing = growOn(author);
    try {
        for (const backend of kBackEnds) {
            const more = ['--network-backend', backend];
            for (const mode of ['full', 'warp', 'fast', 'fast-unsafe']) {
                // The node with all blocks and states serves our nodes below.
                const isSource = mode === 'full';
                const member = await downloads(theirs, mode, backend, isSource ? { boot: sources } : { reserved: sources },
                    [...more, ...(isSource ? kArchive : [])]);
                if (isSource) theirSources.set(backend, member);
                else await member.stop();
            }
        }
        for (const [backend, source] of theirSources) {
            for (const mode of ['full', 'warp']) {
                const member = await downloads(ours, mode, backend, { reserved: [source] }, mode === 'full' ? kArchive : []);
                await member.stop();
            }
        }
    } finally {
        await stopGrowing();
    }

    await step(t, 'full sync from what a node of the reference says of itself', async () => {
        // Observed: polkadot 1.25, sc-network-sync: a node that has only downloaded blocks says in its handshakes that its best block is the one
        // that it began with, until it takes or makes a new one; its own kind does not download from it until then either. After a restart it
        // says what it has. Nobody makes blocks here.
        const [source] = theirSources.values();
        await Promise.all(network.running().map((member) => member.stop()));
        source.options.boot = [];
        await source.start();
        const member = await network.start(ours, 'ours-full-alone', { reserved: [source] });
        const best = (await source.header()).number;
        await until('the best block', async () => (await member.header()).number === best, kNetworkMs);
        assert.deepEqual(await member.header(), await source.header());
    });
});
