// Upgrades: a state that an older release, or another chain's, has left, and this runtime's first block on it. Its migrations
// run then, and never again.
import { compactToU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { lastUpgrade as last, list, oldSessionKeys, put, u128, u32 } from '../old_state.mjs';
import { KSM } from '../scenario.mjs';

/** The society as version 0 stored it: the founder is the third member, there are candidates, votes, strikes, payouts. */
function oldSociety(t) {
    const { Alice, Bob, Charlie, Dave, Eve } = t;
    const society = (item, keys, value) => put('Society', item, keys.map(({ publicKey }) => publicKey), value);
    const paid = { publicKey: hexToU8a('0x24172a563943291c97d252def71e17abf467a1626bca358728a90a82b3de3118') }; // whom the runtime knows
    const [kSkeptic, kReject, kApprove] = [[0], [1], [2]].map((one) => new Uint8Array(one));
    const deposit = (who, amount, value) => u8aConcat(who.publicKey, [0], u128(amount), u128(value));
    const vouched = (who, by, tip, value) => u8aConcat(who.publicKey, [1], by.publicKey, u128(tip), u128(value));
    const [c, d, e] = ['c', 'd', 'e'].map((name) => t.keyOf(`//Society//${name}`));
    return [
        put('Society', ':__STORAGE_VERSION__:', [], new Uint8Array(2)),
        society('Founder', [], Charlie.publicKey), society('Head', [], Bob.publicKey), society('Pot', [], u128(5n * KSM)),
        society('Bids', [], list([deposit(c, KSM, 1n), vouched(Eve, Bob, 3n, 4n)])),
        society('Candidates', [], list([deposit(Dave, KSM, 2n), vouched(d, Alice, 7n, 9n)])),
        society('Votes', [Dave, Alice], kSkeptic), society('Votes', [Dave, Bob], kApprove), society('Votes', [Dave, Charlie], kReject),
        society('Votes', [d, Bob], kApprove), society('Votes', [e, Bob], kApprove), society('Votes', [d, e], new Uint8Array([3])),
        society('SuspendedCandidates', [e], u8aConcat(u128(8n), [0], u128(KSM))),
        society('Members', [], list([Alice, Bob, Charlie, paid].map(({ publicKey }) => publicKey))),
        society('Vouching', [Alice], new Uint8Array([0])), society('Vouching', [e], new Uint8Array([1])), society('Strikes', [Bob], u32(3)), society('Strikes', [e], u32(10)),
        society('Payouts', [paid], list([u8aConcat(u32(9), u128(KSM)), u8aConcat(u32(10), u128(2n * KSM))])),
        society('Payouts', [Bob], list(Array.from({ length: 12 }, (_, i) => u8aConcat(u32(i), u128(BigInt(i) + 1n))))),
        society('SuspendedMembers', [e], new Uint8Array([1])), society('Defender', [], Bob.publicKey), society('DefenderVotes', [Alice], kReject),
    ];
}

/** What the first governance has left: seats, candidates, voters, proposals, votes, tips; locks and reserves of these. */
function oldGovernance({ Alice, Bob, Charlie, Dave, Eve, chain }) {
    const key = ({ publicKey }) => publicKey;
    const seat = (who, stake, deposit) => u8aConcat(key(who), u128(stake), u128(deposit));
    const voter = (votes, stake, deposit) => u8aConcat(list(votes.map(key)), u128(stake), u128(deposit));
    const lock = (id, amount) => u8aConcat(stringToU8a(id), u128(amount), [2]);
    const locks = (who, all) => [chain.key('balances', 'locks', key(who)), u8aToHex(list(all))];
    const account = (who, consumers, free, reserved, frozen) => [chain.key('system', 'account', key(who)), u8aToHex(u8aConcat(
        u32(0), u32(consumers), u32(1), u32(0), u128(free), u128(reserved), u128(frozen), u128(1n << 127n)))];
    const noDelegations = u8aConcat(u128(0n), u128(0n));
    return [
        put('PhragmenElection', 'Members', [], list([seat(Charlie, 9n * KSM, KSM)])),
        put('PhragmenElection', 'RunnersUp', [], list([seat(Dave, 2n * KSM, KSM)])),
        put('PhragmenElection', 'Candidates', [], list([u8aConcat(key(Eve), u128(0n)), u8aConcat(key(Dave), u128(5n))])),
        put('PhragmenElection', 'Voting', [key(Charlie)], voter([Dave, Eve], 3n * KSM, 2n * KSM)),
        put('PhragmenElection', 'Voting', [key(Eve)], voter([], 0n, 0n)),
        put('PhragmenElection', 'Voting', [key(Bob)], new Uint8Array([1])), // does not decode
        put('Democracy', 'DepositOf', [u32(3)], u8aConcat(list([Dave, Charlie, Dave].map(key)), u128(7n))),
        put('Democracy', 'VotingOf', [key(Dave)], u8aConcat([0], list([u8aConcat(u32(8), [0, 0x81], u128(KSM)), u8aConcat(u32(9), [1], u128(4n), u128(5n))]),
            noDelegations, u32(0), u128(0n))),
        put('Democracy', 'VotingOf', [key(Charlie)], u8aConcat([1], u128(KSM), key(Dave), [6], noDelegations, u32(99), u128(KSM))),
        put('Democracy', 'PublicPropCount', [], u32(77)),
        put('Tips', 'Tips', [new Uint8Array(32).fill(1)], u8aConcat(new Uint8Array(32), key(Alice), key(Charlie), u128(9n), [1], u32(10), list([u8aConcat(key(Bob), u128(1n))]), [1])),
        put('Tips', 'Reasons', [new Uint8Array(32)], list([])),
        put('Council', 'Prime', [], key(Bob)), put('TechnicalCommittee', 'Members', [], list([])), put('TechnicalMembership', 'Members', [], list([])),
        locks(Charlie, [lock('phrelect', 3n * KSM), lock('democrac', KSM)]), account(Charlie, 2, 20n * KSM, 4n * KSM, 3n * KSM),
        locks(Dave, [lock('democrac', KSM), lock('another ', 2n * KSM)]), account(Dave, 2, 20n * KSM, KSM, 2n * KSM),
    ];
}

export async function run(t) {
    const { Alice, Bob, chain, tx: { balances } } = t;
    const key = (item, ...args) => chain.key('session', item, ...args);
    const lastUpgrade = (version, name) => last(chain, version, name);
    const versionOf = async () => {
        const last = await chain.read('system', 'lastRuntimeUpgrade');
        return `${last.specName} ${last.specVersion}`;
    };
    const goOn = async () => {
        await t.ok(Alice, balances.transferKeepAlive(Bob.address, 1));
        await t.next(2);
        await t.ok(Alice, balances.transferKeepAlive(Bob.address, 1));
    };
    await t.next();
    await t.next();

    const { stashes, old, changes } = await oldSessionKeys(t);
    await chain.close();
    await chain.share(); // the migration of the trie counts what each side has, and stops before the code, of which each has its own
    await chain.put([
        ['0x00', `0x${'77'.repeat(409_600)}`],
        ...oldSociety(t), ...oldGovernance(t),
        put('ImOnline', ':__STORAGE_VERSION__:', [], new Uint8Array(2)),
        put('ImOnline', 'ReceivedHeartbeats', [u32(0), u32(0)], u8aConcat(compactToU8a(2), [0, 0])), // nothing said, in a frame of bytes
        put('ImOnline', 'ReceivedHeartbeats', [u32(0), u32(1)], new Uint8Array([4, 7])), // does not decode
        lastUpgrade(9430, 'kusama'),
        ...changes,
    ]);
    await chain.open();
    if (await versionOf() !== 'kusama 1000000') chain.report.fault(chain, await versionOf());
    const expect = (what, is) => is || chain.report.fault(chain, `after the upgrade: ${what}`);
    const { Charlie, Dave } = t;
    expect('the founder is not the first member', (await chain.get(chain.key('society', 'memberByIndex', 0)))[0] === u8aToHex(Charlie.publicKey));
    expect('members', (await t.read('society', 'memberCount')).toString() === '4');
    expect('a vote', (await chain.get(chain.key('society', 'votes', Dave.publicKey, Bob.publicKey)))[0] === '0x0101000000');
    expect('locks', ((await t.read('balances', 'locks', Charlie.address))?.length ?? 0) === 0 && (await t.read('balances', 'locks', Dave.address)).length === 1);
    for (const [old] of oldGovernance(t).slice(0, -4)) expect(`${old} is there`, (await chain.get(old))[0] === null);
    const [now] = await chain.get(key('nextKeys', stashes[0].publicKey));
    const dummy = u8aConcat(stringToU8a('beef'), stashes[0].publicKey.subarray(3));
    if (now !== u8aToHex(u8aConcat(old[0], dummy))) chain.report.fault(chain, `keys after the upgrade: ${now}`);
    await chain.close();
    await chain.put([[chain.key('stateTrieMigration', 'migrationProcess'), u8aToHex(u8aConcat([1], list([...stringToU8a(':code')].map((one) => new Uint8Array([one]))), [0], u32(0), u32(0), u32(0)))]]);
    await chain.open();
    await goOn();
    for (let i = 0; i < 3; ++i) { // sessions with the keys that were made
        await t.next(1, { skip: 600 });
        await t.next();
        for (const api of ['BabeApi_next_epoch', 'GrandpaApi_grandpa_authorities', 'AuthorityDiscoveryApi_authorities']) await t.api(api);
        await goOn();
    }

    // No upgrade: the same version, and a newer one.
    for (const [version, name] of [[1_000_000, 'kusama'], [1_000_001, 'kusama'], [2 ** 32 - 1, 'kusama']]) {
        await chain.close();
        await chain.put([lastUpgrade(version, name)]);
        await chain.open();
        if (await versionOf() !== `kusama ${version}`) chain.report.fault(chain, await versionOf());
        await goOn();
    }
}
