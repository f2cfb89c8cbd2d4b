// Stored values that cannot be decoded, as a broken migration or `set_storage` leaves them: which count as absent and which do not, which
// are removed and which stay.
import { u8aToHex } from '@polkadot/util';
import { xxhashAsHex } from '@polkadot/util-crypto';

import { statementSet } from '../disputes.mjs';
import { Elections, dispatchAll } from '../elections.mjs';
import { Parachains } from '../parachains.mjs';
import { KSM } from '../scenario.mjs';

const kSmallLimits = {
    maxValidatorsPerCore: 2, groupRotationFrequency: 9, parasAvailabilityPeriod: 6, schedulingLookahead: 1, maxHeadDataSize: 100, maxCodeSize: 200,
    maxDownwardMessageSize: 100, maxUpwardMessageSize: 20, maxUpwardMessageNumPerCandidate: 2, maxUpwardQueueCount: 10, maxUpwardQueueSize: 500,
    hrmpMaxParachainOutboundChannels: 4, hrmpMaxParachainInboundChannels: 4, hrmpChannelMaxCapacity: 3, hrmpChannelMaxTotalSize: 40,
    hrmpChannelMaxMessageSize: 30, hrmpSenderDeposit: 0, hrmpRecipientDeposit: 0,
};
const kChannel = { sender: 2000, recipient: 2001 };
const kTreasuryPeriod = 86_400; // blocks

const byPara = (id) => ({ ParachainsOrigin: { Parachain: id } });

export async function run(t) {
    const { chain } = t;
    await t.next();
    await chain.close();
    const saved = await chain.save();
    for (const part of [parachains, stakers, people]) {
        await chain.restore(saved);
        await part(t);
    }
}

/** Each case from the same state: [changes of the storage, what is done then]. Blocks need not be possible. */
async function tryAll(t, cases) {
    const { chain } = t;
    if (chain.inBlock) await chain.close();
    const saved = await chain.save();
    for (const [changes, act] of Object.values(cases)) {
        await chain.restore(saved);
        await chain.put(changes);
        await t.mayTrap(act);
        if (chain.inBlock) await t.mayTrap(() => chain.close());
    }
    await chain.restore(saved);
}

