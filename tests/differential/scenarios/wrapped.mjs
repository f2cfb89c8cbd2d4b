// Calls within calls of several pallets: classes and weights on the way up, filters on the way down, and deposits that
// one account pays and another gives back.
import { KSM } from '../scenario.mjs';

export async function run(t) {
    const { Alice, Bob, Charlie, Dave, Eve, Ferdie, tx: { balances, proxy, multisig, system, utility, timestamp } } = t;
    const pay = balances.transferKeepAlive(Dave.address, KSM);
    const operational = system.setHeapPages(4);
    const weight = { refTime: 5_000_000_000, proofSize: 300_000 };
    const less = { refTime: 1_000_000_000, proofSize: 100_000 };
    await t.next();

    // Mandatory and operational calls in others: what the whole is, what it costs, whether it may be in a block.
    const inherent = timestamp.set(1);
    for (const inner of [inherent, operational]) {
        for (const call of [
            utility.asDerivative(0, inner), utility.batch([inner]), utility.batchAll([inner]), utility.forceBatch([inner]),
            utility.batch([utility.asDerivative(0, inner)]), utility.batch([inner, system.remark('0x')]), utility.withWeight(inner, weight),
            utility.dispatchAs({ system: 'Root' }, inner), proxy.proxy(Alice.address, null, inner),
            proxy.proxyAnnounced(Alice.address, Bob.address, null, inner), multisig.asMultiThreshold1([Bob.address], inner),
            multisig.asMulti(2, [Bob.address], null, inner, weight),
            ...([]),
        ]) {
            await t.does(Alice, call);
            await t.does(Charlie, call, undefined, { tip: 5 });
        }
        await t.next();
    }
    await t.ok(Alice, utility.batch([utility.batch([])])); // nothing at all is operational
    const huge = { refTime: 2n ** 64n - 1n, proofSize: 2n ** 64n - 1n };
    for (const call of [
        utility.withWeight(operational, huge),
        multisig.asMulti(2, [Bob.address], null, pay, huge), multisig.approveAsMulti(2, [Bob.address], null, t.hashOf(pay), huge),
        utility.batch([utility.withWeight(operational, huge)]),
    ]) await t.refused(Alice, call, 'Invalid.ExhaustsResources');
    await t.next();

    // Pure accounts whose own proxies raise the deposit that their creator gets back.
    const pures = [];
    for (const [type, index] of [['Any', 0], ['Any', 1], ['Any', 2], ['NonTransfer', 9]]) {
        await t.ok(Ferdie, proxy.createPure(type, 0, index));
        const pure = t.saw('Proxy.PureCreated').data[0].toString();
        const { height, index: place } = t.timepoint;
        pures.push([pure, proxy.killPure(Ferdie.address, type, index, height, place)]);
    }
    for (const [pure] of pures) {
        await t.ok(Alice, balances.transferKeepAlive(pure, 10n * KSM));
        for (const added of [proxy.addProxy(Eve.address, 'Any', 0), proxy.addProxy(Eve.address, 'NonTransfer', 0), proxy.addProxy(Bob.address, 'Staking', 3)]) {
            await t.ok(Ferdie, proxy.proxy(pure, null, added));
        }
    }
    await t.ok(Ferdie, proxy.proxy(pures[0][0], null, proxy.removeProxy(Ferdie.address, 'Any', 0)));
    await t.ok(Eve, proxy.proxy(pures[0][0], null, pures[0][1]));
    await t.ok(Ferdie, proxy.proxy(pures[1][0], null, pures[1][1]));
    await t.ok(Ferdie, proxy.proxy(pures[2][0], null, proxy.removeProxies()));
    await t.ok(Ferdie, proxy.proxy(pures[3][0], null, pures[3][1]));
    t.saw('Proxy.ProxyExecuted', 'System.CallFiltered');
    await t.ok(Ferdie, proxy.proxy(pures[3][0], null, proxy.removeProxy(Ferdie.address, 'NonTransfer', 0)));
    await t.next();

    // Where a proxy's filter holds, and where an origin is made anew.
    await t.ok(Alice, proxy.addProxy(Bob.address, 'NonTransfer', 0));
    const acts = (call) => t.ok(Bob, proxy.proxy(Alice.address, null, call));
    await acts(proxy.createPure('Any', 0, 0));
    await acts(utility.batch([proxy.createPure('Any', 0, 1), proxy.createPure('Any', 0, 2), pay, proxy.createPure('Any', 0, 3)]));
    t.saw('Utility.BatchInterrupted', 'System.CallFiltered');
    await acts(utility.forceBatch([
        pay, utility.asDerivative(0, pay), utility.batchAll([utility.batchAll([])]), multisig.asMultiThreshold1([Charlie.address], pay),
        proxy.proxy(Bob.address, null, pay), proxy.createPure('Any', 0, 3)]));
    await t.root(utility.dispatchAs({ system: { Signed: Bob.address } }, proxy.proxy(Alice.address, null, utility.batchAll([pay]))));
    await t.root(utility.batchAll([utility.batchAll([operational]), utility.forceBatch([operational, pay]), utility.withWeight(operational, weight)]));
    for (const origin of [
        { Origins: 'StakingAdmin' }, { Origins: 'WhitelistedCaller' }, { ParachainsOrigin: { Parachain: 2000 } },
        { XcmPallet: { Xcm: { parents: 0, interior: 'Here' } } }, { system: 'None' }, { system: 'Root' },
    ]) {
        for (const call of [
            system.remark('0x'), utility.batch([system.remark('0x'), pay, operational]),
            utility.batchAll([utility.batchAll([system.remark('0x')])]), utility.forceBatch([operational]),
        ]) await t.root(utility.dispatchAs(origin, call));
    }
    await t.next();

    // Announcements for several accounts, of several ages, by proxies of several delays.
    const hash = t.hashOf(pay);
    await t.ok(Charlie, proxy.addProxy(Bob.address, 'Any', 1));
    await t.ok(Charlie, proxy.addProxy(Bob.address, 'Any', 4));
    await t.ok(Dave, proxy.addProxy(Bob.address, 'NonTransfer', 0));
    for (const real of [Charlie, Dave, Charlie]) await t.ok(Bob, proxy.announce(real.address, hash));
    await t.next();
    for (const real of [Charlie, Dave]) await t.ok(Bob, proxy.announce(real.address, hash));
    const made = (real, type = null) => t.does(Eve, proxy.proxyAnnounced(Bob.address, real.address, type, pay));
    for (const args of [[Dave], [Dave], [Charlie, 'NonTransfer'], [Charlie, 'Any']]) await made(...args);
    await t.next();
    for (const args of [[Charlie], [Charlie]]) await made(...args);
    await t.ok(Charlie, proxy.removeProxies());
    await t.ok(Bob, proxy.announce(Dave.address, hash));
    await t.ok(Dave, proxy.removeProxies());
    await made(Dave); // a proxy no more, but it announced while it was one
    await t.ok(Bob, proxy.removeAnnouncement(Dave.address, hash));
    await t.next();

    // Calls of a multisig on itself, and on its reserves.
    await t.ok(Alice, balances.transferKeepAlive(t.multisig([Alice, Bob], 2), 20n * KSM));
    for (const call of [
        multisig.cancelAsMulti(2, [Bob.address], { height: 1, index: 1 }, hash), multisig.approveAsMulti(2, [Bob.address], null, hash, less),
        multisig.asMulti(2, [Bob.address], null, pay, less), utility.batch([pay, multisig.asMulti(2, [Charlie.address], null, pay, less)]),
        utility.batchAll([pay, operational]), system.setHeapPages(5), proxy.createPure('Any', 0, 0), balances.transferAll(Eve.address, false),
    ]) {
        await t.ok(Alice, multisig.asMulti(2, [Bob.address], null, call, weight));
        await t.ok(Bob, multisig.asMulti(2, [Alice.address], t.timepoint, call, weight));
    }
    await t.next();

    // Deposits that just can be paid, and just cannot.
    const [edge] = await t.pool('Edge', 1, 2n * KSM);
    const ofMultisig = 669_599_996_400n + 2n * 1_066_665_600n;
    const ofPure = 666_933_332_400n + 1_099_998_900n;
    for (const [needed, call] of [[ofMultisig, multisig.asMulti(2, [Bob.address], null, pay, weight)], [ofPure, proxy.createPure('Any', 0, 0)]]) {
        for (const more of [-1n, 0n, 333_333_332n, 333_333_333n, 333_333_334n]) {
            await t.root(balances.forceSetBalance(edge.address, needed + more));
            await t.root(utility.dispatchAs({ system: { Signed: edge.address } }, utility.batch([call])));
        }
    }
    await t.next();
}
