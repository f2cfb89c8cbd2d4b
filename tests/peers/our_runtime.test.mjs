// The reference executes our own runtime: its full node follows a chain that ours makes, to the same state roots.
// RELAY_RUNTIME=FILE: another one, such as kusama_runtime_proper.wasm.
import { join } from 'node:path';

import { authorOfMany, growChain, makeSpec } from './chains.mjs';
import { haveFinal, networkTest, ours, step, theirs } from './support.mjs';

const kBlocks = 300;

networkTest('the reference executes our runtime', async (network, t) => {
    network.chain = makeSpec(network.folder, process.env.RELAY_RUNTIME ?? join(process.env.BUILD, 'package/kusama_runtime/runtime.compressed.wasm'), { preset: 'development' });
    const author = await network.start(ours, 'author', authorOfMany('alice', kBlocks));
    await step(t, `${kBlocks} blocks`, () => growChain(author, kBlocks, { count: 5 }));
    const number = await author.finalized();
    const follower = await network.start(theirs, 'follower', { reserved: [author] });
    // A block with another state root would be refused.
    await step(t, 'download', () => haveFinal([author, follower], number));
});