async function parachains(t) {
    const { Alice, chain, tx: { auctions, crowdloan, hrmp, onDemandAssignmentProvider, registrar } } = t;
    const key = (...item) => chain.key(...item);
    const para = new Parachains(t);
    await t.next();
    await chain.close();
    await para.appoint(4, { sessions: 12 });
    await para.register([2000, 2001]);
    await para.configure(kSmallLimits);
    await para.endSession();
    const [session, validators] = [await para.session(), await para.validators()];
    const candidate = new Uint8Array(32).fill(7);

    const block = () => para.block(async () => ({ candidates: [await para.candidate(2000), await para.candidate(2001)] }));
    const sets = (of, count) => [statementSet(of, session, [0, 1, 2, 3].slice(0, count)
        .map((index) => [index === 0 ? 'backed' : 'invalid', index, validators[index], {}]))];
    const dispute = () => para.block(async () => ({ disputes: sets(candidate, 3) }));
    const disputePending = async () => {
        await block();
        const made = para.made.at(-1);
        await chain.close();
        await chain.put([[key('paraInclusion', 'v1', 2001), '0x04ff']]);
        await para.block(async () => ({ bitfields: [], disputes: sets(made, 4) }));
    };
    const called = (tx) => async () => {
        await t.next();
        await t.root(tx, null);
    };
    const calledBy = (id, tx) => async () => {
        await t.next();
        await t.as(byPara(id), tx, null);
    };
    const asked = async () => {
        await block();
        await para.askAll([2000]);
    };
    const upgrade = calledBy(2000, registrar.scheduleCodeUpgrade(2000, '0x0102'));
    const open = calledBy(2000, hrmp.hrmpInitOpenChannel(2001, 1, 1));

    await tryAll(t, {
        'an upgrade is restricted': [[[key('paras', 'upgradeRestrictionSignal', 2000), '0x05']], upgrade],
        'an upgrade is under way': [[[key('paras', 'futureCodeHash', 2000), '0x05']], upgrade],
        'a lifecycle': [[[key('paras', 'paraLifecycles', 2005), '0x09']], called(registrar.forceRegister(Alice.address, 0, 2005, '0x01', '0x0203'))],
        'a head': [[[key('paras', 'heads', 2000), '0xff']], block],
        'a vote on code': [[[key('paras', 'pvfActiveVoteList'), '0x04ff']], called(registrar.forceRegister(Alice.address, 0, 2005, '0x01', '0x0203'))],
        'the list of parachains, shorter than it says': [[[key('paras', 'parachains'), '0x0c01000000']], async () => {
            await asked();
            await para.endSession();
        }],
        'a channel that is opened': [[[key('hrmp', 'hrmpChannels', kChannel), '0x01']], open],
        'a channel that is closed': [[[key('hrmp', 'hrmpChannels', kChannel), '0x01']], calledBy(2000, hrmp.hrmpCloseChannel(kChannel))],
        'a request for a channel': [[[key('hrmp', 'hrmpOpenChannelRequests', kChannel), '0x05']], open],
        'a request that is forced': [[[key('hrmp', 'hrmpOpenChannelRequests', kChannel), '0x05']], called(hrmp.forceOpenHrmpChannel(2000, 2001, 1, 1))],
        'the channels of a para, fewer than it says': [[[key('hrmp', 'hrmpEgressChannelsIndex', 2000), '0x1001']], open],
        'the list of requests, shorter than it says': [[[key('hrmp', 'hrmpOpenChannelRequestsList'), '0x1001']],
            calledBy(2000, hrmp.hrmpCancelOpenRequest(kChannel, 1))],
        'messages, fewer than it says': [[[key('dmp', 'downwardMessageQueues', 2000), '0x1001']], asked],
        'candidates that are pending': [[[key('paraInclusion', 'v1', 2000), '0x01']], block],
        'fewer than it says': [[[key('paraInclusion', 'v1', 2000), '0x08']], asked],
        'candidates that are disputed': [[], disputePending],
        'the context of the last candidate': [[[key('paras', 'mostRecentContext', 2000), '0x01']], asked],
        'what a core is for': [[[key('coretimeAssignmentProvider', 'coreDescriptors', 0), '0x01']], async () => {
            await asked();
            await para.endSession();
        }],
        'what a core will be for': [[[key('coretimeAssignmentProvider', 'coreDescriptors', 0), '0x01050000000500000000'], [key('coretimeAssignmentProvider', 'coreSchedules', [5, 0]), '0xff']], async () => {
            await asked();
            await para.endSession();
        }],
        'the queue of orders': [[[key('onDemandAssignmentProvider', 'queueStatus'), '0x01']], async () => {
            await asked();
            await t.does(Alice, onDemandAssignmentProvider.placeOrderKeepAlive(10n ** 12n, 2000));
        }],
        'free orders': [[[key('onDemandAssignmentProvider', 'freeEntries'), '0xff']], asked],
        'a dispute': [[[key('parasDisputes', 'disputes', session, candidate), '0xff']], dispute],
        'where a candidate was included': [[[key('parasDisputes', 'included', session, candidate), '0x01']], dispute],
        'the first session': [[[key('paraSessionInfo', 'sessions', 0), '0x01'], [key('paraSessionInfo', 'earliestStoredSession'), '0x00000000']],
            () => para.endSession()],
        'the queue of claims': [[[key('paraScheduler', 'claimQueue'), '0x0401']], block],
        'an auction': [[[key('auctions', 'auctionInfo'), '0x01']], called(auctions.newAuction(5, 9))],
        'a fund': [[[key('crowdloan', 'funds', 2000), '0x01']], async () => {
            await t.next();
            await t.does(Alice, crowdloan.create(2000, 5, 3, 4, 90, null));
        }],
    });
}

