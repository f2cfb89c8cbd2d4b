// Random programs in XCM, in the versions 3 to 5: such as a chain may send that means something by them. What they withdraw is there, assets are
// those that they hold, fees suffice, and now and then nothing of that is so.
import { u8aToHex } from '@polkadot/util';

import { kDialects } from './xcm.mjs';

const KSM = 1_000_000_000_000n;
const ED = 333_333_333n;
const kMaxU128 = (1n << 128n) - 1n;
const kMostNested = 3;
const kMostInstructions = 9;
const kPatient = ['ClearError', 'ClearTopic', 'ClearTransactStatus']; // never fail
const kLimit = 100; // of instructions, with those of handlers

/** Chains that programs name: two of the system, two others, and one that has no head. */
export const kPlaces = { system: 1000, otherSystem: 1001, user: 2000, otherUser: 2001, unknown: 3333 };

/**
 * Assets that programs name, in the order in which lists have them: whether one is at home here does not matter to those who hold it.
 */
const kAssets = [
    (x) => x.here,
    (x) => x.child(kPlaces.system),
    (x) => x.child(kPlaces.user),
    (x) => x.child(kPlaces.system, { PalletInstance: 50 }),
    (x) => x.parent,
    (x) => x.location(1, { GlobalConsensus: 'Polkadot' }),
];
const kNative = 0;

/** Errors as ExpectError and answers may name them; that of a trap has a number. */
const kErrors = ['Overflow', 'Unimplemented', 'UntrustedReserveLocation', 'LocationFull', 'BadOrigin', 'InvalidLocation', 'AssetNotFound', 'NotWithdrawable', 'NoDeal', 'TooExpensive',
    'NotHoldingFees', 'BadOrigin', 'ExpectationFalse', 'UnknownClaim', 'Barrier', { Trap: 1 }];

/** An asset of a list of what is trapped: [which, how much, or the number of an item]. */
export const assetOf = (x, [which, value]) => (typeof value === 'bigint' ? x.asset(value, kAssets[which](x)) : x.item(value, kAssets[which](x)));

/** Lists of what programs claim as trapped, as `assetOf` reads them. */
export const kTrapped = [
    [[0, 3n * KSM]], [[0, 2n * KSM], [4, 7n * KSM]], [[1, 5n * KSM]], [[1, 10n ** 9n], [2, 10n ** 10n], [3, 10n ** 11n]], [[5, 100n]], [[0, KSM], [0, 1], [4, 2]], [[3, 2]],
];
/** From whom a program is: an account by XcmPallet.execute, or a chain by a message. */
export const kSenders = ['account', 'system', 'user'];

export class XcmPrograms {
    /**
     * `accounts`: public keys; `calls`: encoded calls for Transact; `trapped`: lists that `assetOf` reads, trapped for everyone; `queries`: ids that
     * wait for answers. The caller lets these grow.
     */
    constructor(random, known) {
        this.random = random;
        this.known = known;
    }

    dialect() {
        return this.random.pick(kDialects);
    }

