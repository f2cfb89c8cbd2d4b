// A living chain of four validators whom Staking elects, with nominators and pools: an era with an election that a node mines,
// other authorities of BABE and GRANDPA on all nodes, payouts, and a validator that signs two blocks in a slot. Epochs have
// ten slots, and the chain's time runs by blocks: one node authors with the BABE keys of all, and each of the four votes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { stringToHex, u8aToHex } from '@polkadot/util';
import { xxhashAsHex } from '@polkadot/util-crypto';

import { Node, temporaryFolder, until } from './node.mjs';
import { hasBrowser, readViews } from './page.mjs';

const program = process.env.SERINUS;
const kNames = ['Alice', 'Bob', 'Charlie', 'Dave'];
const kSlotMs = 6000;
const kSessionSlots = 10;
const kMostBlocks = 130;
const kDeferral = 28; // eras, from that of the offence to that of the slash
const sr25519 = new Keyring({ type: 'sr25519', ss58Format: 2 });
const stashes = kNames.map((name) => sr25519.addFromUri(`//${name}//stash`));

const places = kNames.map(() => temporaryFolder());
const nodes = [];
let api;

/** Four validators of whom three are wanted from the next era on, six others, sixty nominators and three pools. */
function specification() {
    const words = ['build-spec', '--runtime', process.env.SHORT_EPOCHS_RUNTIME, '--preset', 'staking_testnet', '--stakers', '6x60x3',
        '--disable-default-bootnode'];
    const spec = JSON.parse(execFileSync(program, words, { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }));
    spec.genesis.raw.top[xxhashAsHex('Staking', 128) + xxhashAsHex('ValidatorCount', 128).slice(2)] = '0x03000000';
    const path = join(places[0].folder, 'spec.json');
    writeFileSync(path, JSON.stringify(spec));
    return path;
}

let chain;
const start = (index, name, ...more) => Node.start(program, ['--chain', chain, '--base-path', join(places[index].folder, 'data'),
    '--listen-addr', '/ip4/127.0.0.1/tcp/0', `--${name.toLowerCase()}`, '--sealing', 'manual', ...more]);

/** The keys of all four under which a node authors. */
async function insertKeys(node) {
    for (const name of kNames) await node.call('author_insertKey', 'babe', `//${name}`, u8aToHex(sr25519.addFromUri(`//${name}`).publicKey));
}

const connect = async (node) => ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
const numberOf = async (node, ...hash) => Number((await node.call('chain_getHeader', ...hash)).number);
const finalizedOf = async (node) => numberOf(node, await node.call('chain_getFinalizedHead'));
const slotOfNow = async () => (await api.query.babe.currentSlot()).toNumber();
const activeEra = async () => (await api.query.staking.activeEra()).unwrap().index.toNumber();

before(async () => {
    chain = specification();
    nodes.push(await start(0, kNames[0], '--offchain-worker', 'always'));
    await insertKeys(nodes[0]);
    const [address] = await nodes[0].call('system_localListenAddresses');
    for (const index of [1, 2, 3]) nodes.push(await start(index, kNames[index], '--bootnodes', address));
    api = await connect(nodes[0]);
});
after(async () => {
    await api?.disconnect();
    await Promise.all(nodes.map((node) => node?.stop().catch((error) => console.error(error))));
    places.forEach(({ remove }) => remove());
});

const makeBlock = () => nodes[0].call('engine_createBlock', true, false);
/** Blocks until `condition`; `most` of them. */
async function blocksUntil(what, condition, most = kMostBlocks) {
    for (let i = 0; i < most; ++i) {
        if (await condition()) return;
        await makeBlock();
    }
    assert.fail(`in vain: ${what}`);
}
/** In a block, with its events. */
async function send(tx, pair) {
    const hash = (await tx.signAndSend(pair, { nonce: -1 })).toHex();
    for (let i = 0; i < 20; ++i) {
        const { hash: block } = await makeBlock();
        const { block: made } = await api.rpc.chain.getBlock(block);
        const index = made.extrinsics.findIndex((one) => one.hash.toHex() === hash);
        if (index < 0) continue;
        const records = (await (await api.at(block)).query.system.events()).filter(({ phase }) => phase.isApplyExtrinsic && phase.asApplyExtrinsic.toNumber() === index);
        const events = records.map(({ event }) => event);
        assert.ok(events.some(({ method }) => method === 'ExtrinsicSuccess'), `${tx.method.method}: ${events.map((one) => one.method)}`);
        return events;
    }
    return assert.fail(`${tx.method.method} is not included`);
}
/** The worker mines again only after some blocks, of which skipped sessions have few, and tries what it mined for the last round first. */
async function forgetMining() {
    for (const key of ['', '/call']) {
        await nodes[0].call('offchain_localStorageClear', 'PERSISTENT', stringToHex(`parity/multi-phase-unsigned-election${key}`));
    }
}
/** A solution for the next election is mined, submitted and taken; in an emergency governance gives one. */
async function solution() {
    const provider = api.query.electionProviderMultiPhase;
    const isMined = (extrinsic) => api.createType('Extrinsic', extrinsic).method.method === 'submitUnsigned';
    const isPending = async () => (await nodes[0].call('author_pendingExtrinsics')).some(isMined);
    for (let i = 0; i < kMostBlocks; ++i) {
        if ((await provider.queuedSolution()).isSome) return;
        const phase = (await provider.currentPhase()).type;
        if (phase === 'Emergency') {
            await root(api.tx.electionProviderMultiPhase.governanceFallback());
        } else if (phase === 'Unsigned') {
            // If the worker of this block was late or refused, that of the next one mines.
            await until('the solution of the worker', isPending, 1000).catch(() => null);
            await forgetMining();
        }
        await makeBlock();
    }
    assert.fail('no solution is taken');
}
const root = (call) => send(api.tx.sudo.sudo(call), sr25519.addFromUri('//Alice'));

