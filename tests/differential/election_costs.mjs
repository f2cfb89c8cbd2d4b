// election_costs.mjs RUNNER: costs of an election in Kusama's runtime and ours (OURS=path.wasm), in one host and one run, on the same
// state: the snapshot of all voters, the check of a solution by the pool and in a block, and the election with the era that it plans.
// Then the block in which an era ends and the next begins, and a payout of 512 nominators. Milliseconds of processor time of the call, the
// smallest of the repeats.
//   SIZE=VxN   validators and nominators (1000x12500)
import { bnToU8a, compactAddLength, compactToU8a, hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a, xxhashAsU8a } from '@polkadot/util-crypto';

import { kDev } from './chain.mjs';
import { Costs } from './costs.mjs';
import { snapshotOf } from './mining.mjs';
import { Report } from './report.mjs';
import { startChain } from './run.mjs';

const kMostWinners = 300;
const kPaid = 512; // nominators of a validator
const kStake = 10n ** 15n;
const kLimits = { max_time: 1_470_158_147_000, max_length: 3_538_944 };
const kLastBag = 2n ** 64n - 1n;

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const u64 = (value) => bnToU8a(value, { bitLength: 64 });
const prefix = (pallet, item) => u8aConcat(xxhashAsU8a(pallet, 128), xxhashAsU8a(item, 128));
const twox = (pallet, item) => (key) => u8aToHex(u8aConcat(prefix(pallet, item), xxhashAsU8a(key, 64), key));
const blake = (pallet, item) => (key) => u8aToHex(u8aConcat(prefix(pallet, item), blake2AsU8a(key, 128), key));
const plain = (pallet, item) => u8aToHex(prefix(pallet, item));
const some = (account) => (account === undefined ? [0] : u8aConcat([1], account));

/** The snapshot as stakers of a state, in one bag, in the order of its voters. */
function stakersOf(registry, bytes, desired) {
    const [voters, targets] = registry.createType('(Vec<(AccountId, u64, Vec<AccountId>)>, Vec<AccountId>)', bytes);
    const changes = [];
    const accounts = voters.map(([who]) => who.toU8a());
    const isTarget = new Set(targets.map((one) => one.toHex()));
    for (const [i, [who, stake, votes]] of voters.entries()) {
        const key = accounts[i];
        const bond = compactToU8a(stake);
        changes.push([twox('Staking', 'Bonded')(key), u8aToHex(key)],
            [blake('Staking', 'Ledger')(key), u8aToHex(u8aConcat(key, bond, bond, [0, 0]))],
            [twox('VoterList', 'ListNodes')(key), u8aToHex(u8aConcat(key, some(accounts[i - 1]), some(accounts[i + 1]), u64(kLastBag), u64(stake)))]);
        if (!isTarget.has(who.toHex())) changes.push([twox('Staking', 'Nominators')(key), u8aToHex(u8aConcat(votes.toU8a(), u32(0), [0]))]);
    }
    for (const target of targets) changes.push([twox('Staking', 'Validators')(target.toU8a()), '0x0000']);
    changes.push([twox('VoterList', 'ListBags')(u64(kLastBag)), u8aToHex(u8aConcat(some(accounts[0]), some(accounts.at(-1))))],
        [plain('VoterList', 'CounterForListNodes'), u8aToHex(u32(voters.length))],
        [plain('Staking', 'CounterForNominators'), u8aToHex(u32(voters.length - targets.length))],
        [plain('Staking', 'CounterForValidators'), u8aToHex(u32(targets.length))],
        [plain('Staking', 'ValidatorCount'), u8aToHex(u32(desired))]);
    return changes;
}

