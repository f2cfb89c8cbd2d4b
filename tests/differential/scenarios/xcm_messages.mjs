// Messages of parachains in XCM: each instruction in the versions 3 to 5, of a chain of the system and of another one, with what
// runs dry, fails, is overweight or undecodable, and what is sent in answer.
import { u8aConcat, u8aToHex } from '@polkadot/util';

import { KSM } from '../scenario.mjs';
import { kDialects, Messages, sovereign } from '../xcm.mjs';

const kSystem = 1000;
const kUser = 2000;

/** One program for each instruction and more for some; `call` is an encoded call of an account. */
function programs(x, { call, rootCall, recursiveCall, Alice }) {
    const { version } = x;
    const [here, parent, beneficiary] = [x.here, x.parent, x.account(Alice.publicKey)];
    const other = x.child(2001);
    const weight = { refTime: 1_000_000, proofSize: 100 };
    const inside = [{ DepositAsset: { assets: x.all(1), beneficiary } }];
    const one = (amount = KSM) => x.asset(amount);
    const out = {
        WithdrawAsset: [{ WithdrawAsset: [one()] }],
        WithdrawTooMuch: [{ WithdrawAsset: [one(10n ** 30n)] }],
        WithdrawOther: [{ WithdrawAsset: [x.asset(5n, parent)] }],
        ReserveAssetDeposited: [{ ReserveAssetDeposited: [one()] }],
        ReceiveTeleportedAsset: [{ ReceiveTeleportedAsset: [one()] }],
        ReceiveTooMuch: [{ ReceiveTeleportedAsset: [one(10n ** 30n)] }],
        QueryResponse: [{ QueryResponse: { queryId: 3, response: { ExecutionResult: null }, maxWeight: weight, querier: null } }],
        QueryResponseVersion: [{ QueryResponse: { queryId: 3, response: { Version: 4 }, maxWeight: weight, querier: here } }],
        TransferAsset: [{ TransferAsset: { assets: [one()], beneficiary } }],
        TransferToNobody: [{ TransferAsset: { assets: [one()], beneficiary: parent } }],
        TransferDust: [{ TransferAsset: { assets: [one(7n)], beneficiary: x.account(new Uint8Array(32).fill(9)) } }],
        TransferReserveAsset: [{ TransferReserveAsset: { assets: [one()], dest: other, xcm: inside } }],
        TransferReserveNowhere: [{ TransferReserveAsset: { assets: [one()], dest: x.child(3333), xcm: inside } }],
        Transact: [x.transact(call), { ReportTransactStatus: x.info(other) }, { ExpectTransactStatus: 'Success' }, 'ClearTransactStatus'],
        TransactNative: [x.transact(call, 'Native')],
        TransactXcm: [x.transact(call, 'Xcm')],
        TransactRoot: [x.transact(rootCall, 'Superuser')],
        TransactFails: [x.transact(rootCall), { ExpectTransactStatus: 'Success' }],
        TransactRecursive: [x.transact(recursiveCall, 'SovereignAccount', { refTime: 2_000_000_000, proofSize: 200_000 }), { ReportTransactStatus: x.info(other) }],
        TransactUndecodable: [x.transact('0xffff')],
        HrmpNewChannelOpenRequest: [{ HrmpNewChannelOpenRequest: { sender: 1, maxMessageSize: 2, maxCapacity: 3 } }],
        HrmpChannelAccepted: [{ HrmpChannelAccepted: { recipient: 1 } }],
        HrmpChannelClosing: [{ HrmpChannelClosing: { initiator: 1, sender: 2, recipient: 3 } }],
        ClearOrigin: ['ClearOrigin', { ExpectOrigin: null }, { WithdrawAsset: [one()] }],
        DescendOrigin: [{ DescendOrigin: x.location(0, { PalletInstance: 3 }).interior }, { ExpectOrigin: x.child(kSystem, { PalletInstance: 3 }) }],
        ReportError: [{ SetErrorHandler: [{ ReportError: x.info(other) }] }, { Trap: 5 }],
        DepositAsset: [{ DepositAsset: { assets: x.all(), beneficiary } }],
        DepositDefinite: [{ DepositAsset: { assets: x.definite(one(KSM / 2n)), beneficiary: x.account(Alice.publicKey, 'Kusama') } }],
        DepositForeign: [{ DepositAsset: { assets: x.allNative, beneficiary: x.child(2001, { AccountId32: { network: null, id: u8aToHex(Alice.publicKey) } }) } }],
        DepositReserveAsset: [{ DepositReserveAsset: { assets: x.all(1), dest: other, xcm: inside } }],
        ExchangeAsset: [{ ExchangeAsset: { give: x.all(), want: [one()], maximal: true } }],
        InitiateReserveWithdraw: [{ InitiateReserveWithdraw: { assets: x.all(), reserve: other, xcm: inside } }],
        InitiateTeleport: [{ InitiateTeleport: { assets: x.all(), dest: x.child(1001), xcm: inside } }],
        InitiateTeleportUntrusted: [{ InitiateTeleport: { assets: x.all(), dest: other, xcm: inside } }],
        ReportHolding: [{ ReportHolding: { responseInfo: x.info(other), assets: x.all() } }],
        BuyExecution: [{ BuyExecution: { fees: one(KSM / 10n), weightLimit: { Limited: weight } } }],
        BuyTooDear: [{ BuyExecution: { fees: one(1n), weightLimit: { Limited: { refTime: 10n ** 12n, proofSize: 0 } } } }],
        RefundSurplus: ['RefundSurplus'],
        SetErrorHandler: [{ SetErrorHandler: ['ClearError', { DepositAsset: { assets: x.all(), beneficiary } }] }, { Trap: 1 }],
        SetAppendix: [{ SetAppendix: [{ DepositAsset: { assets: x.all(), beneficiary } }] }, { Trap: 1 }],
        ClearError: ['ClearError'],
        ClaimAsset: [{ ClaimAsset: { assets: [one()], ticket: here } }],
        Trap: [{ Trap: 77 }],
        SubscribeVersion: [{ SubscribeVersion: { queryId: 11, maxResponseWeight: weight } }],
        UnsubscribeVersion: ['UnsubscribeVersion'],
        BurnAsset: [{ BurnAsset: [one(KSM / 4n)] }],
        ExpectAsset: [{ ExpectAsset: [one(10n)] }],
        ExpectMore: [{ ExpectAsset: [one(10n ** 25n)] }],
        ExpectError: [{ SetErrorHandler: [{ ExpectError: [2, { Trap: 4 }] }] }, { Trap: 4 }],
        QueryPallet: [{ QueryPallet: { moduleName: 'pallet_balances', responseInfo: x.info(other) } }],
        QueryPalletNone: [{ QueryPallet: { moduleName: 'pallet_nothing', responseInfo: x.info(other) } }],
        ...Object.fromEntries([[4, 'Balances', 'pallet_balances', 43, 0], [4, 'Balances', 'pallet_balances', 42, 0], [4, 'Balance', 'pallet_balances', 43, 0], [99, 'XcmPallet', 'pallet_xcm', 22, 0],
            [4, 'Balances', 'balances', 43, 0], [200, 'Beefy', 'pallet_beefy', 43, 1], [250, 'None', 'none', 1, 0]]
            .map(([index, name, moduleName, crateMajor, minCrateMinor], i) => [`ExpectPallet${i}`, [{ ExpectPallet: { index, name, moduleName, crateMajor, minCrateMinor } }]])),
        UniversalOrigin: [{ UniversalOrigin: { GlobalConsensus: 'Polkadot' } }],
        ExportMessage: [{ ExportMessage: { network: 'Polkadot', destination: 'Here', xcm: inside } }],
        LockAsset: [{ LockAsset: { asset: one(), unlocker: other } }],
        UnlockAsset: [{ UnlockAsset: { asset: one(), target: other } }],
        NoteUnlockable: [{ NoteUnlockable: { asset: one(), owner: other } }],
        RequestUnlock: [{ RequestUnlock: { asset: one(), locker: other } }],
        SetFeesMode: [{ SetFeesMode: { jitWithdraw: true } }, { ReportHolding: { responseInfo: x.info(other), assets: x.all() } }],
        SetTopic: [{ SetTopic: '0x' + '12'.repeat(32) }, { Trap: 3 }, 'ClearTopic'],
        TopicAtTheEnd: [{ ReportHolding: { responseInfo: x.info(other), assets: x.all() } }, { SetTopic: '0x' + '34'.repeat(32) }],
        AliasOrigin: [{ AliasOrigin: x.child(kUser, { PalletInstance: 1 }) }, { AliasOrigin: x.child(kSystem, { PalletInstance: 1 }) }],
        UnpaidExecution: [{ UnpaidExecution: { weightLimit: 'Unlimited', checkOrigin: x.child(kUser) } }],
    };
    if (version === 5) {
        Object.assign(out, {
            PayFees: [{ PayFees: { asset: one(KSM / 10n) } }, { ReportHolding: { responseInfo: x.info(other), assets: x.all() } }],
            InitiateTransfer: [{ InitiateTransfer: { destination: x.child(1001), remoteFees: { Teleport: x.definite(one(KSM / 10n)) }, preserveOrigin: true,
                assets: [{ Teleport: x.all(1) }], remoteXcm: inside } }],
            InitiateTransferReserve: [{ InitiateTransfer: { destination: other, remoteFees: { ReserveDeposit: x.definite(one(KSM / 10n)) }, preserveOrigin: false,
                assets: [{ ReserveDeposit: x.all(1) }], remoteXcm: inside } }],
            InitiateTransferUnpaid: [{ InitiateTransfer: { destination: other, remoteFees: null, preserveOrigin: false, assets: [], remoteXcm: inside } }],
            ExecuteWithOrigin: [{ ExecuteWithOrigin: { descendantOrigin: null, xcm: inside } }],
            SetHints: [{ SetHints: { hints: [{ AssetClaimer: { location: beneficiary } }] } }, { Trap: 1 }],
            SetNoHints: [{ SetHints: { hints: [] } }],
        });
    }
    return out;
}