    /** { x, instructions }: a program of a sender in a version. */
    program(sender) {
        const x = this.dialect();
        const holds = new Map(); // asset: about how much
        const instructions = [...this.#begin(x, sender, holds), ...this.#body(x, holds, 0), ...this.#end(x, holds)];
        return { x, instructions };
    }

    // Parts of a program

    #begin(x, sender, holds) {
        const { random } = this;
        if (random.chance(6)) return [];
        if (sender === 'account') return random.chance(15) ? [] : this.#income(x, holds);
        if (random.chance(6)) return [this.#response(x)];
        if (random.chance(3)) return [random.pick([{ SubscribeVersion: { queryId: random.between(0, 9), maxResponseWeight: this.weight() } }, 'UnsubscribeVersion'])];
        if (random.chance(sender === 'system' ? 55 : 5)) {
            const unpaid = { UnpaidExecution: { weightLimit: this.#limit(90), checkOrigin: random.chance(90) ? null : this.place(x) } };
            const income = this.#income(x, holds);
            return random.chance(70) ? [unpaid, ...income] : [...income, unpaid];
        }
        const income = this.#income(x, holds);
        const between = random.chance(30) ? [this.#pass(x)] : [];
        const fees = this.#fees(holds);
        const pays = x.version === 5 && random.chance(40) ? { PayFees: { asset: x.asset(fees) } } : { BuyExecution: { fees: x.asset(fees), weightLimit: this.#limit(75) } };
        return [...income, ...between, pays];
    }

    /** What barriers let stand before fees are paid. */
    #pass(x) {
        const all = ['ClearOrigin', { DescendOrigin: this.interior(x) }, { AliasOrigin: this.place(x) }];
        if (x.version === 5) all.push({ SetHints: { hints: [{ AssetClaimer: { location: this.beneficiary(x) } }] } });
        return this.random.pick(all);
    }

    #income(x, holds) {
        const { random } = this;
        const amount = KSM * BigInt(random.between(1, 40));
        const get = (asset, value) => holds.set(asset, (holds.get(asset) ?? 0n) + value);
        const kind = random.between(0, 99);
        if (kind < 70) {
            get(kNative, amount);
            return [{ WithdrawAsset: [x.asset(random.chance(97) ? amount : this.amount())] }];
        }
        if (kind < 88 && this.known.trapped.length > 0) {
            const list = random.pick(this.known.trapped);
            for (const [asset, value] of list) if (typeof value === 'bigint') get(asset, value);
            const claim = { ClaimAsset: { assets: list.map((one) => assetOf(x, one)), ticket: this.#ticket(x) } };
            if (holds.has(kNative)) return [claim];
            get(kNative, amount);
            return [{ WithdrawAsset: [x.asset(amount)] }, claim];
        }
        if (kind < 99) {
            get(kNative, amount);
            return [{ ReceiveTeleportedAsset: [x.asset(amount)] }];
        }
        return [{ ReserveAssetDeposited: this.assets(x) }]; // weighs more than any block
    }

    /** Where something was trapped: nowhere, or in an older version. */
    #ticket(x) {
        return this.random.chance(90) ? x.here : x.location(0, { GeneralIndex: this.random.between(2, 5) });
    }

    #end(x, holds) {
        const { random } = this;
        const out = [];
        if (random.chance(25)) out.push('RefundSurplus');
        if (random.chance(65)) out.push({ DepositAsset: { assets: random.chance(80) ? x.all(Math.max(1, holds.size)) : this.filter(x, holds), beneficiary: this.beneficiary(x) } });
        if (random.chance(20)) out.push({ SetTopic: u8aToHex(random.bytes(32)) });
        return out;
    }

    #body(x, holds, nested) {
        const count = nested === 0 ? Math.min(this.random.between(0, kMostInstructions), this.random.between(1, kMostInstructions)) : this.random.between(0, 3);
        const made = Array.from({ length: count }, () => this.instruction(x, holds, nested));
        if (nested === 0 && this.random.chance(3)) made.splice(this.random.between(0, count), 0, ...this.#patience());
        return made;
    }

    /** So many instructions that a program comes to the limit of what is weighed, or over it. */
    #patience() {
        return Array.from({ length: this.random.between(kLimit - 20, kLimit) }, () => this.random.pick(kPatient));
    }

    /** What is to run elsewhere, or later. */
    #inside(x, holds, nested) {
        if (nested >= kMostNested) return [];
        const { random } = this;
        if (random.chance(50)) return [{ DepositAsset: { assets: x.all(random.between(1, 3)), beneficiary: this.beneficiary(x) } }];
        return this.#body(x, holds, nested + 1);
    }

    instruction(x, holds, nested) {
        const { random } = this;
        const makers = random.chance(1) ? kRare : kCommon;
        for (;;) {
            const made = random.pick(makers)(this, x, holds, () => this.#inside(x, holds, nested));
            if (made !== null) return made;
        }
    }

    #response(x) {
        const { random } = this;
        const kinds = ['Null', { Assets: [x.asset(KSM)] }, { ExecutionResult: random.chance(50) ? null : [random.between(0, 5), random.pick(kErrors)] }, { Version: random.between(2, 6) },
            { PalletsInfo: [] }, { DispatchResult: random.pick(['Success', { Error: '0x0102' }, 'TruncatedError']) }];
        const { queries } = this.known;
        const queryId = queries.length > 0 && random.chance(80) ? random.pick(queries) : random.between(0, 9);
        return { QueryResponse: { queryId, response: random.pick(kinds), maxWeight: this.weight(), querier: random.pick([null, x.here, x.parent]) } };
    }

    // Values

    amount() {
        const { random } = this;
        const about = (value) => value + BigInt(random.between(-2, 2));
        return random.pick([
            () => KSM * BigInt(random.between(1, 20)), () => KSM / BigInt(random.between(2, 1000)), () => about(ED), () => about(10n), () => about(KSM),
            () => 10n ** BigInt(random.between(1, 38)), () => (random.chance(30) ? kMaxU128 : 10n ** 18n),
        ])();
    }

    /** A part of what is held, or something else. A list that names anything but the chain's own asset weighs too much here; what programs hold of others they name by wildcards. */
    #held(holds) {
        const { random } = this;
        if (random.chance(3)) return [random.between(0, kAssets.length - 1), this.amount()];
        if (!holds.has(kNative)) return [kNative, this.amount()];
        const [asset, value] = random.chance(96) ? [kNative, holds.get(kNative)] : random.pick([...holds]);
        const part = random.chance(85) ? value / BigInt(random.between(1, 8)) : value + BigInt(random.between(-1, 1));
        return [asset, part > 0n ? part : 1n];
    }

    #fees(holds) {
        const { random } = this;
        const held = holds.get(kNative) ?? 0n;
        return random.chance(90) ? held / BigInt(random.between(2, 6)) + 1n : this.amount();
    }

