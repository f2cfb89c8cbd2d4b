// Pools whose members delegate: stake that stays in the members' accounts, slashes that are taken when a member is asked, migrations that are over, the
// commission that others may claim; and BEEFY's new genesis and reports that prove nothing.
import { bnToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { Eras } from '../eras.mjs';
import { redeposit } from '../redeposit.mjs';
import { ED, KSM } from '../scenario.mjs';

const u32 = (value) => bnToU8a(value, { bitLength: 32 });

export async function run(t) {
    const { Alice, Bob, Charlie, Dave, Eve, chain, tx: { beefy, nominationPools: pools, staking } } = t;
    const stashes = ['Alice', 'Bob'].map((name) => t.keyOf(`//${name}//stash`));
    await t.next();
    await t.ok(Eve, pools.create(1000n * KSM, Eve.address, Eve.address, Eve.address));
    await t.ok(Dave, pools.join(300n * KSM, 1));
    await t.ok(Charlie, pools.join(200n * KSM, 1));
    await t.ok(Eve, pools.nominate(1, [stashes[0].address]));
    const ask = async (method, ...args) => t.api(`NominationPoolsApi_${method}`, u8aToHex(u8aConcat(...args)));
    const look = async () => {
        for (const method of ['pool_pending_slash', 'pool_needs_delegate_migration', 'pool_balance', 'pool_accounts']) await ask(method, u32(1));
        for (const pair of [Dave, Charlie, Bob]) {
            for (const method of ['member_pending_slash', 'member_needs_delegate_migration', 'member_total_balance', 'pending_rewards']) await ask(method, pair.publicKey);
        }
    };
    await look();
    for (const [call, error] of [
        [pools.migratePoolToDelegateStake(1), undefined], [pools.migrateDelegation(Dave.address), undefined], [pools.applySlash(Dave.address), undefined],
        [pools.adjustPoolDeposit(1), undefined], [pools.adjustPoolDeposit(9), undefined], [pools.setCommissionClaimPermission(1, 'Permissionless'), 'NominationPools.DoesNotHavePermission'],
    ]) await t.does(Bob, call, error);

    // The deposit follows the existential deposit, which was less, or more.
    const reward = t.addressOf(u8aConcat(new TextEncoder().encode('modlpy/nopls'), [1], u32(1), new Uint8Array(15)));
    await t.ok(Alice, t.tx.balances.transferKeepAlive(reward, 5n * ED));
    for (const [was, event] of [[ED / 2n, 'Deficit'], [2n * ED, 'Excess']]) {
        await redeposit(t, chain.key('balances', 'freezes', reward), { from: ED, to: was });
        await t.ok(Bob, pools.adjustPoolDeposit(1));
        t.saw(`NominationPools.MinBalance${event}Adjusted`);
    }
    // Who stakes in a pool does not stake beside it, nor the other way round; and pools are virtual stakers, of whom some calls know nothing.
    const bonded = t.addressOf(u8aConcat(new TextEncoder().encode('modlpy/nopls'), [0], u32(1), new Uint8Array(15)));
    await t.does(Dave, staking.bond(10n * KSM, 'Staked'));
    await t.does(stashes[0], pools.join(10n * KSM, 1));
    await t.does(Bob, staking.reapStash(bonded, 0));
    await t.does(Bob, staking.migrateCurrency(bonded));
    await t.root(staking.restoreLedger(bonded, null, null, null), null);

    // The commission: by anybody, by one account.
    await t.ok(Eve, pools.setCommission(1, [100_000_000, Eve.address]));
    for (const permission of ['Permissionless', { Account: Bob.address }, null]) {
        await t.ok(Eve, pools.setCommissionClaimPermission(1, permission));
        t.saw('NominationPools.PoolCommissionClaimPermissionUpdated');
        await t.does(Bob, pools.claimCommission(1));
    }
    await t.ok(Alice, t.tx.balances.transferKeepAlive(reward, 50n * KSM));
    await t.ok(Eve, pools.setCommissionClaimPermission(1, 'Permissionless'));
    await t.ok(Bob, pools.claimCommission(1));
    t.saw('NominationPools.PoolCommissionClaimed');
    await t.ok(Dave, pools.claimPayout());
    await t.ok(Bob, pools.claimPayoutOther(Charlie.address));
    await t.next();

    // A slash of the validator that the pool nominates: noted for the agent, taken of each member.
    const agent = { publicKey: u8aConcat(new TextEncoder().encode('modlpy/nopls'), [0], u32(1), new Uint8Array(15)), address: bonded };
    const eras = new Eras(t, [[stashes[0], [[stashes[0], 1000n * KSM], [agent, 1500n * KSM]]], [stashes[1], [[stashes[1], 1000n * KSM]]]], { invariants: false });
    await t.root(staking.setInvulnerables([]));
    await eras.era();
    await eras.era();
    await t.ok(Dave, pools.unbond(Dave.address, 100n * KSM));
    await t.root(staking.manualSlash(stashes[0].address, await eras.active(), 200_000_000));
    for (let i = 0; i < 28; ++i) await eras.era(); // past the deferral
    await look();
    await t.does(Bob, pools.applySlash(Dave.address));
    await t.does(Bob, pools.applySlash(Dave.address));
    await t.does(Dave, pools.withdrawUnbonded(Dave.address, 0)); // takes what is left of the slash
    await t.does(Charlie, pools.bondExtra({ FreeBalance: KSM }));
    await t.does(Bob, pools.applySlash(Charlie.address));
    await look();
    await t.ok(Charlie, pools.unbond(Charlie.address, 50n * KSM));
    await t.next();

    // A slash that is not worth its fee.
    const key = chain.key('delegatedStaking', 'delegators', Dave.publicKey);
    const { agent: of, amount } = await t.read('delegatedStaking', 'delegators', Dave.publicKey);
    await chain.put([[key, u8aToHex(u8aConcat(of.toU8a(), bnToU8a(amount.toBigInt() + 5n, { bitLength: 128 })))]]);
    await t.does(Bob, pools.applySlash(Dave.address));
    await t.next();

    // BEEFY.
    await t.fails(Bob, beefy.setNewGenesis(5), 'BadOrigin');
    await t.root(beefy.setNewGenesis(0), 'Beefy.InvalidConfiguration');
    await t.root(beefy.setNewGenesis(5));
    await t.api('BeefyApi_beefy_genesis');
    for (const best of [[0], u8aConcat([1], u32(chain.number - 1)), u8aConcat([1], u32(chain.number + 1))]) {
        for (const number of [0, 1, chain.number - 1, chain.number + 5]) await t.api('BeefyApi_generate_ancestry_proof', u8aToHex(u8aConcat(u32(number), best)));
    }
    const vote = (number) => ({ commitment: { payload: [['0x6d68', '0x' + '01'.repeat(32)]], blockNumber: number, validatorSetId: 0 }, id: '0x02' + '11'.repeat(32), signature: '0x' + '22'.repeat(65) });
    const owner = { session: 0, trieNodes: [], validatorCount: 2 };
    for (const number of [5, 1_000_000]) {
        await t.does(Bob, beefy.reportFutureBlockVoting({ vote: vote(number) }, owner));
        await t.unsigned(beefy.reportFutureBlockVotingUnsigned({ vote: vote(number) }, owner));
    }
    const header = chain.registry.createType('Header', chain.parentHeader).toJSON();
    const ancestryProof = { prevPeaks: [], prevLeafCount: 1, leafCount: 2, items: [] };
    await t.does(Bob, beefy.reportForkVoting({ vote: vote(5), ancestryProof, header }, owner));
    await t.unsigned(beefy.reportForkVotingUnsigned({ vote: vote(5), ancestryProof, header }, owner));
    await t.next();
}