/** The era ends with the next session; then a validator of it with as many nominators as are paid is paid. */
async function endAndPay(chain, costs) {
    // Of blocks without inherents.
    const close = async () => {
        await chain.put([[plain('Timestamp', 'DidUpdate'), '0x01']]);
        await chain.close({ execute: false });
    };
    await close();
    const era = (await chain.read('staking', 'activeEra')).index.toNumber();
    costs.watch('Core_initialize_block');
    await chain.open({ skip: 600, inherents: false });
    const now = (await chain.read('staking', 'activeEra')).index.toNumber();
    if (now !== era + 1) throw new Error('the era does not end');
    costs.tell('a block with the end of an era and the begin of the next', costs.sum('Core_initialize_block'));
    costs.watch();

    const accounts = async (key, limit) => (await chain.runner.ask({ op: 'keys', world: 'real', prefix: key, limit })).pairs.map(([one]) => hexToU8a(one).subarray(-32));
    const [validator] = await accounts(plain('Staking', 'Validators'), 1);
    const nominators = await accounts(plain('Staking', 'Nominators'), kPaid);
    const u128 = (value) => bnToU8a(value, { bitLength: 128 });
    const overview = u8aConcat(compactToU8a(kStake * BigInt(1 + nominators.length)), compactToU8a(kStake), u32(nominators.length), u32(1));
    const page = u8aConcat(compactToU8a(kStake * BigInt(nominators.length)), compactToU8a(nominators.length), ...nominators.map((one) => u8aConcat(one, compactToU8a(kStake))));
    const account = u8aConcat(u32(0), u32(3), u32(1), u32(0), u128(10n * kStake), u128(0n), u128(0n), u128(1n << 127n));
    const inEra = (item, ...more) => u8aToHex(u8aConcat(prefix('Staking', item), xxhashAsU8a(u32(era), 64), u32(era), ...more));
    await chain.put([
        [inEra('ErasStakersOverview', xxhashAsU8a(validator, 64), validator), u8aToHex(overview)],
        [inEra('ErasStakersPaged', xxhashAsU8a(validator, 64), validator, xxhashAsU8a(u32(0), 64), u32(0)), u8aToHex(page)],
        [inEra('ErasValidatorReward'), u8aToHex(u128(kStake))],
        [inEra('ErasRewardPoints'), u8aToHex(u8aConcat(u32(20), compactToU8a(1), validator, u32(20)))],
        ...[validator, ...nominators].flatMap((one) => [[blake('System', 'Account')(one), u8aToHex(account)], [twox('Staking', 'Payee')(one), '0x00']]),
    ]);
    await close();
    await chain.open();
    await chain.put([[plain('System', 'BlockWeight'), '0x000000000000']]); // with room: the inherents of a block book more than is left for a payout
    const extrinsic = await chain.sign(kDev.Dave, chain.tx.staking.payoutStakers(validator, era));
    costs.watch('BlockBuilder_apply_extrinsic');
    const { outcome } = await chain.apply(extrinsic, 'payout', { pool: false });
    if (outcome !== 'ok') throw new Error(`the payout is refused: ${outcome}`);
    costs.tell(`a payout of ${nominators.length} nominators whose bonds grow`, costs.sum('BlockBuilder_apply_extrinsic'));
    costs.watch();
}

async function main([path]) {
    const [validators, nominators] = (process.env.SIZE ?? '1000x12500').split('x').map(Number);
    const chain = await startChain(path, new Report());
    const { runner } = chain;
    const costs = new Costs(runner);
    const { ask } = runner;

    const { bytes, voters } = snapshotOf(1, validators, nominators);
    await chain.open();
    await chain.close({ execute: false });
    await chain.put(stakersOf(chain.registry, bytes, Math.min(kMostWinners, Math.ceil(validators / 2))));
    await chain.put([[chain.key('staking', 'forceEra'), '0x01']]); // the next session
    costs.watch('Core_initialize_block');
    await chain.open({ skip: 310, inherents: false });
    costs.tell(`a block that makes the snapshot of ${Math.min(voters, 12_500)} voters`, costs.sum('Core_initialize_block'));
    costs.watch();

    const [snapshot] = await chain.get(chain.key('electionProviderMultiPhase', 'snapshot'));
    if (snapshot === null) throw new Error('no snapshot was made');
    const round = (await chain.read('electionProviderMultiPhase', 'round'))?.toNumber() ?? 1;
    const desired = (await chain.read('electionProviderMultiPhase', 'desiredTargets')).toNumber();
    const { arguments: solution } = await ask({ op: 'mine', snapshot, desired, round, ...kLimits });
    const extrinsic = u8aToHex(compactAddLength(u8aConcat([5, 37, 0], hexToU8a(solution))));
    await chain.put([[chain.key('electionProviderMultiPhase', 'currentPhase'), u8aToHex(u8aConcat([2, 1], u32(chain.number)))]]);
    await chain.apply(await chain.both('BlockBuilder_inherent_extrinsics', chain.inherentsAt(chain.slot * 6000, chain.slot)).then(
        ([{ result }]) => u8aToHex(chain.registry.createType('Vec<Bytes>', hexToU8a(result))[0].toU8a())), 'timestamp', { pool: false });
    costs.watch('TaggedTransactionQueue_validate_transaction', 'BlockBuilder_apply_extrinsic');
    const { outcome } = await chain.apply(extrinsic, 'solution', { sources: [1] });
    if (outcome !== 'ok') throw new Error(`the solution is refused: ${outcome}`);
    costs.tell(`the pool's check of a solution of ${extrinsic.length / 2 - 1} bytes`, costs.sum('TaggedTransactionQueue_validate_transaction'));
    costs.tell('the same in a block, which verifies it', costs.sum('BlockBuilder_apply_extrinsic'));
    costs.watch();

    await chain.close({ execute: false });
    costs.watch('Core_initialize_block');
    await chain.open({ skip: 600, inherents: false });
    costs.tell('a block with the election, and the era that it plans', costs.sum('Core_initialize_block'));
    costs.watch();
    const after = (await chain.read('electionProviderMultiPhase', 'round'))?.toNumber() ?? 1;
    if (after !== round + 1) throw new Error('no election took place');

    await endAndPay(chain, costs);
    const { differences } = chain.report;
    if (differences.length > 0) throw new Error(`the runtimes differ: ${JSON.stringify(differences[0]).slice(0, 500)}`);
    runner.close();
}

await main(process.argv.slice(2));