test('an era passes with an election that the node mines', async () => {
    assert.equal((await api.query.session.validators()).length, 4);
    await solution();
    const ready = (await api.query.electionProviderMultiPhase.queuedSolution()).unwrap();
    assert.equal(ready.compute.type, 'Unsigned');
    assert.equal(ready.supports.length, 3);
    await blocksUntil('the next era', async () => await activeEra() === 1);
    assert.equal((await api.query.electionProviderMultiPhase.round()).toNumber(), 2);
});

test('the authorities of BABE and GRANDPA are those of the election, on all nodes', async () => {
    const validators = (await api.query.session.validators()).map((one) => one.toString());
    assert.equal(validators.length, 3);
    assert.ok(validators.every((one) => stashes.some((stash) => stash.address === one)), 'the nodes that run');
    await blocksUntil('the epoch of the new authorities', async () => (await api.query.babe.authorities()).length === 3);
    const set = (await api.query.grandpa.currentSetId()).toNumber();
    assert.ok(set > 0);
    assert.equal((await api.call.grandpaApi.grandpaAuthorities()).length, 3);
    const { hash } = await makeBlock();
    const number = await numberOf(nodes[0], hash);
    for (const node of nodes) {
        await until('finality by the votes of the new authorities', async () => {
            if (await finalizedOf(node) >= number) return true;
            await makeBlock();
            return false;
        });
        assert.ok((await node.call('grandpa_roundState')).setId >= set);
    }
});

/** What `staking rewards` tells, by era. */
const unpaidOf = (address) => JSON.parse(execFileSync(program, ['staking', 'rewards', address, '--url', nodes[0].url, '--json'])).rewards;

test('polkadot.js pays the stakers of the era', async () => {
    const pot = (await api.query.staking.erasValidatorReward(0)).unwrap().toBigInt();
    const points = await api.query.staking.erasRewardPoints(0);
    assert.ok(pot > 0n && points.total.toNumber() > 0);
    // A nominator has so little behind some of its validators that the share comes to nothing.
    const backed = await Promise.all(stashes.map(async ({ address }) => {
        const { total, own } = (await api.query.staking.erasStakersOverview(0, address)).unwrap();
        return { address, nominated: total.toBigInt() - own.toBigInt() };
    }));
    const { address } = backed.reduce((most, one) => (one.nominated > most.nominated ? one : most));
    const before = (await api.query.staking.ledger(address)).unwrap().active.toBigInt();
    const [unpaid, ...later] = unpaidOf(address);
    assert.deepEqual([unpaid.era, unpaid.validator], [0, address]);
    const events = await send(api.tx.staking.payoutStakers(address, 0), sr25519.addFromUri('//Eve'));
    const rewarded = events.filter(({ method }) => method === 'Rewarded');
    const ofValidator = rewarded.find(({ data }) => data[0].toString() === address);
    assert.equal(BigInt(unpaid.amount), ofValidator.data[2].toBigInt(), 'what the command has told');
    assert.deepEqual(unpaidOf(address).slice(0, later.length), later);
    const backing = (await api.query.staking.erasStakersOverview(0, address)).unwrap();
    assert.equal(backing.pageCount.toNumber(), 1);
    assert.equal(rewarded.length, 1 + backing.nominatorCount.toNumber());
    const all = rewarded.reduce((sum, { data }) => sum + data[2].toBigInt(), 0n);
    const [, own] = [...points.individual.entries()].find(([who]) => who.toString() === address);
    const share = pot * own.toBigInt() / points.total.toBigInt();
    assert.ok(all <= share && all > share - share / 1_000_000n, `${all} of ${share}`);
    assert.ok((await api.query.staking.ledger(address)).unwrap().active.toBigInt() > before);
});

let offence;

test('the fourth validator is back in the next era', async () => {
    await root(api.tx.staking.setValidatorCount(4));
    await solution();
    await blocksUntil('the next era', async () => await activeEra() === 2);
    await blocksUntil('the epoch of the new authorities', async () => (await api.query.babe.authorities()).length === 4);
});