export async function run(t) {
    const { Alice, Bob, chain, tx: { balances, configuration, messageQueue, system } } = t;
    const messages = new Messages(t);
    const call = u8aToHex(chain.encodeCall(balances.transferAllowDeath(Alice.address, KSM)));
    const rootCall = u8aToHex(chain.encodeCall(system.setStorage([['0x1234', '0x5678']])));
    const recursiveCall = u8aToHex(chain.encodeCall(messageQueue.executeOverweight({ Ump: { Para: kUser } }, 0, 0, { refTime: 1, proofSize: 1 })));
    // Messages are executed at the end of the block in which they come, and at the begin of those that follow.
    const seen = new Map();
    let overweight; // the last one
    const serve = async (count) => {
        for (let i = 0; i < count; ++i) {
            await chain.close();
            for (const { event } of await t.read('system', 'events')) {
                const name = `${event.section}.${event.method}`;
                seen.set(name, (seen.get(name) ?? 0) + 1);
                if (name === 'messageQueue.OverweightEnqueued') overweight = event.data;
            }
            await chain.open();
        }
    };
    await t.next();
    await messages.know(kSystem, 1001, kUser, 2001);
    for (const para of [kSystem, kUser]) await chain.fund({ publicKey: sovereign(para) }, 1_000_000n * KSM);
    const check = new Uint8Array(32);
    check.set(new TextEncoder().encode('modlpy/xcmch'));
    await chain.fund({ publicKey: check }, 1_000_000n * KSM);
    await t.root(configuration.setMaxDownwardMessageSize(1 << 20));
    await t.next();

    for (const x of kDialects) {
        const paid = [{ WithdrawAsset: [x.asset(20n * KSM)] }, { BuyExecution: { fees: x.asset(KSM), weightLimit: 'Unlimited' } }];
        const free = [{ UnpaidExecution: { weightLimit: 'Unlimited', checkOrigin: null } }, { WithdrawAsset: [x.asset(20n * KSM)] }];
        const all = Object.entries(programs(x, { call, rootCall, recursiveCall, Alice }));
        for (const [para, begin] of [[kSystem, free], [kUser, paid], [kUser, []]]) {
            const arriving = [];
            for (const [, instructions] of all) {
                const whole = [...begin, ...instructions];
                await messages.tries(x, x.child(para), whole);
                arriving.push(messages.program(x, whole));
            }
            await messages.receive(para, arriving);
            await serve(8);
        }
        // Origins that are no parachains.
        for (const origin of [x.account(Alice.publicKey), x.here, x.parent, x.location(0, { Plurality: { id: 'Treasury', part: 'Voice' } })]) {
            for (const [, instructions] of all.slice(0, 20)) await messages.tries(x, origin, [...paid, ...instructions]);
        }
    }

    // What does not decode, has too many instructions, or more weight than a block.
    const x = kDialects[2];
    const many = (count) => messages.program(x, Array(count).fill('ClearOrigin'));
    const deep = (levels) => {
        let inner = [];
        for (let i = 0; i < levels; ++i) inner = [{ SetAppendix: inner }];
        return messages.program(x, inner);
    };
    const heavy = messages.program(x, [{ UnpaidExecution: { weightLimit: 'Unlimited', checkOrigin: null } }, { ExchangeAsset: { give: x.all(), want: [], maximal: false } }]);
    await messages.receive(kSystem, [many(100), many(20), deep(6), deep(7), deep(8), deep(9), heavy, Uint8Array.of(5), Uint8Array.of(5, 4, 52), Uint8Array.of(6, 0), Uint8Array.of(2, 0),
        u8aConcat(many(1), [0])]);
    await serve(3);
    // Who pays for a message that is overweight gives less than it needs, which is more than a block has.
    const { origin, pageIndex, messageIndex } = overweight;
    await t.fails(Bob, messageQueue.executeOverweight(origin, pageIndex, messageIndex, { refTime: 10n ** 11n, proofSize: 100_000 }), 'MessageQueue.InsufficientWeight');

    // A version that a para has told, and one that it asks for.
    const answers = [];
    for (const one of kDialects) answers.push(messages.program(one, [{ SubscribeVersion: { queryId: 5, maxResponseWeight: { refTime: 1, proofSize: 1 } } }]));
    await messages.receive(kUser, [...answers, messages.program(x, ['UnsubscribeVersion']), messages.program(x, ['UnsubscribeVersion'])]);
    await serve(2);
    for (const name of ['messageQueue.Processed', 'messageQueue.ProcessingFailed', 'messageQueue.OverweightEnqueued', 'xcmPallet.AssetsTrapped', 'xcmPallet.ProcessXcmError',
        'xcmPallet.Sent', 'xcmPallet.VersionNotifyStarted', 'balances.Transfer', 'balances.Minted', 'balances.Burned']) {
        if (!seen.has(name)) chain.report.fault(chain, `no ${name} was seen, but ${[...seen].map((one) => one.join(' ')).join(', ')}`);
    }
}