async function stakers(t) {
    const { chain, tx: { fastUnstake, staking } } = t;
    const key = (...item) => chain.key(...item);
    const elections = new Elections(t);
    const [validator, other, nominator, leaver] = await t.pool('undecodable', 4, 1000n * KSM);
    const offer = staking.validate({ commission: 0, blocked: false });
    await t.next(1, { execute: false });
    await dispatchAll(t, [validator, other, nominator, leaver].map((pair) => [pair, staking.bond(100n * KSM, 'Staked')]));
    await dispatchAll(t, [[validator, offer], [other, offer], [nominator, staking.nominate([validator.address, other.address])]]);
    await t.root(fastUnstake.control(1));
    await t.next(1, { execute: false });
    await t.ok(leaver, fastUnstake.registerFastUnstake());

    await tryAll(t, {
        'a nominator who is kicked': [[[key('staking', 'nominators', nominator.publicKey), '0xff']], async () => {
            await t.next(1, { execute: false });
            await t.does(validator, staking.kick([nominator.address]));
            await t.does(other, staking.chillOther(nominator.address));
        }],
        'a validator in the snapshot': [[[key('staking', 'validators', other.publicKey), '0x0002']], async () => {
            await t.next(1, { execute: false });
            await elections.openUnsigned();
        }],
        'who waits to leave, and stays': [[[key('fastUnstake', 'queue', leaver.publicKey), '0x01']], async () => {
            await t.next(1, { execute: false });
            await t.does(leaver, fastUnstake.deregister());
        }],
        'who waits to leave': [[[key('fastUnstake', 'queue', leaver.publicKey), '0x01']], () => t.next(4, { execute: false })],
        'the ledger of another stash': [[], async () => {
            const [ledger] = await chain.get(key('staking', 'ledger', other.publicKey));
            await chain.put([[key('staking', 'ledger', validator.publicKey), ledger]]);
            await t.next(1, { execute: false });
            await t.does(validator, staking.bondExtra(500n * KSM));
        }],
    });
}

async function people(t) {
    const { Alice, Bob, Charlie, Dave, chain, tx: { bounties, nis, society } } = t;
    const key = (...item) => chain.key(...item);
    await t.next(1, { execute: false });
    await t.ok(Bob, bounties.proposeBounty(KSM, '0x616263'));
    await t.as({ Origins: 'BigSpender' }, bounties.approveBounty(0), null);
    await t.root(society.foundSociety(Bob.address, 10, 3, 3, KSM, '0x1234'), null);
    await t.does(Bob, society.vouch(Charlie.address, 2n * KSM, 0));
    await t.does(Dave, nis.placeBid(100n * KSM, 3));
    const target = `0x${xxhashAsHex(':NisTarget:', 128).slice(2)}`;
    const percent = u8aToHex(new Uint8Array([...new Uint8Array(new BigUint64Array([BigInt(5e16)]).buffer), 1, 2, 3, 4, 5, 6, 7, 8]));

    await tryAll(t, {
        'a bounty that is funded': [[[key('bounties', 'bounties', 0), '0xff']], async () => {
            await t.next(1, { execute: false });
            await t.skipTo(Math.ceil((t.number + 1) / kTreasuryPeriod) * kTreasuryPeriod - 1);
            await t.next(2, { execute: false });
        }],
        'who vouches for a bid that is taken back': [[[key('society', 'members', Bob.publicKey), '0xff']], async () => {
            await t.next(1, { execute: false });
            await t.does(Charlie, society.unbid());
            await t.does(Alice, society.bid(KSM));
        }],
        'the target of NIS, with bytes behind it': [[[target, percent]], () => t.next(60, { execute: false })],
    });
}