    asset(x, holds = new Map()) {
        const [asset, value] = this.#held(holds);
        return this.random.chance(1) ? x.item(this.random.between(0, 2), kAssets[asset](x)) : x.asset(value, kAssets[asset](x));
    }

    /** A list of one, mostly; in the order that lists must have. */
    assets(x, holds = new Map()) {
        const { random } = this;
        if (random.chance(95)) return [this.asset(x, holds)];
        const chosen = kAssets.map((_, i) => i).filter(() => random.chance(35));
        return chosen.map((asset) => x.asset(random.chance(70) && holds.has(asset) ? holds.get(asset) / 2n + 1n : this.amount(), kAssets[asset](x)));
    }

    filter(x, holds = new Map()) {
        const { random } = this;
        const id = () => x.id(kAssets[random.chance(60) ? kNative : random.between(0, kAssets.length - 1)](x));
        const fun = () => random.pick(['Fungible', 'Fungible', 'NonFungible']);
        return random.pick([
            () => (random.chance(30) ? x.all() : x.all(1)), () => x.all(random.between(1, 3)), () => x.all(random.between(1, 3)), () => x.definite(...this.assets(x, holds)), () => x.definite(...this.assets(x, holds)),
            () => ({ Wild: { AllOf: { id: id(), fun: fun() } } }), () => ({ Wild: { AllOfCounted: { id: id(), fun: fun(), count: random.between(1, 3) } } }),
        ])();
    }

    key() {
        return this.random.pick(this.known.accounts);
    }

    network(x) {
        const older = x.version < 5 ? ['Westend', 'Rococo', 'Wococo'] : [];
        return this.random.pick([null, null, 'Kusama', 'Kusama', 'Polkadot', { Ethereum: { chainId: 1 } }, { ByGenesis: u8aToHex(new Uint8Array(32).fill(7)) }, ...older]);
    }

    step(x) {
        const { random } = this;
        return random.pick([
            () => ({ Parachain: random.pick(Object.values(kPlaces)) }), () => ({ AccountId32: { network: this.network(x), id: u8aToHex(this.key()) } }),
            () => ({ PalletInstance: random.between(0, 120) }), () => ({ GeneralIndex: random.between(0, 5) }),
            () => ({ AccountKey20: { network: null, key: u8aToHex(random.bytes(20)) } }), () => ({ AccountIndex64: { network: null, index: random.between(0, 9) } }),
            () => ({ Plurality: { id: random.pick(['Treasury', 'Unit', 'Administration', 'Technical']), part: random.pick(['Voice', { Members: { count: 3 } }]) } }),
            () => ({ GlobalConsensus: this.network(x) ?? 'Kusama' }), () => ({ GeneralKey: { length: 2, data: u8aToHex(random.bytes(32)) } }), () => 'OnlyChild',
        ])();
    }

    interior(x) {
        const { random } = this;
        const count = random.chance(5) ? random.between(4, 8) : random.between(0, 2);
        return x.location(0, ...Array.from({ length: count }, () => this.step(x))).interior;
    }

    /** Any place. */
    place(x) {
        const { random } = this;
        if (random.chance(50)) return this.chain(x);
        if (random.chance(50)) return this.beneficiary(x);
        return { parents: random.pick([0, 0, 0, 1, 1, 2, 255]), interior: this.interior(x) };
    }

    /** A chain, mostly one that there is; one of the system at least as often as that, in percent. */
    chain(x, ofSystem = 0) {
        const { random } = this;
        if (random.chance(ofSystem)) return x.child(random.pick([kPlaces.system, kPlaces.otherSystem]));
        if (random.chance(5)) return random.pick([x.here, x.parent, x.location(1, { Parachain: kPlaces.system }), x.child(kPlaces.system, { PalletInstance: 3 })]);
        return x.child(random.pick(random.chance(96) ? [kPlaces.system, kPlaces.otherSystem, kPlaces.user, kPlaces.otherUser] : [kPlaces.unknown]));
    }

