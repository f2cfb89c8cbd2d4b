// A chain of the real Kusama 1.0.0, on which much has happened, gets our 1.7.1 as its code. All that is stored then has the form that the
// real 1.7.1 reads: it goes on from that state beside ours. Needs OURS.
import { existsSync } from 'node:fs';

import { Metadata, TypeRegistry } from '@polkadot/types';
import { compactStripLength, hexToU8a, stringToU8a, u8aToHex } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';

import { Chain } from '../chain.mjs';
import { StorageItems, twox128 } from '../decode.mjs';
import { Eras } from '../eras.mjs';
import { kManaged, kParas, makeState } from '../from_1_0_0_state.mjs';
import { Invariants } from '../invariants.mjs';
import { kSpec, OldScenario, startOldChain } from '../kusama_1_0_0.mjs';
import { kBacked, kIncluded, Parachains } from '../parachains.mjs';
import { kReference } from '../reference.mjs';
import { Runner } from '../runner.mjs';
import { KSM, Scenario } from '../scenario.mjs';

const kCode = u8aToHex(stringToU8a(':code'));
/** Below no pallet's prefix. */
const kWellKnown = [':code', ':extrinsic_index', ':intrablock_entropy'].map((key) => u8aToHex(stringToU8a(key)));
/** Pallets that the metadata does not list, of which something is left: the local chain of 1.0.0 has Sudo, whose key nobody reads. */
const kLeft = ['Sudo'];

/** What 1.0.0 stored in another form, under another name, or in a pallet that is gone: without these the scenario would say nothing of them. */
const kMustBeThere = ['Auctions.AuctionInfo', 'ChildBounties.ChildBountyDescriptions', 'Configuration.PendingConfigs', 'Identity.IdentityOf', 'Identity.Registrars',
    'Identity.SubsOf', 'Identity.SuperOf', 'ImOnline.Keys', 'ImOnline.ReceivedHeartbeats', 'NominationPools.BondedPools', 'NominationPools.SubPoolsStorage',
    'ParaInclusion.AvailabilityBitfields', 'ParaInclusion.PendingAvailability', 'ParaInclusion.PendingAvailabilityCommitments', 'ParaInherent.OnChainVotes',
    'ParaScheduler.AvailabilityCores', 'ParaScheduler.ClaimQueue', 'Paras.PvfActiveVoteMap', 'ParasShared.AllowedRelayParents', 'Proxy.Proxies',
    'Session.DisabledValidators', 'Session.NextKeys', 'Session.QueuedKeys', 'Slots.Leases', 'Staking.ErasStakers', 'Staking.OffendingValidators', 'Staking.UnappliedSlashes',
    'StateTrieMigration.AutoLimits', 'XcmPallet.SupportedVersion', 'XcmPallet.VersionNotifiers',
    // In the form that it has, and used afterwards.
    'Balances.Locks', 'Bounties.Bounties', 'ConvictionVoting.VotingFor', 'Crowdloan.Funds', 'Hrmp.HrmpOpenChannelRequests', 'Multisig.Multisigs', 'Preimage.StatusFor',
    'Recovery.ActiveRecoveries', 'Referenda.ReferendumInfoFor', 'Registrar.Paras', 'Scheduler.Agenda', 'Society.Bids', 'Treasury.Proposals', 'Vesting.Vesting', 'Whitelist.WhitelistedCall'];

