// A chain with transfers and changes of the GRANDPA set, downloaded by each kind of node from the other: with all blocks executed, and
// by warp and state; with both network back ends of the reference.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';

import { Keyring } from '../e2e/modules.mjs';
import { authorOfMany, growChain, makeSpec, runtimeFile } from './chains.mjs';
import { haveFinal, kNetworkMs, networkTest, ours, step, theirs, until } from './support.mjs';

const kBlocks = 120;
const kArchive = ['--state-pruning', 'archive'];
const kBackEnds = ['litep2p', 'libp2p'];

networkTest('each kind of node downloads a chain from the other', async (network, t) => {
    network.chain = makeSpec(network.folder, runtimeFile('kusama-1007001-fast'), { preset: 'development' });
    const author = await network.start(ours, 'author', authorOfMany('alice', kBlocks));
    await step(t, 'a chain with three sets', async () => {
        const stash = new Keyring({ type: 'sr25519' }).addFromUri('//Alice//stash');
        const onBlock = async (number, api) => {
            // In the place of the keys of a session those of the next; they count two sessions later.
            if (number === 5 || number === 45) {
                await api.tx.session.setKeys(await author.call('author_rotateKeys'), '0x').signAndSend(stash);
            }
            // The voter keeps up: a set votes for its last block before the next one begins.
            await until('finality', async () => (await author.finalized()) >= number - 4, kNetworkMs);
        };
        await growChain(author, kBlocks, { count: 3, onBlock });
        await until('finality', async () => (await author.finalized()) >= kBlocks - 2, kNetworkMs);
        assert.ok((await author.setId()) >= 2, `set ${await author.setId()}`);
    });
    const number = await author.finalized();

    /** A new node with one peer ends up with the block and its state. */
    const downloads = async (kind, name, from, more = [], links = { reserved: from }) => step(t, name, async () => {
        const member = await network.start(kind, name, { ...links, more });
        // A node of the reference that has only downloaded blocks still says that its best block is the one that it began with, until it
        // announces a new one.
        await until('a peer', async () => (await member.peers()) > 0, kNetworkMs);
        if (author.options.validator) await author.call('engine_createBlock', true, false);
        const hash = await haveFinal([author, member], number);
        const kNumber = '0x26aa394eea5630e07c48ae0c9558cef702a5c1b19ab7a04f536c519aca4983ac';
        assert.equal(await member.call('state_getStorage', kNumber, hash), await author.call('state_getStorage', kNumber, hash));
        return member;
    });
    const sources = [];
    for (const backend of kBackEnds) {
        await downloads(theirs, `theirs-full-${backend}`, [author], [...kArchive, '--network-backend', backend], { boot: [author] });
        sources.push(network.members.at(-1));
    }
    for (const [i, backend] of kBackEnds.entries()) {
        await downloads(ours, `ours-full-from-${backend}`, [sources[i]]);
        await network.members.at(-1).stop();
        await downloads(ours, `ours-warp-from-${backend}`, [sources[i]], ['--sync', 'warp']);
        assert.match(network.members.at(-1).log, /The chain begins with block|proven final/);
        await network.members.at(-1).stop();
    }
    await Promise.all(sources.map((member) => member.stop()));

    // The reference begins a warp with three peers: copies of the author.
    const copies = [author];
    await author.stop();
    for (const name of ['copy1', 'copy2']) {
        const copy = network.add(ours, name, { boot: [], more: [...kArchive, '--sealing', 'manual'] });
        cpSync(author.folder, copy.folder, { recursive: true });
        copies.push(copy);
    }
    author.options = { boot: [], more: [...kArchive, '--sealing', 'manual'] };
    for (const copy of copies) await copy.start();
    for (const mode of ['warp', 'fast', 'fast-unsafe']) {
        for (const backend of kBackEnds) {
            await downloads(theirs, `theirs-${mode}-${backend}`, copies, ['--sync', mode, '--network-backend', backend]);
            await network.members.at(-1).stop();
        }
    }
});