    beneficiary(x) {
        const { random } = this;
        if (random.chance(75)) return x.account(this.key(), random.pick([null, 'Kusama', this.network(x)]));
        return random.pick([
            () => this.chain(x), () => x.child(kPlaces.user, { AccountId32: { network: null, id: u8aToHex(this.key()) } }), () => x.account(random.bytes(32)),
            () => ({ parents: random.between(0, 2), interior: this.interior(x) }),
        ])();
    }

    weight() {
        const { random } = this;
        return random.chance(75) ? { refTime: 10n ** BigInt(random.between(6, 11)), proofSize: 10 ** random.between(2, 6) } : { refTime: random.between(0, 5), proofSize: random.between(0, 5) };
    }

    #limit(unlimited) {
        return this.random.chance(unlimited) ? 'Unlimited' : { Limited: this.weight() };
    }

    limit() {
        return this.#limit(60);
    }

    info(x) {
        return { destination: this.random.chance(80) ? this.chain(x) : this.place(x), queryId: this.random.between(0, 9), maxWeight: this.weight() };
    }

    fees(holds) {
        return this.#fees(holds);
    }

    response(x) {
        return this.#response(x);
    }

    ticket(x) {
        return this.#ticket(x);
    }

    transact(x) {
        const { random } = this;
        const kind = random.chance(75) ? 'SovereignAccount' : random.pick(['Native', 'Superuser', 'Xcm']);
        const call = random.chance(97) ? random.pick(this.known.calls) : random.bytes(random.between(0, 5));
        const weight = this.weight();
        return x.transact(u8aToHex(call), kind, x.version === 5 && random.chance(40) ? null : weight);
    }

    error() {
        return this.random.pick(kErrors);
    }
}

/** Ways in which V5 lets assets go: as a teleport mostly, for no other is trusted here. */
const moved = (it, x, holds) => ({ [it.random.pick(['Teleport', 'Teleport', 'ReserveDeposit', 'ReserveWithdraw'])]: it.filter(x, holds) });
const only5 = (make) => (it, x, ...rest) => (x.version === 5 ? make(it, x, ...rest) : null);

