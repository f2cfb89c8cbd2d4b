// A parachain of the real Coretime on the real Kusama, both 2.3.2: its collator and two validators are of the reference, one validator is ours.
import { join } from 'node:path';

import { Node } from '../e2e/node.mjs';
import { account, makeParaSpec, makeSpec, runtimeFile } from './chains.mjs';
import { authorOf, freePort, networkTest, ours, step, theirs, until } from './support.mjs';

const kCoretime = 1005;
/** Of session 0, which knows no core, of the parachain's first block, and of a busy machine. */
const kFirstBlockMs = 600_000;

const kBlockMs = 6_000;

/** A collator of the reference, with a node of the relay chain in its process. */
async function startCollator(network, para) {
    const [listen, rpc, relayListen, relayRpc] = [await freePort(), await freePort(), await freePort(), await freePort()];
    const boot = network.running().flatMap(({ address }) => ['--bootnodes', address]);
    return Node.start(join(process.env.PEERS, 'polkadot-omni-node'), [
        '--collator', '--alice', '--authoring', 'slot-based', '--chain', para, '--base-path', join(network.folder, 'collator'),
        '--listen-addr', `/ip4/127.0.0.1/tcp/${listen}`, '--rpc-port', String(rpc), '--no-prometheus',
        '--unsafe-force-node-key-generation', '--no-hardware-benchmarks', '--force-authoring',
        '--', '--chain', network.chain, '--listen-addr', `/ip4/127.0.0.1/tcp/${relayListen}`, '--rpc-port', String(relayRpc),
        '--unsafe-force-node-key-generation', '--no-hardware-benchmarks', ...boot,
    ], { startMs: 240_000 });
}

/** The parachain's head in the state of a block. */
async function headAt(api, hash) {
    const at = await api.at(hash);
    return (await at.query.paras.heads(kCoretime)).toHex();
}

/** What the blocks that `author` has made bring for parachains. */
async function inherentsOf(member, api, author) {
    const best = await member.best();
    const out = { blocks: 0, bitfields: 0, candidates: 0 };
    for (let number = 1; number <= best; ++number) {
        const hash = await member.hash(number);
        if (await authorOf(member, hash) !== author) continue;
        const { block } = await api.rpc.chain.getBlock(hash);
        const inherent = block.extrinsics.find(({ method }) => method.section === 'paraInherent');
        const [data] = inherent.method.args;
        out.blocks += 1;
        out.bitfields += data.bitfields.length;
        out.candidates += data.backedCandidates.length;
    }
    return out;
}

networkTest('a validator of ours among those of the reference, with a parachain', async (network, t) => {
    const para = makeParaSpec(network.folder, runtimeFile('coretime-kusama-2003002'), kCoretime);
    network.chain = makeSpec(network.folder, runtimeFile('kusama-2003002-fast'), {
        validators: ['alice', 'bob', 'charlie'], paras: [{ id: kCoretime, file: para }],
    });
    const alice = await network.start(ours, 'alice', { validator: 'alice',
        more: ['--insecure-validator-i-know-what-i-do', '--log', 'parachain::bitfield-signing=debug'] });
    await network.start(theirs, 'bob', { validator: 'bob' });
    await network.start(theirs, 'charlie', { validator: 'charlie' });
    const collator = await startCollator(network, para);
    t.after(() => collator.kill());
    await step(t, 'this validator has its chunk of a candidate', () => until('a bit is set in a bitfield of ours',
        async () => /Signed a bitfield with [1-9]/.test(alice.node.log), kFirstBlockMs));
    const api = await network.connect(alice);
    const author = `0x${Buffer.from(account('alice').publicKey).toString('hex')}`;
    await step(t, 'its blocks bring bitfields and candidates', () => until('a block of ours has candidates', async () => {
        await new Promise((resolve) => { setTimeout(resolve, kBlockMs); });
        const found = await inherentsOf(alice, api, author);
        t.diagnostic(JSON.stringify(found));
        return found.bitfields > 0 && found.candidates > 0;
    }, kFirstBlockMs));
    // Blocks are final only when all three have approved: the reference's validators prepare the code first, which takes a busy machine a minute.
    await step(t, 'blocks that include candidates become final', () => until('the parachain has another head in the last final state', async () => {
        await new Promise((resolve) => { setTimeout(resolve, kBlockMs); });
        const [first, last] = [await alice.hash(0), await alice.call('chain_getFinalizedHead')];
        return await headAt(api, first) !== await headAt(api, last);
    }, kFirstBlockMs));
});
