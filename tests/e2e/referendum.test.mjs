// A whole life of a referendum on a development chain, by polkadot.js: the FellowshipAdmin's track takes eight blocks there.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

import { Node } from './node.mjs';

const kUnit = 1_000_000_000_000n;
const kTrack = 13;
const keyring = new Keyring({ type: 'sr25519', ss58Format: 2 });
const [alice, bob, charlie] = ['//Alice', '//Bob', '//Charlie'].map((uri) => keyring.addFromUri(uri));

let node;
let api;
let proposal;

before(async () => {
    node = await Node.start(process.env.SERINUS, ['--dev', '--tmp', '--sealing', 'instant']);
    api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
});
after(async () => {
    await api?.disconnect();
    await node?.stop();
});

/** The transaction is in a block and succeeded; gives the names of its events. */
function send(transaction, who = alice) {
    return new Promise((resolve, reject) => {
        transaction.signAndSend(who, ({ status, dispatchError, events }) => {
            if (dispatchError) {
                reject(new Error(dispatchError.isModule ? api.registry.findMetaError(dispatchError.asModule).name
                    : dispatchError.toString()));
            }
            // polkadot.js leaves out a status while it still reads the block, if the next one comes meanwhile.
            if (status.isInBlock || status.isFinalized) resolve(events.map(({ event }) => `${event.section}.${event.method}`));
        }).catch(reject);
    });
}

/** Makes blocks until one has the event; gives its data. */
async function until(name, blocks = 30) {
    for (let i = 0; i < blocks; ++i) {
        await send(api.tx.system.remark('0x'), charlie);
        const events = await api.query.system.events();
        const found = events.find(({ event }) => `${event.section}.${event.method}` === name);
        if (found) return found.event.data;
    }
    throw new Error(`no ${name} in ${blocks} blocks`);
}

test('the program of the README shows a whole life', async (t) => {
    const other = await Node.start(process.env.SERINUS, ['--dev', '--tmp', '--sealing', 'interval=100']);
    t.after(() => other.stop());
    const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'referendum.mjs'), other.url]);
    const titles = stdout.split('\n').filter((line) => line !== '' && !line.startsWith(' '));
    assert.deepEqual(titles, ['Preimage', 'Submission', 'A vote with conviction', 'A delegation', 'A vote against', 'Decision deposit',
        'Confirmation', 'Enactment', 'Refund of the decision deposit', 'Refund of the submission deposit', 'A vote is removed',
        'The lock of the loser is freed', '//Bob belongs to the fellowship with rank 0']);
    for (const event of ['preimage.Noted', 'referenda.Submitted', 'referenda.DecisionDepositPlaced', 'referenda.Confirmed',
        'scheduler.Dispatched', 'fellowshipCollective.MemberAdded', 'referenda.DecisionDepositRefunded']) {
        assert.match(stdout, new RegExp(`^ {2}${event} `, 'm'));
    }
});

const info = async () => (await api.query.referenda.referendumInfoFor(0)).unwrap();
const tally = async () => (await info()).asOngoing.tally;

test('a proposal is noted as a preimage and submitted', async () => {
    proposal = api.tx.fellowshipCollective.addMember(bob.address).method;
    assert.ok((await send(api.tx.preimage.notePreimage(proposal.toHex()))).includes('preimage.Noted'));
    const call = { Lookup: { hash: proposal.hash.toHex(), len: proposal.encodedLength } };
    const events = await send(api.tx.referenda.submit({ Origins: 'FellowshipAdmin' }, call, { After: 1 }));
    assert.ok(events.includes('referenda.Submitted'));
    assert.equal((await info()).asOngoing.track.toNumber(), kTrack);
});

test('votes and delegations count by their conviction', async () => {
    await send(api.tx.convictionVoting.vote(0, { Standard: { vote: { aye: true, conviction: 'Locked3x' }, balance: 100n * kUnit } }));
    assert.equal((await tally()).ayes.toBigInt(), 300n * kUnit);
    await send(api.tx.convictionVoting.delegate(kTrack, alice.address, 'Locked2x', 50n * kUnit), bob);
    assert.equal((await tally()).ayes.toBigInt(), 400n * kUnit);
    assert.equal((await tally()).support.toBigInt(), 150n * kUnit);
    await send(api.tx.convictionVoting.vote(0, { Standard: { vote: { aye: false, conviction: 'None' }, balance: 10n * kUnit } }), charlie);
    assert.equal((await tally()).nays.toBigInt(), kUnit);
});

test('with the decision deposit it is decided, confirmed and enacted', async () => {
    assert.ok((await send(api.tx.referenda.placeDecisionDeposit(0))).includes('referenda.DecisionDepositPlaced'));
    await until('referenda.Confirmed');
    const [, , result] = await until('scheduler.Dispatched');
    assert.ok(result.isOk, result.toString());
    assert.equal((await api.query.fellowshipCollective.members(bob.address)).unwrap().rank.toNumber(), 0);
    assert.ok((await info()).isApproved);
});

test('deposits come back, and locks are freed when their time is over', async () => {
    assert.ok((await send(api.tx.referenda.refundDecisionDeposit(0))).includes('referenda.DecisionDepositRefunded'));
    assert.ok((await send(api.tx.referenda.refundSubmissionDeposit(0))).includes('referenda.SubmissionDepositRefunded'));
    // The side of Charlie lost: nothing holds the stake any more.
    await send(api.tx.convictionVoting.removeVote(kTrack, 0), charlie);
    await send(api.tx.convictionVoting.unlock(kTrack, charlie.address), charlie);
    assert.equal((await api.query.balances.locks(charlie.address)).length, 0);
    // Alice's side won with a conviction: the lock lasts.
    await send(api.tx.convictionVoting.removeVote(kTrack, 0));
    await send(api.tx.convictionVoting.unlock(kTrack, alice.address));
    const [lock] = await api.query.balances.locks(alice.address);
    assert.equal(lock.amount.toBigInt(), 100n * kUnit);
});
