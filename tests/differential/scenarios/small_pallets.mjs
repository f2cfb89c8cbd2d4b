// Calls of small pallets that their own scenarios do not have: if_else, deposits asked for anew, burns, retries, parameters, authorized upgrades.
import { bnToU8a, compactAddLength, hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';

import { redeposit } from '../redeposit.mjs';
import { ED, KSM } from '../scenario.mjs';

const u64 = (value) => bnToU8a(value, { bitLength: 64 });
const id = (n) => '0x' + n.toString(16).padStart(64, '0');
const kMillion = 1_000_000n * KSM;

export async function run(t) {
    await t.next();
    for (const part of [utility, balances, deposits, retries, scheduledTwice, parameters, upgrades, vesting, preimages, whitelisted]) {
        await part(t);
        await t.next();
    }
}

async function utility(t) {
    const { Alice, Bob, Charlie, tx: { balances, system, timestamp, utility: { batch, ifElse, dispatchAsFallible, batchAll } } } = t;
    const pay = balances.transferKeepAlive(Bob.address, KSM);
    const fails = balances.transferKeepAlive(Bob.address, 10n ** 30n);
    await t.ok(Alice, ifElse(pay, fails));
    t.saw('Utility.IfElseMainSuccess');
    await t.ok(Alice, ifElse(fails, pay));
    t.saw('Utility.IfElseFallbackCalled', 'Arithmetic.Underflow');
    await t.fails(Alice, ifElse(fails, balances.forceSetBalance(Bob.address, 1)), 'BadOrigin');
    await t.ok(Alice, ifElse(batchAll([pay, fails]), ifElse(fails, batch([pay, fails]))));
    await t.ok(Alice, batch([ifElse(pay, pay), ifElse(fails, fails), pay]));
    t.saw('Utility.BatchInterrupted', 'Arithmetic.Underflow');
    await t.unsigned(ifElse(pay, pay));
    await t.as({ system: 'None' }, ifElse(pay, pay), 'BadOrigin');
    await t.root(ifElse(fails, balances.forceSetBalance(Charlie.address, 900n * KSM)));
    for (const call of [ifElse(system.setHeapPages(1), pay), ifElse(timestamp.set(1), timestamp.set(1)), batch([timestamp.set(1)])]) await t.does(Bob, call);
    await t.root(dispatchAsFallible({ system: { Signed: Bob.address } }, fails), 'Arithmetic.Underflow');
    await t.root(dispatchAsFallible({ system: { Signed: Bob.address } }, pay));
    await t.fails(Bob, dispatchAsFallible({ system: 'Root' }, pay), 'BadOrigin');
}

async function balances(t) {
    const { Alice, Bob, tx: { balances: coins } } = t;
    const [one] = await t.pool('Burner', 1, 10n * KSM);
    await t.ok(one, coins.burn(KSM, true));
    t.saw('Balances.Burned');
    await t.fails(one, coins.burn(9n * KSM, true), 'Token.NoFunds');
    await t.does(one, coins.burn(10n ** 30n, false));
    await t.does(one, coins.burn(8n * KSM + KSM / 2n, false));
    await t.fails(Bob, coins.forceAdjustTotalIssuance('Increase', 1), 'BadOrigin');
    await t.root(coins.forceAdjustTotalIssuance('Increase', 5));
    t.saw('Balances.TotalIssuanceForced');
    await t.root(coins.forceAdjustTotalIssuance('Decrease', 5));
    await t.root(coins.forceAdjustTotalIssuance('Increase', 0), 'Balances.DeltaZero');
    await t.root(coins.forceAdjustTotalIssuance('Decrease', 10n ** 35n), null);
    await t.ok(Alice, coins.transferKeepAlive(Alice.address, KSM)); // no event of a transfer
    if (t.last.events.some(({ name }) => name === 'Balances.Transfer')) t.chain.report.fault(t.chain, 'a transfer to oneself has an event');
    await t.root(coins.forceSetBalance(Bob.address, 2n * kMillion)); // Issued
    t.saw('Balances.Issued');
    await t.root(coins.forceSetBalance(Bob.address, 2n * kMillion - ED)); // Rescinded
    t.saw('Balances.Rescinded');
}

async function deposits(t) {
    const { Alice, Bob, Charlie, chain, tx: { indices, multisig, proxy, recovery, system } } = t;
    const [saver] = await t.pool('Saver', 1, 100_000n * KSM);
    const pokes = async (call, event, expected = 'ok') => {
        await t.does(saver, call, expected);
        if (event) t.saw(event);
    };
    const half = async (key, from) => redeposit(t, key, { from, to: from / 2n });

    await t.ok(saver, indices.claim(9));
    await t.ok(saver, indices.pokeDeposit(9)); // changes nothing, and costs a fee
    const [ofIndex] = (await t.read('indices', 'accounts', 9)).unwrap?.().slice(1) ?? (await t.read('indices', 'accounts', 9)).slice(1);
    await half(chain.key('indices', 'accounts', 9), ofIndex.toBigInt());
    await pokes(indices.pokeDeposit(9), 'Indices.DepositPoked');
    await t.fails(Bob, indices.pokeDeposit(9), 'Indices.NotOwner');
    await t.fails(saver, indices.pokeDeposit(10), 'Indices.NotAssigned');

    await t.ok(saver, proxy.addProxy(Bob.address, 'Any', 2));
    await t.ok(saver, proxy.pokeDeposit());
    const [, ofProxies] = await t.read('proxy', 'proxies', saver.address);
    await half(chain.key('proxy', 'proxies', saver.publicKey), ofProxies.toBigInt());
    await pokes(proxy.pokeDeposit(), 'Proxy.DepositPoked');
    await t.ok(Charlie, proxy.addProxy(saver.address, 'Any', 2));
    await t.ok(saver, proxy.announce(Charlie.address, t.hashOf(system.remark('0x'))));
    const [, ofAnnouncements] = await t.read('proxy', 'announcements', saver.address);
    await half(chain.key('proxy', 'announcements', saver.publicKey), ofAnnouncements.toBigInt());
    await pokes(proxy.pokeDeposit(), 'Proxy.DepositPoked');
    await t.ok(Bob, proxy.pokeDeposit()); // has none

    await t.ok(saver, recovery.createRecovery([Bob.address], 1, 5));
    const ofRecovery = (await t.read('recovery', 'recoverable', saver.address)).deposit.toBigInt();
    await half(chain.key('recovery', 'recoverable', saver.publicKey), ofRecovery);
    await pokes(recovery.pokeDeposit(null), 'Recovery.DepositPoked');
    await t.ok(saver, recovery.pokeDeposit(null));
    await t.ok(Charlie, recovery.createRecovery([Bob.address], 1, 5));
    await t.ok(saver, recovery.initiateRecovery(Charlie.address));
    const ofActive = (await t.read('recovery', 'activeRecoveries', Charlie.address, saver.address)).deposit.toBigInt();
    await half(chain.key('recovery', 'activeRecoveries', Charlie.address, saver.address), ofActive);
    await pokes(recovery.pokeDeposit(Charlie.address), 'Recovery.DepositPoked');
    await t.ok(saver, recovery.pokeDeposit(Charlie.address)); // as they are today
    await half(chain.key('recovery', 'recoverable', saver.publicKey), ofRecovery);
    await t.fails(saver, recovery.pokeDeposit(Bob.address), 'Recovery.NotStarted'); // which takes the other's change back
    await t.fails(saver, recovery.pokeDeposit({ Raw: '0x' }), 'CannotLookup');
    await pokes(recovery.pokeDeposit(Charlie.address), 'Recovery.DepositPoked');
    await t.ok(Alice, recovery.pokeDeposit(null)); // has none

    const hash = t.hashOf(system.remark('0x09'));
    const weight = { refTime: 1_000_000_000, proofSize: 10_000 };
    await t.ok(saver, multisig.approveAsMulti(2, [Bob.address], null, hash, weight));
    const account = t.multisig([saver, Bob], 2);
    const ofMultisig = (await t.read('multisig', 'multisigs', account, hash)).deposit.toBigInt();
    await t.ok(saver, multisig.pokeDeposit(2, [Bob.address], hash));
    await half(chain.key('multisig', 'multisigs', account, hash), ofMultisig);
    await pokes(multisig.pokeDeposit(2, [Bob.address], hash), 'Multisig.DepositPoked');
    await t.fails(Bob, multisig.pokeDeposit(2, [saver.address], hash), 'Multisig.NotOwner');
    await t.fails(saver, multisig.pokeDeposit(2, [Charlie.address], hash), 'Multisig.NotFound');
    await t.ok(Alice, multisig.asMultiThreshold1([Bob.address], system.remark('0x')));
    t.saw('Multisig.MultisigExecuted', 'ok');
}

async function retries(t) {
    const { Bob, Dave, tx: { balances: coins, scheduler } } = t;
    const fails = coins.forceTransfer(Bob.address, Dave.address, 10n ** 30n);
    const at = t.number + 2;
    await t.root(scheduler.schedule(at, null, 0, fails));
    await t.root(scheduler.scheduleNamed(id(1), at, [3, 2], 0, fails));
    await t.root(scheduler.setRetry([at, 0], 2, 2));
    t.saw('Scheduler.RetrySet');
    await t.root(scheduler.setRetryNamed(id(1), 1, 1));
    await t.root(scheduler.setRetry([at, 9], 2, 2), 'Scheduler.NotFound');
    await t.root(scheduler.setRetryNamed(id(9), 2, 2), 'Scheduler.NotFound');
    for (const call of [scheduler.setRetry([at, 0], 2, 2), scheduler.setRetryNamed(id(1), 2, 2), scheduler.cancelRetry([at, 0]),
        scheduler.cancelRetryNamed(id(1))]) await t.fails(Bob, call, 'BadOrigin');
    await t.next(10);
    const then = t.number + 2;
    await t.root(scheduler.schedule(then, null, 0, fails));
    await t.root(scheduler.scheduleNamed(id(2), then, null, 0, fails));
    await t.root(scheduler.setRetry([then, 0], 9, 1));
    await t.root(scheduler.cancelRetry([then, 0]));
    t.saw('Scheduler.RetryCancelled');
    await t.root(scheduler.setRetryNamed(id(2), 3, 1));
    await t.root(scheduler.cancelRetryNamed(id(2)));
    await t.root(scheduler.cancelRetry([then, 8]), 'Scheduler.NotFound');
    await t.next(5);
}

/** A periodic task that carries its retries on, and an agenda too full for a retry. */
async function scheduledTwice(t) {
    const { Bob, Dave, tx: { balances: coins, scheduler, system, utility: { batchAll } } } = t;
    const fails = coins.forceTransfer(Bob.address, Dave.address, 10n ** 30n);
    const at = t.number + 2;
    await t.root(scheduler.schedule(at, [5, 3], 0, fails));
    await t.root(scheduler.setRetry([at, 0], 1, 2));
    await t.root(batchAll(Array.from({ length: 50 }, () => scheduler.schedule(at + 2, null, 0, system.remark('0x')))));
    await t.next(14);
}

async function parameters(t) {
    const { Bob, chain } = t;
    const set = (outer, inner, value) => u8aConcat([46, 0, outer, inner], value === undefined ? [0] : u8aConcat([1], value));
    await t.fails(Bob, set(0, 0, u64(1)), 'BadOrigin');
    for (const [inner, value] of [[0, u64(5n * 10n ** 16n)], [1, u64(2n * 10n ** 17n)], [2, u64(10n ** 17n)], [3, u64(10n ** 17n)], [4, [0]]]) {
        await t.root(set(0, inner, value));
        t.saw('Parameters.Updated');
        await t.api('Inflation_experimental_inflation_prediction_info');
    }
    await t.root(set(0, 0)); // the default again
    await t.as({ Origins: 'GeneralAdmin' }, set(0, 0, u64(7)), 'BadOrigin');
    await t.as({ Origins: 'GeneralAdmin' }, set(1, 0, [0x10, 0x27, 0, 0]));
    await t.as({ Origins: 'GeneralAdmin' }, set(1, 1, u8aConcat([1], Bob.publicKey)));
    await t.root(set(1, 1));
    await t.root(set(1, 0));
    chain.step = 'parameters';
}

async function upgrades(t) {
    const { Bob, chain, tx: { system } } = t;
    const old = t.code({ specName: 'kusama', specVersion: 5 });
    const next = t.code({ specName: 'kusama', specVersion: 2_000_000 });
    await t.fails(Bob, system.authorizeUpgrade(blake2AsHex(old)), 'BadOrigin');
    await t.fails(Bob, system.applyAuthorizedUpgrade(old), 'System.NothingAuthorized');
    await t.root(system.authorizeUpgrade(blake2AsHex(old)));
    t.saw('System.UpgradeAuthorized');
    await t.fails(Bob, system.applyAuthorizedUpgrade(next), 'System.Unauthorized');
    await t.unsigned(system.applyAuthorizedUpgrade(next), 'Invalid.Call');
    await t.does(Bob, system.applyAuthorizedUpgrade(old), undefined);
    await t.next();
    await t.root(system.authorizeUpgradeWithoutChecks(blake2AsHex(old)));
    await t.root(system.authorizeUpgrade(blake2AsHex(next)));
    const before = await chain.save();
    await t.unsigned(system.applyAuthorizedUpgrade(next), 'ok');
    t.saw('System.CodeUpdated');
    await chain.restore(before);
}

async function vesting(t) {
    const { Alice, Bob, tx: { vesting: pallet } } = t;
    const [plain] = await t.pool('Vested', 1, 100n * KSM);
    const plan = { locked: 50n * KSM, perBlock: KSM, startingBlock: t.number };
    await t.ok(Alice, pallet.vestedTransfer(plain.address, plan));
    t.saw('Vesting.VestingCreated');
    await t.ok(Alice, pallet.vestedTransfer(plain.address, plan));
    await t.fails(Bob, pallet.forceRemoveVestingSchedule(plain.address, 0), 'BadOrigin');
    await t.root(pallet.forceRemoveVestingSchedule(plain.address, 5), null);
    await t.root(pallet.forceRemoveVestingSchedule(plain.address, 1));
    await t.root(pallet.forceRemoveVestingSchedule(plain.address, 0));
    await t.root(pallet.forceRemoveVestingSchedule(plain.address, 0), null);
}

async function preimages(t) {
    const { Alice, Bob, chain, tx: { preimage } } = t;
    const note = (hex) => [hex, blake2AsHex(hexToU8a(hex))];
    const [bytes, hash] = note('0x010203');
    await t.ok(Alice, preimage.notePreimage(bytes));
    await t.ok(Bob, preimage.ensureUpdated([hash]));
    await t.fails(Bob, preimage.ensureUpdated([]), 'Preimage.TooFew');
    await t.fails(Bob, preimage.ensureUpdated(Array(1025).fill(hash)), 'Preimage.TooMany');
    // As it stood before: the deposit is reserved.
    const [late, lateHash] = note('0x040506');
    await chain.put([
        [chain.key('preimage', 'statusFor', lateHash), u8aToHex(u8aConcat([0], Bob.publicKey, bnToU8a(KSM, { bitLength: 128 }), [3, 0, 0, 0]))],
        [chain.key('preimage', 'preimageFor', [lateHash, 3]), u8aToHex(compactAddLength(hexToU8a(late)))],
    ]);
    await t.ok(Alice, preimage.ensureUpdated([lateHash]));
    await t.does(Bob, preimage.unnotePreimage(lateHash));
    await t.ok(Alice, preimage.ensureUpdated([lateHash, hash]));
}

/** Calls that the Fellowship vouches for, noted before and after, which their own origin makes. */
async function whitelisted(t) {
    const { Alice, Bob, tx: { preimage, system, whitelist } } = t;
    const call = system.remarkWithEvent('0x0a');
    const bytes = call.toU8a();
    const hash = blake2AsHex(bytes);
    const weight = { refTime: 10n ** 11n, proofSize: 100_000 };
    const fellows = { Origins: 'Fellows' };
    const caller = { Origins: 'WhitelistedCaller' };
    await t.fails(Bob, whitelist.whitelistCall(hash), 'BadOrigin');
    await t.as(caller, whitelist.whitelistCall(hash), 'BadOrigin');
    await t.as(fellows, whitelist.removeWhitelistedCall(hash), 'Whitelist.CallIsNotWhitelisted');
    await t.as(fellows, whitelist.whitelistCall(hash));
    t.saw('Whitelist.CallWhitelisted');
    await t.root(whitelist.whitelistCall(hash), 'Whitelist.CallAlreadyWhitelisted');
    await t.as(caller, whitelist.dispatchWhitelistedCall(hash, bytes.length, weight), 'Whitelist.UnavailablePreImage');
    await t.ok(Alice, preimage.notePreimage(u8aToHex(bytes)));
    await t.as(fellows, whitelist.dispatchWhitelistedCall(hash, bytes.length, weight), 'BadOrigin');
    await t.as(caller, whitelist.dispatchWhitelistedCall(hash, bytes.length + 1, weight), 'Whitelist.UnavailablePreImage');
    await t.as(caller, whitelist.dispatchWhitelistedCall(hash, bytes.length, { refTime: 1, proofSize: 0 }), 'Whitelist.InvalidCallWeightWitness');
    await t.as(caller, whitelist.dispatchWhitelistedCall(hash, bytes.length, weight));
    t.saw('Whitelist.WhitelistedCallDispatched');
    await t.as(caller, whitelist.dispatchWhitelistedCallWithPreimage(call), 'Whitelist.CallIsNotWhitelisted');
    await t.as(fellows, whitelist.whitelistCall(hash));
    await t.as(fellows, whitelist.removeWhitelistedCall(hash));
    t.saw('Whitelist.WhitelistedCallRemoved');
    const failing = whitelist.removeWhitelistedCall(hash);
    const noted = u8aToHex(failing.toU8a());
    await t.as(fellows, whitelist.whitelistCall(blake2AsHex(noted)));
    await t.root(whitelist.dispatchWhitelistedCallWithPreimage(failing));
    t.saw('Whitelist.WhitelistedCallDispatched');
    const [none, noneHash] = ['0xffff', blake2AsHex('0xffff')];
    await t.ok(Alice, preimage.notePreimage(none));
    await t.root(whitelist.whitelistCall(noneHash));
    await t.root(whitelist.dispatchWhitelistedCall(noneHash, 2, weight), 'Whitelist.UndecodableCall');
}