/** Instructions: (programs, dialect, what is held, a program inside) → instruction, or null if that version has none. */
const kCommon = [
    (it, x, holds) => ({ WithdrawAsset: [it.random.chance(80) ? x.asset(KSM) : it.asset(x, holds)] }),
    (it, x) => ({ ReceiveTeleportedAsset: [it.random.chance(80) ? x.asset(it.amount()) : it.asset(x)] }),
    (it, x) => it.response(x),
    (it, x) => ({ TransferAsset: { assets: it.random.chance(70) ? [x.asset(KSM)] : it.assets(x), beneficiary: it.beneficiary(x) } }),
    (it, x, _, inside) => ({ TransferReserveAsset: { assets: it.random.chance(70) ? [x.asset(KSM)] : it.assets(x), dest: it.chain(x), xcm: inside() } }),
    (it, x) => it.transact(x),
    (it, x) => it.transact(x),
    () => 'ClearOrigin',
    (it, x) => ({ DescendOrigin: it.interior(x) }),
    (it, x) => ({ ReportError: it.info(x) }),
    (it, x, holds) => ({ DepositAsset: { assets: it.filter(x, holds), beneficiary: it.beneficiary(x) } }),
    (it, x, holds) => ({ DepositAsset: { assets: it.filter(x, holds), beneficiary: it.beneficiary(x) } }),
    (it, x, holds, inside) => ({ DepositReserveAsset: { assets: it.filter(x, holds), dest: it.chain(x), xcm: inside() } }),
    (it, x, holds, inside) => ({ InitiateReserveWithdraw: { assets: it.filter(x, holds), reserve: it.chain(x), xcm: inside() } }),
    (it, x, holds, inside) => ({ InitiateTeleport: { assets: it.filter(x, holds), dest: it.chain(x, 75), xcm: inside() } }),
    (it, x, holds) => ({ ReportHolding: { responseInfo: it.info(x), assets: it.filter(x, holds) } }),
    (it, x, holds) => ({ BuyExecution: { fees: it.random.chance(85) ? x.asset(it.fees(holds)) : it.asset(x, holds), weightLimit: it.limit() } }),
    () => 'RefundSurplus',
    (it, x, holds, inside) => ({ SetErrorHandler: inside() }),
    (it, x, holds, inside) => ({ SetAppendix: inside() }),
    () => 'ClearError',
    (it, x, holds) => ({ ClaimAsset: { assets: it.known.trapped.length > 0 && it.random.chance(70)
        ? it.random.pick(it.known.trapped).map((one) => assetOf(x, one)) : it.assets(x, holds), ticket: it.ticket(x) } }),
    (it) => (it.random.chance(30) ? { Trap: it.random.between(0, 2) } : 'ClearError'),
    (it) => ({ SubscribeVersion: { queryId: it.random.between(0, 9), maxResponseWeight: it.weight() } }),
    () => 'UnsubscribeVersion',
    (it, x, holds) => ({ BurnAsset: it.assets(x, holds) }),
    (it, x, holds) => ({ ExpectAsset: it.assets(x, holds) }),
    (it, x) => (it.random.chance(40) ? { ExpectOrigin: it.random.chance(30) ? null : it.place(x) } : { ReportHolding: { responseInfo: it.info(x), assets: x.all(1) } }),
    (it) => ({ ExpectError: it.random.chance(85) ? null : [it.random.between(0, 5), it.error()] }),
    (it) => ({ ExpectTransactStatus: it.random.pick(['Success', 'Success', 'Success', 'TruncatedError', { Error: '0x0102' }]) }),
    (it, x) => ({ QueryPallet: { moduleName: it.random.pick(['pallet_balances', 'pallet_xcm', 'frame_system', 'pallet_none', '']), responseInfo: it.info(x) } }),
    (it) => ({ ExpectPallet: { ...it.random.pick([{ index: 4, name: 'Balances', moduleName: 'pallet_balances', crateMajor: 43 }, { index: 99, name: 'XcmPallet', moduleName: 'pallet_xcm', crateMajor: 22 }]),
        minCrateMinor: it.random.between(0, 1) } }),
    (it, x) => ({ ReportTransactStatus: it.info(x) }),
    () => 'ClearTransactStatus',
    (it) => ({ SetFeesMode: { jitWithdraw: it.random.chance(60) } }),
    (it) => ({ SetTopic: u8aToHex(it.random.bytes(32)) }),
    () => 'ClearTopic',
    (it, x) => (it.random.chance(30) ? { AliasOrigin: it.place(x) } : { SetFeesMode: { jitWithdraw: true } }),
    (it, x) => ({ UnpaidExecution: { weightLimit: it.limit(), checkOrigin: it.random.chance(70) ? null : it.place(x) } }),
    only5((it, x, holds) => ({ PayFees: { asset: it.random.chance(85) ? x.asset(it.fees(holds)) : it.asset(x, holds) } })),
    only5((it, x, holds, inside) => ({ InitiateTransfer: { destination: it.chain(x, 75), remoteFees: it.random.chance(75) ? moved(it, x, holds) : null, preserveOrigin: it.random.chance(50),
        assets: Array.from({ length: it.random.between(0, 2) }, () => moved(it, x, holds)), remoteXcm: inside() } })),
    only5((it, x) => ({ SetHints: { hints: it.random.chance(80) ? [{ AssetClaimer: { location: it.place(x) } }] : [] } })),
];

/** Those that a program cannot have here, for they weigh too much, or are for others. */
const kRare = [
    (it, x, holds) => ({ ReserveAssetDeposited: it.assets(x, holds) }),
    (it, x, holds) => ({ ExchangeAsset: { give: it.filter(x, holds), want: it.assets(x), maximal: it.random.chance(50) } }),
    () => ({ HrmpNewChannelOpenRequest: { sender: 1, maxMessageSize: 2, maxCapacity: 3 } }),
    () => ({ HrmpChannelAccepted: { recipient: 1 } }),
    () => ({ HrmpChannelClosing: { initiator: 1, sender: 2, recipient: 3 } }),
    (it, x) => ({ UniversalOrigin: it.step(x) }),
    (it, x, _, inside) => ({ ExportMessage: { network: it.network(x) ?? 'Polkadot', destination: it.interior(x), xcm: inside() } }),
    (it, x, holds) => ({ LockAsset: { asset: it.asset(x, holds), unlocker: it.place(x) } }),
    (it, x, holds) => ({ UnlockAsset: { asset: it.asset(x, holds), target: it.place(x) } }),
    (it, x, holds) => ({ NoteUnlockable: { asset: it.asset(x, holds), owner: it.place(x) } }),
    (it, x, holds) => ({ RequestUnlock: { asset: it.asset(x, holds), locker: it.place(x) } }),
    only5((it, x, _, inside) => ({ ExecuteWithOrigin: { descendantOrigin: it.random.chance(40) ? null : it.interior(x), xcm: inside() } })),
];