/** The first block of a new code: as the runtime itself makes it, on both worlds. */
export async function firstBlock(chain) {
    const { runner } = chain;
    await runner.ask(['real', 'ours'].map((world) => ({ op: 'refresh', world })));
    const { header, inherents } = chain.plan();
    const call = async (method, args, keep) => {
        const answers = await runner.ask(['real', 'ours'].map((world) => ({ op: 'call', world, method, args, keep })));
        for (const { trap } of answers) if (trap !== undefined) throw new Error(`${method}: ${trap}`);
        return hexToU8a(answers[0].result);
    };
    await call('Core_initialize_block', header, 'always');
    const made = chain.registry.createType('Vec<Bytes>', await call('BlockBuilder_inherent_extrinsics', inherents, 'never'));
    for (const one of made) {
        const result = await call('BlockBuilder_apply_extrinsic', u8aToHex(one.toU8a()), 'always');
        if (result[0] !== 0 || result[1] !== 0) chain.report.fault(chain, `an inherent: ${u8aToHex(result)}`);
    }
    chain.follow(u8aToHex(await call('BlockBuilder_finalize_block', '0x', 'always')));
}

/** What of a state our metadata does not explain: keys of no item, and values that its types do not read to the end. */
export function unexplained(metadata, pairs) {
    const registry = new TypeRegistry();
    const decoded = new Metadata(registry, metadata);
    registry.setMetadata(decoded);
    const pallets = [...decoded.asLatest.pallets];
    const items = new StorageItems(registry, pallets);
    const prefixes = new Set(pallets.map(({ name, storage }) => twox128(storage.isSome ? storage.unwrap().prefix.toString() : name.toString())));
    const left = new Set(kLeft.map(twox128));
    const version = twox128(':__STORAGE_VERSION__:');
    const found = [];
    for (const [key, value] of pairs) {
        const pallet = key.slice(2, 34);
        if (kWellKnown.includes(key) || left.has(pallet)) continue;
        if (!prefixes.has(pallet)) found.push(`${key} is of no pallet`);
        else if (key.slice(34) !== version) {
            const item = items.find(key);
            if (item === undefined) {
                found.push(`${key} (${items.keyText(key)}) is of no item`);
                continue;
            }
            try {
                const type = registry.createLookupType(item.type.isPlain ? item.type.asPlain : item.type.asMap.value);
                const bytes = hexToU8a(value);
                const { encodedLength } = registry.createTypeUnsafe(type, [bytes]);
                if (encodedLength !== bytes.length) found.push(`${items.keyText(key)}: ${encodedLength} of ${bytes.length} bytes are read: ${items.valueText(key, value)}`);
            } catch (error) {
                found.push(`${items.keyText(key)}: ${error.message}`);
            }
        }
    }
    return found;
}

/** The real 1.7.1 and ours with the same state, from the block after the migration's on. */
async function goOn(runner, ours, old, pairs) {
    const chain = await Chain.start(runner, { code: kReference.code, ours }, old.report, undefined);
    await chain.put(pairs.filter(([key]) => key !== kCode));
    const { number, slot, hashes, parentHeader, genesisHash } = old;
    Object.assign(chain, { number, slot, hashes: [...hashes], parentHeader, genesisHash });
    return chain;
}

