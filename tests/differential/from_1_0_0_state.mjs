// A state in which many pallets of Kusama 1.0.0 have something, made by calls on the real runtime: what an upgrade to 1.7.1 meets.
import { bnToU8a, compactAddLength, compactToU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';

import { Eras, validators } from './eras.mjs';
import { OldParachains } from './kusama_1_0_0.mjs';
import { kBacked } from './parachains.mjs';
import { KSM } from './scenario.mjs';

export const kSpendPeriod = 86_400; // of Treasury, in blocks
/** A system chain, the broker chain, and three others: with a lease, with a lease that has a hole, with none. */
export const kParas = [1000, 1005, 2000, 2001, 2002];
const kOnboarding = 2003; // whose code is voted on
export const kManaged = 2004; // not a parachain
const kParathread = '0x01';
const kPercent = 10_000_000;

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const u64 = (value) => bnToU8a(value, { bitLength: 64 });
const raw = (text) => ({ Raw: u8aToHex(stringToU8a(text)) });
const nothing = { None: null };
const info = (display) => ({
    additional: [[raw('age'), raw('7')]], display: raw(display), legal: nothing, web: nothing, riot: nothing, email: nothing, pgpFingerprint: null,
    image: nothing, twitter: nothing,
});

/** Bounties, of which one has a curator and child bounties in several states. */
async function fundBounties(t) {
    const { Alice, Bob, Charlie, Dave, Eve, tx: { balances, bounties, childBounties } } = t;
    const pot = t.addressOf(u8aConcat(stringToU8a('modlpy/trsry'), new Uint8Array(20)));
    await t.ok(Alice, balances.transferKeepAlive(pot, 1_000n * KSM));
    for (const value of [100n, 50n, 20n]) await t.ok(Bob, bounties.proposeBounty(value * KSM, '0x616263'));
    await t.root(bounties.approveBounty(0));
    await t.root(bounties.approveBounty(1));
    await t.skipTo(kSpendPeriod - 1);
    await t.next();
    for (const index of [0, 1]) {
        await t.root(bounties.proposeCurator(index, Charlie.address, KSM));
        await t.ok(Charlie, bounties.acceptCurator(index));
    }
    // In an order in which numbers of all and numbers by parent differ.
    for (const [parent, value] of [[1, 5n], [0, 6n], [0, 7n], [1, 8n], [0, 9n]]) {
        await t.ok(Charlie, childBounties.addChildBounty(parent, value * KSM, u8aToHex(stringToU8a(`${parent}/${value}`))));
    }
    await t.ok(Charlie, childBounties.proposeCurator(0, 1, Dave.address, KSM));
    await t.ok(Charlie, childBounties.proposeCurator(0, 2, Dave.address, KSM));
    await t.ok(Dave, childBounties.acceptCurator(0, 2));
    await t.ok(Dave, childBounties.awardChildBounty(0, 2, Eve.address));
    await t.ok(Charlie, childBounties.closeChildBounty(0, 4));
    await t.next();
}

/** Stakers, pools, and two eras, in which some are slashed or paid. */
async function stake(t) {
    const { Charlie, Dave, Eve, Ferdie, tx: { balances, nominationPools: pools, staking } } = t;
    const stashes = ['Alice', 'Bob'].map((name) => t.keyOf(`//${name}//stash`));
    const group = await validators(t, 'from', 6, 100n * KSM);
    const backers = await t.pool('from-backer', 4);
    for (const [i, pair] of backers.entries()) {
        await t.ok(pair, staking.bond(50n * KSM, [{ Staked: null }, { Stash: null }, { Account: Ferdie.address }, { None: null }][i]));
        await t.ok(pair, staking.nominate(group.map((one) => one.address)));
    }
    await t.next();
    const members = await t.pool('from-member', 5);
    await t.ok(Eve, pools.create(100n * KSM, Eve.address, Eve.address, Eve.address));
    await t.ok(Dave, pools.create(200n * KSM, Dave.address, Dave.address, Dave.address));
    for (const [i, pair] of members.entries()) await t.ok(pair, pools.join(30n * KSM, 1 + i % 2));
    await t.ok(Eve, pools.nominate(1, group.slice(0, 3).map((one) => one.address)));
    await t.ok(Dave, pools.setCommission(2, [10 * kPercent, Dave.address]));
    await t.ok(Dave, pools.setMetadata(2, '0x706f6f6c'));
    await t.ok(members[0], pools.setClaimPermission('PermissionlessAll'));
    await t.ok(Charlie, balances.transferKeepAlive(t.addressOf(u8aConcat(stringToU8a('modlpy/nopls'), [1], u32(1), new Uint8Array(15))), 5n * KSM));
    await t.next();

    const own = (pair) => [pair, [[pair, 100n * KSM]]];
    const backed = (pair, i) => [pair, [[pair, 100n * KSM], ...backers.map((one) => [one, 5n * KSM + BigInt(i)])]];
    const eras = new Eras(t, [...stashes.map(own), ...group.map(backed)]);
    // Nobody writes blocks for the others; one of them is to be punished.
    await t.root(staking.setInvulnerables([...stashes, ...group.slice(1)].map((pair) => pair.address)));
    for (let i = 0; i < 3; ++i) await eras.era();
    const era = await eras.active();
    await t.ok(Charlie, staking.payoutStakers(group[1].address, era - 1));
    await t.ok(backers[0], staking.unbond(10n * KSM));
    await t.ok(members[1], pools.unbond(members[1].address, 10n * KSM));
    await t.ok(members[2], pools.unbond(members[2].address, 30n * KSM));
    return { stashes, group, backers, members, eras };
}

/** A header of the slot with a seal by `pair`; `mark` makes it another one. */
function sealedHeader(pair, author, slot, mark) {
    const pre = u8aConcat([6], stringToU8a('BABE'), compactAddLength(u8aConcat([2], u32(author), u64(slot))));
    const of = (digest) => u8aConcat(new Uint8Array(32).fill(mark), compactToU8a(5), new Uint8Array(64), compactToU8a(digest.length), ...digest);
    const seal = u8aConcat([5], stringToU8a('BABE'), compactAddLength(pair.sign(blake2AsU8a(of([pre])))));
    return of([pre, seal]);
}

/** The first of the group has made two blocks in one slot: disabled, and to be slashed. */
async function offend(t, { group }) {
    const { Ferdie, chain, registry } = t;
    const slot = chain.slot;
    const { result } = await chain.compareCall('BabeApi_generate_key_ownership_proof', u8aToHex(u8aConcat(u64(slot), group[0].publicKey)));
    const proof = registry.createType('Bytes', hexToU8a(result).subarray(1)).toU8a(true);
    const place = (await t.read('session', 'validators')).findIndex((one) => u8aToHex(one.toU8a()) === u8aToHex(group[0].publicKey));
    await t.next();
    const headers = [1, 2].map((mark) => sealedHeader(group[0], place, slot, mark));
    await t.ok(Ferdie, u8aConcat([1, 0], group[0].publicKey, u64(slot), ...headers, proof));
    t.saw('Staking.SlashReported');
}

async function identify(t) {
    const { Alice, Bob, Charlie, Dave, Eve, tx: { identity, proxy } } = t;
    await t.root(identity.addRegistrar(Bob.address));
    await t.ok(Bob, identity.setFee(0, KSM));
    for (const [pair, name] of [[Charlie, 'Charlie'], [Dave, 'Dave']]) await t.ok(pair, identity.setIdentity(info(name)));
    await t.ok(Charlie, identity.setSubs([[Eve.address, raw('sub')], [Alice.address, raw('other')]]));
    await t.ok(Charlie, identity.requestJudgement(0, 5n * KSM));
    await t.ok(Dave, identity.requestJudgement(0, 5n * KSM));
    await t.ok(Bob, identity.provideJudgement(0, Dave.address, 'KnownGood', t.registry.createType('Call', identity.setIdentity(info('Dave'))).args[0].hash));
    // Proxies for judgements beside others, and alone.
    for (const [pair, kinds] of [[Charlie, ['Any', 'IdentityJudgement', 'Staking']], [Dave, ['IdentityJudgement']], [Eve, ['CancelProxy', 'NominationPools']]]) {
        for (const kind of kinds) await t.ok(pair, proxy.addProxy(Bob.address, kind, kind === 'Any' ? 5 : 0));
    }
    await t.ok(Bob, proxy.announce(Charlie.address, '0x' + '11'.repeat(32)));
    await t.ok(Eve, proxy.createPure('Any', 0, 0));
    await t.next();
}

async function govern(t) {
    const { Alice, Bob, Charlie, Dave, Eve, tx: { balances, convictionVoting, preimage, referenda, society, system, treasury, whitelist } } = t;
    const remark = { Inline: u8aToHex(t.registry.createType('Call', system.remark('0x1234')).toU8a()) };
    for (const [i, origin] of [{ system: 'Root' }, { Origins: 'SmallSpender' }, { Origins: 'WhitelistedCaller' }].entries()) {
        await t.ok(Alice, referenda.submit(origin, remark, { After: 10 }));
        await t.ok(Bob, referenda.placeDecisionDeposit(i));
    }
    await t.ok(Charlie, convictionVoting.vote(0, { Standard: { vote: { aye: true, conviction: 'Locked2x' }, balance: 10n * KSM } }));
    await t.ok(Charlie, convictionVoting.vote(1, { SplitAbstain: { aye: KSM, nay: KSM, abstain: KSM } }));
    await t.ok(Dave, convictionVoting.delegate(0, Charlie.address, 'Locked1x', 20n * KSM));
    await t.ok(Eve, preimage.notePreimage(u8aToHex(new Uint8Array(300).fill(5))));
    await t.root(preimage.requestPreimage('0x' + '77'.repeat(32)));
    await t.root(whitelist.whitelistCall('0x' + '33'.repeat(32)));
    await t.ok(Bob, treasury.proposeSpend(30n * KSM, Alice.address));
    await t.root(society.foundSociety(Bob.address, 10, 3, 3, KSM, '0x1234'));
    await t.ok(Charlie, society.bid(3n * KSM));
    await t.ok(Bob, society.vouch(Eve.address, KSM, KSM / 2n));
    await t.ok(Alice, balances.transferKeepAlive(t.keyOf('//stranger').address, KSM));
    await t.next();
}

async function useAccounts(t) {
    const { Alice, Bob, Charlie, Dave, Eve, Ferdie, tx: { balances, indices, multisig, recovery, scheduler, system, vesting, xcmPallet } } = t;
    await t.ok(Alice, vesting.vestedTransfer(t.keyOf('//vester').address, { locked: 50n * KSM, perBlock: KSM / 1000n, startingBlock: t.number }));
    await t.ok(Alice, multisig.approveAsMulti(2, t.others([Alice, Bob, Charlie], Alice), null, '0x' + '22'.repeat(32), { refTime: 1, proofSize: 1 }));
    const friends = (who) => t.others([Bob, Charlie, Dave], who);
    await t.ok(Ferdie, recovery.createRecovery(friends(), 2, 10));
    await t.ok(Eve, recovery.initiateRecovery(Ferdie.address));
    await t.ok(Bob, recovery.vouchRecovery(Ferdie.address, Eve.address));
    await t.ok(Eve, indices.claim(77));
    const soon = t.number + 40;
    await t.root(scheduler.schedule(soon, null, 100, system.remark('0x55')));
    await t.root(scheduler.scheduleNamed('0x' + '44'.repeat(32), soon + 1, [3, 4], 10, balances.forceTransfer(Alice.address, Bob.address, KSM)));
    const place = (para) => ({ V3: { parents: 0, interior: { X1: { Parachain: para } } } });
    await t.root(xcmPallet.forceXcmVersion({ parents: 0, interior: { X1: { Parachain: 1000 } } }, 3));
    await t.root(xcmPallet.forceDefaultXcmVersion(3));
    await t.root(xcmPallet.forceSubscribeVersionNotify(place(1000)));
    await t.next();
}

/** Parachains with leases, channels and messages, a fund, an auction, votes on code. */
async function lease(t, { group }) {
    const { Alice, Bob, Charlie, chain, tx: { auctions, balances, configuration, crowdloan, hrmp, paras, registrar, slots, stateTrieMigration } } = t;
    const para = new OldParachains(t);
    para.addSigners(group.map((_, i) => t.keyOf(`//from//${i}//2`))); // the key behind that for heartbeats
    await para.register(kParas);
    await para.configure({
        maxValidatorsPerCore: 1, groupRotationFrequency: 10, parasAvailabilityPeriod: 4, schedulingLookahead: 2, maxUpwardMessageSize: 200,
        maxUpwardMessageNumPerCandidate: 2, maxUpwardQueueCount: 5, maxUpwardQueueSize: 500, hrmpMaxMessageNumPerCandidate: 2, maxHeadDataSize: 500,
        maxCodeSize: 2000, maxDownwardMessageSize: 10_000, validationUpgradeCooldown: 3, validationUpgradeDelay: 20, minimumValidationUpgradeDelay: 15,
        hrmpSenderDeposit: KSM.toString(), hrmpRecipientDeposit: KSM.toString(), hrmpMaxParachainInboundChannels: 3, hrmpMaxParachainOutboundChannels: 3,
        hrmpChannelMaxCapacity: 5, hrmpChannelMaxMessageSize: 100, hrmpChannelMaxTotalSize: 1000, onDemandCores: 2, nDelayTranches: 3,
    });
    await para.endSession();
    await t.root(slots.forceLease(2000, Alice.address, 10n * KSM, 0, 4));
    await t.root(slots.forceLease(2001, Bob.address, 5n * KSM, 1, 2));
    await chain.put([[chain.key('registrar', 'nextFreeParaId'), u8aToHex(u32(kOnboarding))]]);
    for (let i = 0; i < 2; ++i) await t.ok(Charlie, registrar.reserve());
    await chain.put([[chain.key('paras', 'paraLifecycles', kManaged), kParathread]]);
    await t.ok(Charlie, registrar.register(kOnboarding, '0x0102', u8aToHex(new Uint8Array(50).fill(9))));
    await t.root(paras.forceScheduleCodeUpgrade(2000, u8aToHex(new Uint8Array(60).fill(8)), t.number + 50));
    await t.ok(Alice, balances.transferKeepAlive(t.addressOf(u8aConcat(stringToU8a('para'), u32(2000), new Uint8Array(24))), 10n * KSM));
    await t.as({ ParachainsOrigin: { Parachain: 2000 } }, hrmp.hrmpInitOpenChannel(2001, 3, 50));
    await t.root(auctions.newAuction(1000, 1));
    await t.ok(Bob, auctions.bid(kManaged, 1, 1, 2, 3n * KSM));
    await t.ok(Charlie, crowdloan.create(kManaged, 1000n * KSM, 1, 3, t.number + 5000, null));
    await t.ok(Alice, crowdloan.contribute(kManaged, 50n * KSM, null));
    await t.root(configuration.setMaxHeadDataSize(600));
    await t.root(stateTrieMigration.controlAutoMigration({ size: 1000, item: 10 }));
    await t.next();
    return para;
}

/** All of it on `t`, in whose chain a block is open; what the rest of a scenario needs of it. */
export async function makeState(t) {
    await t.next();
    await fundBounties(t);
    const staking = await stake(t);
    await identify(t);
    await govern(t);
    await useAccounts(t);
    const para = await lease(t, staking);
    await offend(t, staking);
    await t.chain.put(t.heard((await t.read('session', 'currentIndex')).toNumber(), 1));
    // Candidates that wait, behind one that is included.
    await para.block(async () => ({ candidates: [await para.candidate(2002)] }));
    await para.block(async () => ({ candidates: [await para.candidate(1000, { commitments: { processed: 1 } }), await para.candidate(2000)] }));
    if (t.last.events.filter(({ name }) => name === kBacked).length !== 2) t.chain.report.fault(t.chain, 'a candidate was not backed');
    return { ...staking, signers: para.signers };
}