// Of four validators one can be disabled, of three none.
test('a validator that signs two blocks in a slot is reported by a node, and disabled', async () => {
    await insertKeys(nodes[1]);
    const reportIn = async (block) => (await (await api.at(block)).query.system.events())
        .find(({ phase, event }) => phase.isApplyExtrinsic && event.section === 'staking' && event.method === 'SlashReported')?.event;
    await root(api.tx.staking.setInvulnerables([]));
    // Both author on the same parent, so in the same slot: the second block comes from another machine with the same key.
    const parent = await nodes[0].call('chain_getBlockHash');
    await until('the second node is at the head', async () => (await nodes[1].call('chain_getBlockHash')) === parent);
    const [first, second] = await Promise.all([nodes[0], nodes[1]].map((node) => node.call('engine_createBlock', true, false, parent)));
    assert.notEqual(first.hash, second.hash);
    const author = (await api.derive.chain.getHeader(first.hash)).author.toString();
    // The offender authors no more: a block in its slot would be refused.
    const name = kNames[stashes.findIndex((stash) => stash.address === author)];
    const key = Buffer.from(sr25519.addFromUri(`//${name}`).publicKey).toString('hex');
    // The report of a node goes only into its own blocks.
    await until('the report is in the pool', async () => (await nodes[0].call('author_pendingExtrinsics'))
        .some((one) => api.createType('Extrinsic', one).method.method === 'reportEquivocationUnsigned'));
    // A block of the offender that notes its own offence would be refused: then an empty one takes its slot.
    for (let i = 0; i < kMostBlocks && !offence; ++i) {
        const made = await makeBlock().catch((error) => error);
        if (!(made instanceof Error)) {
            offence = await reportIn(made.hash);
            continue;
        }
        assert.match(made.message, /the author of the block is disabled/);
        await nodes[0].call('dev_timeTravel', (await slotOfNow() + 1) * kSlotMs);
    }
    assert.ok(offence, 'the offence is noted');
    assert.equal(offence.data[0].toString(), author);
    const now = await api.at(await nodes[0].call('chain_getBlockHash'));
    const [[disabled], ...more] = await now.query.session.disabledValidators();
    assert.equal((await now.query.session.validators())[disabled.toNumber()].toString(), author);
    assert.equal(more.length, 0);
    assert.ok((await now.query.staking.validators.keys()).some((one) => one.args[0].toString() === author), 'it is not chilled');
    assert.equal((await now.query.staking.forceEra()).type, 'NotForcing');
    const [[{ args: [due] }, [waiting]]] = await now.query.staking.unappliedSlashes.entries();
    assert.equal(waiting.validator.toString(), author);
    const then = (await (await api.at(first.hash)).query.staking.activeEra()).unwrap().index.toNumber();
    assert.equal(due.toNumber(), then + kDeferral);
    offence = { author, name, key, due: due.toNumber(), own: waiting.own.toBigInt() };
});

test('the explorer shows the offender, who takes no part, and the slash that is to come', { skip: !hasBrowser && 'there is no browser' }, async () => {
    const [text] = await readViews(`http://127.0.0.1:${nodes[0].port}/`, [['staking', 'Slashes to come', 'disabled']]);
    const rows = text.split('\n');
    const short = `${offence.author.slice(0, 8)}…${offence.author.slice(-6)}`;
    const of = (words) => rows.filter((row) => row.includes(short) && words.every((word) => row.includes(word)));
    assert.equal(of(['disabled']).length, 1, text);
    assert.equal(of([`era ${offence.due}`]).length, 1, text);
    assert.equal(rows.filter((row) => row.includes('disabled')).length, 1, text);
});

test('the guard of the node warns of it, and it is slashed after its deferral', async () => {
    await api.disconnect();
    await Promise.all(nodes.splice(0).map((node) => node.stop()));
    const keystores = readdirSync(join(places[0].folder, 'data', 'chains'), { recursive: true }).filter((one) => one.endsWith(`62616265${offence.key}`));
    for (const one of keystores) rmSync(join(places[0].folder, 'data', 'chains', one));
    nodes.push(await start(0, kNames.find((name) => name !== offence.name), '--offchain-worker', 'always'));
    // Not a matter of luck with the blocks that are looked at: a node looks when it starts.
    await until('the guard warns', () => /1 of 4 validators are disabled for offences in era \d+/.test(nodes[0].log));
    api = await connect(nodes[0]);
    const ledger = async () => (await api.query.staking.ledger(offence.author)).unwrap();
    const before = (await ledger()).total.toBigInt();
    const { due } = offence;
    for (let era = await activeEra(); era < due; era = await activeEra()) {
        // A solution for the next one, then its sessions, with a block for each.
        await solution();
        for (let i = 0; i < 8 && await activeEra() === era; ++i) {
            await forgetMining();
            await nodes[0].call('dev_timeTravel', (await slotOfNow() + kSessionSlots) * kSlotMs);
        }
        assert.equal(await activeEra(), era + 1);
        if (era + 1 < due) assert.equal((await ledger()).total.toBigInt(), before, `nothing is taken in era ${era + 1}`);
    }
    const lost = before - (await ledger()).total.toBigInt();
    assert.equal(lost, offence.own);
    assert.ok(lost > 0n);
});