/** What people do first with what they had. */
async function touch(t, { stashes, group, backers, members }) {
    const { Alice, Bob, Charlie, Dave, Eve, Ferdie, tx } = t;
    const { balances, bounties, childBounties, convictionVoting, crowdloan, multisig, nominationPools: pools, preimage, proxy, recovery, referenda, registrar, session, society,
        staking, system, treasury, vesting } = tx;
    const era = (await t.read('staking', 'activeEra')).index.toNumber();
    // Pools, before and after their members are migrated.
    await t.fails(members[0], pools.claimPayout(), 'NominationPools.NotMigrated');
    await t.fails(Bob, pools.migratePoolToDelegateStake(1), 'NominationPools.AlreadyMigrated');
    for (const pair of [Eve, Dave, ...members]) await t.ok(Bob, pools.migrateDelegation(pair.address));
    await t.next();
    for (const pair of [Eve, ...members]) await t.does(pair, pools.claimPayout());
    await t.ok(members[0], pools.bondExtra({ FreeBalance: KSM }));
    await t.ok(members[3], pools.unbond(members[3].address, 5n * KSM));
    await t.does(members[1], pools.withdrawUnbonded(members[1].address, 0));
    await t.ok(Dave, pools.nominate(2, group.slice(1, 4).map((one) => one.address)));
    await t.does(Bob, pools.adjustPoolDeposit(1));
    await t.next();
    // Bonds that are locks, untouched, and touched by calls.
    for (const pair of [...backers, ...stashes]) await t.ok(Bob, staking.migrateCurrency(pair.address));
    await t.ok(backers[0], staking.rebond(KSM));
    await t.ok(backers[1], staking.bondExtra(KSM));
    await t.ok(group[2], staking.unbond(KSM));
    for (const index of [2, 1]) for (const pair of group.slice(0, 3)) await t.does(Bob, staking.payoutStakers(pair.address, era - index));
    await t.does(group[3], session.purgeKeys());
    await t.next();
    // The rest.
    await t.does(Bob, childBounties.claimChildBounty(0, 1));
    await t.ok(Dave, childBounties.acceptCurator(0, 0));
    await t.does(Charlie, childBounties.closeChildBounty(1, 1));
    await t.does(Charlie, childBounties.addChildBounty(0, KSM, '0x6e'));
    await t.does(Bob, bounties.extendBountyExpiry(0, '0x'));
    await t.ok(Charlie, proxy.removeProxy(Bob.address, 'Staking', 0));
    await t.ok(Charlie, proxy.removeProxies());
    await t.does(Bob, proxy.pokeDeposit());
    await t.does(t.keyOf('//vester'), vesting.vest());
    await t.ok(Charlie, convictionVoting.vote(0, { Standard: { vote: { aye: false, conviction: 'None' }, balance: 5n * KSM } }));
    await t.ok(Dave, convictionVoting.undelegate(0));
    await t.does(Bob, referenda.cancel(1));
    await t.ok(Eve, preimage.unnotePreimage(blake2AsHex(new Uint8Array(300).fill(5))));
    await t.ok(Alice, multisig.cancelAsMulti(2, t.others([Alice, Bob, Charlie], Alice), t.multisigAt, '0x' + '22'.repeat(32)));
    await t.ok(Charlie, recovery.vouchRecovery(Ferdie.address, Eve.address));
    await t.ok(Charlie, society.unbid());
    await t.does(Alice, crowdloan.contribute(kManaged, 10n * KSM, null));
    await t.does(Charlie, registrar.setCurrentHead(kManaged, '0x0304'));
    await t.does(Bob, treasury.removeApproval(0));
    await t.does(Alice, balances.transferAll(Bob.address, true));
    await t.does(Bob, system.remark('0x01'));
    await t.next();
}

export async function run({ chain: { report } }) {
    if (!process.env.OURS || !existsSync(kSpec)) {
        console.log('from_1_0_0: LEFT OUT, needs OURS and the real 1.0.0');
        return;
    }
    const ours = process.env.OURS;
    const runners = [];
    const start = () => {
        runners.push(new Runner(process.argv[2], process.env.DIFF_LOG ? [`--log=${process.env.DIFF_LOG}`] : []));
        return runners.at(-1);
    };
    const invariants = process.env.TRY_STATE ? new Invariants(process.env.TRY_STATE) : null;
    try {
        await upgradeAndGoOn(start, ours, report, invariants);
    } finally {
        invariants?.close();
        for (const runner of runners) runner.close();
    }
}

