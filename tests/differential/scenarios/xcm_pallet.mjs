// XcmPallet: all calls, signed, by bodies of governance and by Root, in the versions 3 to 5; questions for versions, and their answers.
import { u8aConcat, u8aToHex } from '@polkadot/util';

import { ED, KSM } from '../scenario.mjs';
import { kDialects, Messages, sovereign } from '../xcm.mjs';

const kHub = 1000;
const kUser = 2000;
const kUnknown = 3333; // has no head

export async function run(t) {
    const { Alice, Bob, Charlie, chain, tx: { balances, configuration, system, utility, xcmPallet } } = t;
    const messages = new Messages(t);
    await t.next();
    await messages.know(kHub, 1001, kUser);
    const check = new Uint8Array(32);
    check.set(new TextEncoder().encode('modlpy/xcmch'));
    await chain.fund({ publicKey: check }, 1_000n * KSM);
    await chain.fund({ publicKey: sovereign(kUser) }, 1_000n * KSM);
    await t.root(configuration.setMaxDownwardMessageSize(1 << 20));
    await t.next();
    const both = async (call) => {
        await t.does(Alice, call);
        await t.root(call, null);
    };
    const fees = async () => t.api('XcmPaymentApi_query_acceptable_payment_assets', '0x05000000');

    for (const x of kDialects) {
        const [hub, user, unknown] = [kHub, kUser, kUnknown].map((para) => x.of(x.child(para)));
        const to = x.of(x.account(Bob.publicKey));
        const some = (...amounts) => x.of(amounts.map((amount) => x.asset(amount)));
        const deposit = [{ DepositAsset: { assets: x.all(1), beneficiary: x.account(Bob.publicKey) } }];

        // Messages that are sent.
        for (const dest of [hub, user, unknown, x.of(x.here), x.of(x.parent), x.of(x.account(Bob.publicKey))]) await both(xcmPallet.send(dest, x.of(deposit)));
        for (const origin of ['GeneralAdmin', 'StakingAdmin', 'Fellows', 'Treasurer']) await t.as({ Origins: origin }, xcmPallet.send(user, x.of(deposit)), null);
        await t.as({ ParachainsOrigin: { Parachain: kUser } }, xcmPallet.send(user, x.of(deposit)), null);
        await both(xcmPallet.send(hub, x.of([])));
        await both(xcmPallet.send(hub, x.of(Array(100).fill('ClearOrigin'))));

        // Transfers.
        for (const dest of [hub, user, unknown, x.of(x.here), x.of(x.parent), x.of(x.child(kHub, { PalletInstance: 3 }))]) {
            for (const assets of [some(KSM), some(), some(ED / 2n), x.of([x.asset(KSM, x.parent)])]) {
                for (const item of [0, 1]) {
                    await t.does(Alice, xcmPallet.teleportAssets(dest, to, assets, item));
                    await t.does(Alice, xcmPallet.reserveTransferAssets(dest, to, assets, item));
                    await t.does(Alice, xcmPallet.limitedTeleportAssets(dest, to, assets, item, { Limited: { refTime: 1_000_000_000, proofSize: 100 } }));
                    await t.does(Alice, xcmPallet.limitedReserveTransferAssets(dest, to, assets, item, 'Unlimited'));
                    await t.does(Alice, xcmPallet.transferAssets(dest, to, assets, item, 'Unlimited'));
                }
            }
            await t.next();
        }
        for (const call of [xcmPallet.teleportAssets(hub, to, some(KSM), 0), xcmPallet.transferAssets(hub, to, some(KSM), 0, 'Unlimited'),
            xcmPallet.limitedReserveTransferAssets(user, to, some(KSM), 0, 'Unlimited')]) await t.root(call, null);
        await t.does(Alice, xcmPallet.teleportAssets(hub, to, some(10n ** 28n), 0));
        await t.does(Alice, xcmPallet.limitedReserveTransferAssets(user, to, x.of([x.asset(KSM), x.asset(5n, x.child(kUser))]), 0, 'Unlimited'));
        await t.does(Alice, xcmPallet.transferAssets(user, to, x.of([x.asset(KSM), x.asset(5n, x.child(kUser))]), 0, 'Unlimited'));
        await t.does(Alice, xcmPallet.transferAssets(user, to, x.of([x.asset(KSM), x.asset(5n, x.child(kUser)), x.asset(5n, x.parent)]), 0, 'Unlimited'));
        for (const [dest, kind, feeKind] of [[hub, 'Teleport', 'Teleport'], [user, 'LocalReserve', 'LocalReserve'], [user, 'Teleport', 'LocalReserve'], [hub, 'LocalReserve', 'Teleport'],
            [user, 'DestinationReserve', 'LocalReserve'], [user, { RemoteReserve: hub }, { RemoteReserve: hub }], [user, { RemoteReserve: hub }, 'LocalReserve']]) {
            for (const assets of [some(KSM), x.of([x.asset(KSM), x.asset(5n, x.child(kUser))])]) {
                for (const feeId of [x.of(x.id(x.here)), x.of(x.id(x.parent))]) {
                    await t.does(Alice, xcmPallet.transferAssetsUsingTypeAndThen(dest, assets, kind, feeId, feeKind, x.of(deposit), 'Unlimited'));
                }
            }
        }
        await t.next();

        // Programs that run here.
        const weight = { refTime: 10_000_000_000, proofSize: 100_000 };
        for (const program of [
            [{ WithdrawAsset: [x.asset(KSM)] }, ...deposit], [{ WithdrawAsset: [x.asset(KSM)] }], [{ WithdrawAsset: [x.asset(KSM)] }, { Trap: 3 }], [], [{ TransferAsset: { assets: [x.asset(KSM)], beneficiary: x.account(Bob.publicKey) } }],
            [x.transact(u8aToHex(chain.encodeCall(system.remarkWithEvent('0x12'))))], [x.transact(u8aToHex(chain.encodeCall(balances.transferAllowDeath(Bob.address, KSM))), 'Native')], [x.transact('0x')],
            [{ InitiateTeleport: { assets: x.all(), dest: x.child(kHub), xcm: deposit } }],
            [{ WithdrawAsset: [x.asset(5n * KSM)] }, { InitiateTeleport: { assets: x.all(), dest: x.child(kHub), xcm: deposit } }],
            [{ WithdrawAsset: [x.asset(5n * KSM)] }, { DepositReserveAsset: { assets: x.all(), dest: x.child(kUser), xcm: deposit } }],
        ]) {
            for (const limit of [weight, { refTime: 1_000, proofSize: 0 }]) {
                await t.does(Alice, xcmPallet.execute(x.of(program), limit));
                await t.root(xcmPallet.execute(x.of(program), limit), null);
            }
        }
        // What was left behind there: one KSM of Alice.
        await t.does(Alice, xcmPallet.claimAssets(some(2n * KSM), to));
        await t.does(Alice, xcmPallet.claimAssets(some(KSM), to));
        await t.does(Alice, xcmPallet.claimAssets(some(KSM), x.of(x.parent)));
        await t.root(xcmPallet.claimAssets(some(KSM), to), null);
        await t.next();

        // Aliases cannot be had: their calls weigh more than a block has room for, and nobody can place the deposit.
        for (const call of [xcmPallet.addAuthorizedAlias(hub, null), xcmPallet.addAuthorizedAlias(hub, 10), xcmPallet.removeAuthorizedAlias(hub), xcmPallet.removeAllAuthorizedAliases()]) {
            await t.does(Charlie, call);
            await t.root(call, null);
            await t.does(Charlie, utility.batch([call]));
        }
        const charlie = { system: { Signed: Charlie.address } };
        for (const [call, error] of [[xcmPallet.addAuthorizedAlias(hub, null), 'Other'], [xcmPallet.addAuthorizedAlias(hub, 1), 'XcmPallet.ExpiresInPast'],
            [xcmPallet.removeAuthorizedAlias(hub), 'XcmPallet.AliasNotFound'], [xcmPallet.removeAllAuthorizedAliases(), 'XcmPallet.AliasNotFound']]) await t.as(charlie, call, error);
        // An asset that no later version can name.
        if (x.version === 3) await t.fails(Charlie, xcmPallet.claimAssets(x.of([{ id: { Abstract: '0x' + '01'.repeat(32) }, fun: { Fungible: 1 } }]), x.of(x.here)), 'XcmPallet.BadVersion');

        // Versions, and questions for them.
        for (const call of [xcmPallet.forceSubscribeVersionNotify(hub), xcmPallet.forceSubscribeVersionNotify(hub), xcmPallet.forceSubscribeVersionNotify(unknown),
            xcmPallet.forceUnsubscribeVersionNotify(hub), xcmPallet.forceUnsubscribeVersionNotify(hub), xcmPallet.forceSubscribeVersionNotify(user)]) await both(call);
        const counter = (await t.read('xcmPallet', 'queryCounter')).toNumber();
        const answer = (queryId, version, querier = null) => messages.program(x, [{ QueryResponse: { queryId, response: { Version: version }, maxWeight: { refTime: 0, proofSize: 0 }, querier } }]);
        await messages.receive(kUser, [answer(counter, 3), answer(counter - 1, 3), answer(counter - 1, 4), answer(counter - 1, 1, x.here)]);
        await t.next(3);
        for (const version of [3, 4, 5, 6, 2]) {
            await both(xcmPallet.forceXcmVersion({ parents: 0, interior: { X1: [{ Parachain: kUser }] } }, version));
            await both(xcmPallet.send(user, x.of(deposit)));
        }
        await both(xcmPallet.forceXcmVersion({ parents: 0, interior: { X1: [{ Parachain: kUser }] } }, 5));
        await both(xcmPallet.forceUnsubscribeVersionNotify(user));
        for (const safe of [null, 3, 2, 6, 5]) {
            await both(xcmPallet.forceDefaultXcmVersion(safe));
            await both(xcmPallet.send(hub, x.of(deposit)));
            await t.next();
        }
        for (const suspended of [true, false]) await both(xcmPallet.forceSuspension(suspended));
        await t.next(2);
    }

    // What wallets ask.
    for (const version of [2, 3, 4, 5, 6]) await t.api('XcmPaymentApi_query_acceptable_payment_assets', u8aToHex(Uint8Array.of(version, 0, 0, 0)));
    await fees();
    for (const x of kDialects) {
        const program = messages.program(x, [{ WithdrawAsset: [x.asset(KSM)] }, { DepositAsset: { assets: x.all(1), beneficiary: x.account(Bob.publicKey) } }]);
        await t.api('XcmPaymentApi_query_xcm_weight', u8aToHex(program));
        for (const para of [kHub, kUser, kUnknown]) {
            const place = messages.location(x, x.child(para));
            for (const one of [program, messages.program(kDialects[2], ['ClearOrigin'])]) await t.api('XcmPaymentApi_query_delivery_fees', u8aToHex(u8aConcat(place, one)));
            await t.api('LocationToAccountApi_convert_location', u8aToHex(place));
        }
        for (const place of [x.here, x.parent, x.account(Bob.publicKey), x.account(Bob.publicKey, 'Polkadot'), x.child(kUser, { PalletInstance: 4 }),
            x.child(kUser, { AccountId32: { network: null, id: u8aToHex(Bob.publicKey) } })]) {
            await t.api('LocationToAccountApi_convert_location', u8aToHex(messages.location(x, place)));
        }
        for (const [refTime, proofSize] of [[0, 0], [4, 4], [4_000_000, 40_000]]) {
            const weight = t.registry.createType('Weight', { refTime, proofSize }).toU8a();
            for (const id of [x.id(x.here), x.id(x.parent)]) {
                const { fields } = xcmPallet.transferAssetsUsingTypeAndThen.meta;
                const type = t.registry.createLookupType(fields[3].type);
                await t.api('XcmPaymentApi_query_weight_to_asset_fee', u8aToHex(u8aConcat(weight, t.registry.createTypeUnsafe(type, [x.of(id)]).toU8a())));
            }
        }
        // Calls that run dry.
        const origin = (who) => u8aConcat([0, 1], who.publicKey);
        for (const call of [xcmPallet.limitedTeleportAssets(x.of(x.child(kHub)), x.of(x.account(Bob.publicKey)), x.of([x.asset(KSM)]), 0, 'Unlimited'),
            xcmPallet.transferAssets(x.of(x.child(kUser)), x.of(x.account(Bob.publicKey)), x.of([x.asset(KSM)]), 0, 'Unlimited'),
            xcmPallet.execute(x.of([{ WithdrawAsset: [x.asset(KSM)] }]), { refTime: 10_000_000_000, proofSize: 100_000 }), balances.transferAllowDeath(Bob.address, KSM), xcmPallet.forceSuspension(true)]) {
            for (const version of [2, 3, 4, 5]) {
                for (const who of [origin(Alice), Uint8Array.of(0, 0), Uint8Array.of(43, 3)]) {
                    await t.api('DryRunApi_dry_run_call', u8aToHex(u8aConcat(who, chain.encodeCall(call), Uint8Array.of(version, 0, 0, 0))));
                }
            }
        }
    }
    await t.next();
}
