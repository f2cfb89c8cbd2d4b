// Our collator, with validators of both kinds: blocks of the real Coretime on the real Kusama, both 2.3.2, are backed, included and final. A full node of
// the parachain of ours follows it.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Node } from '../e2e/node.mjs';
import { account, connect, makeParaSpec, makeSpec, runtimeFile } from './chains.mjs';
import { describe, freePort, networkTest, ours, step, theirs, until } from './support.mjs';

const kCoretime = 1005;
/** Of session 0, which knows no core, of nodes that compile runtimes, and of a busy machine. */
const kFirstBlockMs = 600_000;
const kBlocksMs = 300_000;

/** A node of the parachain, of ours; `role`: what makes it a collator. */
async function startParaNode(network, name, para, role, boot = []) {
    const [listen, rpc, relayListen, relayRpc] = [await freePort(), await freePort(), await freePort(), await freePort()];
    const relayBoot = network.running().flatMap(({ address }) => ['--bootnodes', address]);
    const node = await Node.start(process.env.SERINUS, [
        ...role, '--name', name, '--chain', para, '--base-path', join(network.folder, name),
        '--listen-addr', `/ip4/127.0.0.1/tcp/${listen}`, '--rpc-port', String(rpc), '--no-prometheus', '--no-mdns',
        '--log', 'aura=debug,parachain=debug,cumulus-consensus=debug,sub-libp2p=debug', ...boot,
        '--', '--chain', network.chain, '--listen-addr', `/ip4/127.0.0.1/tcp/${relayListen}`, '--rpc-port', String(relayRpc), ...relayBoot,
    ], { startMs: 120_000 });
    // The relay chain's node is the first that listens.
    await until('the RPC of the parachain', () => node.log.includes('[Parachain] Running JSON-RPC server'));
    // They write into the test's folder, which is removed before other hooks run.
    network.paraNodes = [...(network.paraNodes ?? []), node];
    const own = Object.assign(Object.create(node), { port: rpc, url: `ws://127.0.0.1:${rpc}`, relayPort: relayRpc });
    own.address = `/ip4/127.0.0.1/tcp/${listen}/p2p/${await own.call('system_localPeerId')}`;
    return own;
}

const numberOf = async (node, hash) => Number((await node.call('chain_getHeader', ...(hash ? [hash] : []))).number);
const finalOf = async (node) => numberOf(node, await node.call('chain_getFinalizedHead'));

/** One call at the relay chain's node of a parachain's. */
async function relayCall(node, method) {
    const response = await fetch(`http://127.0.0.1:${node.relayPort}`, {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: [] }),
    });
    return (await response.json()).result;
}

networkTest('a collator of ours and validators of both kinds', async (network, t) => {
    try {
        await run(network, t);
    } finally {
        await Promise.all((network.paraNodes ?? []).map((node) => node.kill()));
        if (process.env.KEEP_LOGS) (network.paraNodes ?? []).forEach((node, i) => writeFileSync(join(process.env.BUILD, `para-node-${i}.log`), node.log));
    }
});

async function run(network, t) {
    const para = makeParaSpec(network.folder, runtimeFile('coretime-kusama-2003002'), kCoretime);
    network.chain = makeSpec(network.folder, runtimeFile('kusama-2003002-fast'), {
        validators: ['alice', 'bob', 'charlie'], paras: [{ id: kCoretime, file: para }],
    });
    const validators = [
        await network.start(ours, 'alice', { validator: 'alice', more: ['--insecure-validator-i-know-what-i-do', '--log', 'parachain=debug'] }),
        await network.start(theirs, 'bob', { validator: 'bob' }),
        await network.start(theirs, 'charlie', { validator: 'charlie' }),
    ];
    const collator = await startParaNode(network, 'collator', para, ['--collator', '--alice']);

    await step(t, 'its blocks become final', () => until('three final blocks of the parachain',
        async () => await finalOf(collator) >= 3, kFirstBlockMs));

    await step(t, 'RPC of the parachain and of its relay chain', async () => {
        assert.equal(await collator.call('system_chain'), 'coretime-kusama');
        assert.equal(await relayCall(collator, 'system_chain'), 'kusama');
        assert.deepEqual(await collator.call('system_nodeRoles'), ['Authority']);
        assert.deepEqual(await relayCall(collator, 'system_nodeRoles'), ['Full']);
    });

    const follower = await startParaNode(network, 'follower', para, [], ['--bootnodes', collator.address]);
    await step(t, 'a full node follows', () => until('the same final block', async () => {
        const final = await finalOf(follower);
        return final >= 3 && await follower.call('chain_getBlockHash', final) === await collator.call('chain_getBlockHash', final);
    }, kBlocksMs));

    await step(t, 'a transfer on the parachain becomes final', async () => {
        const api = await connect(follower);
        t.after(() => api.disconnect());
        const [sender, recipient] = [account('alice'), account('ferdie').address];
        const before = (await api.query.system.account(recipient)).data.free.toBigInt();
        await new Promise((resolve, reject) => {
            const timer = setTimeout(() => reject(new Error('the transfer is not final')), kBlocksMs);
            api.tx.balances.transferKeepAlive(recipient, 1_000_000_000_000n).signAndSend(sender, ({ status, isError }) => {
                if (isError) reject(new Error(`the transfer: ${status.type}`));
                if (status.isFinalized) { clearTimeout(timer); resolve(); }
            }).catch(reject);
        });
        const after = (await api.query.system.account(recipient)).data.free.toBigInt();
        assert.equal(after - before, 1_000_000_000_000n);
    });

    await step(t, 'ended and started again it goes on', async () => {
        const last = await finalOf(follower);
        await collator.stop();
        const again = await startParaNode(network, 'collator', para, ['--collator', '--alice'], ['--bootnodes', follower.address]);
        await until('more final blocks', async () => await finalOf(follower) >= last + 2, kBlocksMs);
        await again.stop();
    });
    await follower.stop();

    // Validators of the reference hold nothing against its peer.
    const peers = [...collator.log.matchAll(/\[Relaychain\] 🏷 {2}Local node identity is: (\w+)|Local node identity is: (\w+)/g)].map((found) => found[1] ?? found[2]);
    assert.ok(peers.length >= 2, 'each of its two nodes says who it is');
    for (const { name, log } of validators.slice(1)) {
        for (const line of log.split('\n')) {
            assert.ok(!/Report \w+: -/.test(line) || !peers.some((peer) => line.includes(peer)) || /Open failure|Peer disconnected/.test(line), `${name}: ${line}`);
        }
    }
    t.diagnostic(await describe(network.running()));
}