async function upgradeAndGoOn(start, ours, report, invariants) {
    const runner = start();
    const old = await startOldChain(runner, report);
    const before = new OldScenario(old);
    const state = await makeState(before);
    const { pairs: multisigs } = await runner.ask({ op: 'keys', world: 'real', prefix: old.decoder.items.prefixOf('Multisig.Multisigs') });
    const type = old.registry.createLookupType(old.query.multisig.multisigs.meta.type.asMap.value);
    const multisigAt = old.registry.createTypeUnsafe(type, [hexToU8a(multisigs[0][1])]).when.toJSON();

    // The upgrade, by a call.
    const probe = start();
    await probe.ask({ op: 'load', world: 'code', code: ours });
    const { values: [code] } = await probe.ask({ op: 'get', world: 'code', keys: [kCode] });
    const { result } = await probe.ask({ op: 'call', world: 'code', method: 'Metadata_metadata', args: '0x' });
    await before.next();
    await before.ok(before.Alice, before.tx.sudo.sudoUncheckedWeight(before.tx.system.setCode(code), { refTime: 0, proofSize: 0 }));
    before.saw('Sudo.Sudid', 'ok');
    await old.close({ execute: false });
    for (const name of kMustBeThere) {
        const there = await runner.ask({ op: 'keys', world: 'real', prefix: old.decoder.items.prefixOf(name), limit: 1 });
        if (there.pairs.length === 0) report.fault(old, `nothing of ${name} is there`);
    }
    await firstBlock(old);

    const { pairs } = await runner.ask({ op: 'keys', world: 'ours', prefix: '0x' });
    const metadata = u8aToHex(compactStripLength(hexToU8a(result))[1]);
    for (const text of unexplained(metadata, pairs)) report.fault(old, text);
    // What is wrong would be seen: a pallet, an item, a value.
    const wrong = [[`0x${twox128('ImOnline')}${twox128('Keys')}`, '0x00'], [`0x${twox128('Staking')}${twox128('OffendingValidators')}`, '0x00'],
        [`0x${twox128('Session')}${twox128('DisabledValidators')}`, '0x0401000000']];
    if (unexplained(metadata, wrong).length !== wrong.length) report.fault(old, 'what the metadata does not explain is not seen');
    if (invariants) {
        const broken = await invariants.broken(pairs);
        if (broken !== null) report.fault(old, `an invariant does not hold: ${broken}`);
    }
    const chain = await goOn(start(), ours, old, pairs);
    if (invariants) chain.invariants = invariants;
    const after = new Scenario(chain);
    after.multisigAt = multisigAt;
    for (const [address, name] of before.names) after.names.set(address, name);
    const eras = new Eras(after, state.eras.supports);
    // Candidates that were backed before are included, others follow on the cores that were given to the paras.
    const para = new Parachains(after);
    para.signers = state.signers;
    const saw = (name, times) => {
        const count = after.last.events.filter((one) => one.name === name).length;
        if (count !== times) report.fault(chain, `expected ${times} ${name}, got ${count}`);
    };
    const waiting = await para.pending();
    if (waiting.size === 0) report.fault(chain, 'no candidate waits');
    await para.block();
    saw(kIncluded, waiting.size);
    await after.next(2);
    /** A block of each of two paras. */
    const produce = async () => {
        const candidate = async (id) => {
            // A para must take a message if there are some.
            const messages = await after.read('dmp', 'downwardMessageQueues', id);
            return para.candidate(id, { commitments: { processed: messages?.length ? 1 : 0 } });
        };
        await para.block(async () => ({ candidates: [await candidate(1000), await candidate(2000)] }));
        saw(kBacked, 2);
        await para.block();
        saw(kIncluded, 2);
    };
    await produce();
    await eras.compareAll();
    const told = await after.read('dmp', 'downwardMessageQueues', 1005);
    if (told.length < 4) report.fault(chain, `the broker chain has ${told.length} messages`);
    await touch(after, state);
    await eras.compareAll();
    await after.next(30); // scheduled tasks
    await eras.compareAll();
    for (let i = 0; i < 2; ++i) await eras.era();
    const cores = await after.read('configuration', 'activeConfig');
    if (cores.schedulerParams.numCores.toNumber() !== kParas.length + 2) report.fault(chain, `cores: ${cores.schedulerParams.numCores}`);
    await after.next(2);
    await produce();
    await after.next(10);
    await chain.close();
    await eras.compareAll();
}
