// A parachain of the real Coretime on the real Kusama, both 2.3.2: its collator and two validators are of the reference, two validators are ours.
// RELAY_RUNTIME=FILE: on that runtime instead, such as our own Kusama 1.7.1.
import { join } from 'node:path';

import { Node } from '../e2e/node.mjs';
import { account, makeParaSpec, makeSpec, runtimeFile } from './chains.mjs';
import { authorOf, describe, freePort, networkTest, ours, step, theirs, until } from './support.mjs';

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

/** How many blocks of the parachain the relay chain's blocks up to `last` have included. */
async function includedUpTo(member, api, last) {
    const heads = new Set();
    for (let number = 0; number <= last; ++number) heads.add(await headAt(api, await member.hash(number)));
    return heads.size - 1;
}

networkTest('two validators of ours and two of the reference, with a parachain', async (network, t) => {
    const para = makeParaSpec(network.folder, runtimeFile('coretime-kusama-2003002'), kCoretime);
    const other = process.env.RELAY_RUNTIME;
    network.chain = makeSpec(network.folder, other ?? runtimeFile('kusama-2003002-fast'), {
        validators: ['alice', 'bob', 'charlie', 'dave'], paras: [{ id: kCoretime, file: para }], addsParas: other !== undefined,
    });
    const more = ['--insecure-validator-i-know-what-i-do', '--log', 'parachain=debug'];
    const own = [await network.start(ours, 'alice', { validator: 'alice', more }), await network.start(ours, 'bob', { validator: 'bob', more })];
    await network.start(theirs, 'charlie', { validator: 'charlie' });
    await network.start(theirs, 'dave', { validator: 'dave' });
    const [alice] = own;
    const collator = await startCollator(network, para);
    t.after(() => collator.kill());
    for (const member of own) {
        await step(t, `${member.name} has its chunk of a candidate`, () => until('a bit is set in a bitfield of ours',
            async () => /Signed a bitfield with [1-9]/.test(member.node.log), kFirstBlockMs));
    }
    const api = await network.connect(alice);
    for (const member of own) {
        const author = `0x${Buffer.from(account(member.name).publicKey).toString('hex')}`;
        await step(t, `blocks of ${member.name} bring bitfields and candidates`, () => until('a block of ours has candidates', async () => {
            await new Promise((resolve) => { setTimeout(resolve, kBlockMs); });
            const found = await inherentsOf(alice, api, author);
            t.diagnostic(JSON.stringify(found));
            return found.bitfields > 0 && found.candidates > 0;
        }, kFirstBlockMs));
    }
    // Blocks are final only when enough have approved: the reference's validators prepare the code first, which takes a busy machine a minute.
    await step(t, 'blocks that include candidates become final', () => until('the parachain has another head in the last final state', async () => {
        await new Promise((resolve) => { setTimeout(resolve, kBlockMs); });
        return await includedUpTo(alice, api, await alice.finalized()) > 0;
    }, kFirstBlockMs));
    const [best, final] = [await alice.best(), await alice.finalized()];
    t.diagnostic(`best #${best}, which includes ${await includedUpTo(alice, api, best)} blocks of the parachain; `
        + `final #${final}, which includes ${await includedUpTo(alice, api, final)}`);
    t.diagnostic(await describe(network.running()));
});
