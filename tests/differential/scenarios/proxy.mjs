// Proxies: of each type, with and without delay, pure ones, announcements.
import { KSM } from '../scenario.mjs';

export async function run(t) {
    const { Alice, Bob, Charlie, Dave, Eve, Ferdie, tx: { balances, indices, proxy, session, system, utility, vesting } } = t;
    const pool = await t.pool('Proxy', 33);
    const [poor] = await t.pool('Poor', 1, KSM / 100n);
    const pay = balances.transferKeepAlive(Dave.address, KSM);
    await t.next();

    await t.ok(Alice, proxy.addProxy(Bob.address, 'Any', 0));
    t.saw('Proxy.ProxyAdded');
    await t.fails(Alice, proxy.addProxy(Bob.address, 'Any', 0), 'Proxy.Duplicate');
    await t.ok(Alice, proxy.addProxy(Bob.address, 'Any', 3));
    await t.ok(Alice, proxy.addProxy(Bob.address, 'Staking', 0));
    await t.fails(Alice, proxy.addProxy(Alice.address, 'Any', 0), 'Proxy.NoSelfProxy');
    await t.fails(Alice, proxy.addProxy({ Raw: '0x' }, 'Any', 0), 'CannotLookup');
    await t.fails(poor, proxy.addProxy(Bob.address, 'Any', 0), 'Balances.InsufficientBalance');
    await t.fails(Alice, proxy.removeProxy(Bob.address, 'Governance', 0), 'Proxy.NotFound');
    await t.fails(Alice, proxy.removeProxy(Eve.address, 'Any', 0), 'Proxy.NotFound');
    await t.fails(Eve, proxy.removeProxy(Eve.address, 'Any', 0), 'Proxy.NotFound');
    await t.root(proxy.addProxy(Bob.address, 'Any', 0), 'BadOrigin');

    await t.ok(Bob, proxy.proxy(Alice.address, null, pay));
    t.saw('Proxy.ProxyExecuted', 'ok');
    await t.ok(Bob, proxy.proxy(Alice.address, 'Any', pay));
    await t.ok(Bob, proxy.proxy(Alice.address, 'Staking', pay));
    t.saw('Proxy.ProxyExecuted', 'System.CallFiltered');
    await t.fails(Bob, proxy.proxy(Alice.address, 'Governance', pay), 'Proxy.NotProxy');
    await t.fails(Eve, proxy.proxy(Alice.address, null, pay), 'Proxy.NotProxy');
    await t.fails(Bob, proxy.proxy(Eve.address, null, pay), 'Proxy.NotProxy');
    await t.ok(Bob, proxy.proxy(Alice.address, null, balances.transferKeepAlive(Dave.address, 10n ** 30n)));
    t.saw('Proxy.ProxyExecuted', 'Arithmetic.Underflow');
    await t.ok(Bob, proxy.proxy(Alice.address, null, balances.forceSetBalance(Bob.address, 1)));
    t.saw('Proxy.ProxyExecuted', 'BadOrigin');
    await t.ok(Alice, proxy.removeProxy(Bob.address, 'Any', 0));
    t.saw('Proxy.ProxyRemoved');
    await t.does(Bob, proxy.proxy(Alice.address, null, pay));
    await t.ok(Alice, proxy.removeProxies());
    await t.ok(Alice, proxy.removeProxies());
    await t.next();

    // Calls that each type lets through.
    const types = [...t.registry.lookup.getSiType(proxy.addProxy.meta.fields[1].type).def.asVariant.variants].map(({ name }) => name.toString());
    const calls = [
        system.remark('0x'), pay, balances.forceUnreserve(Bob.address, 1), indices.claim(1), indices.transfer(Bob.address, 1),
        indices.free(1), indices.freeze(1), indices.forceTransfer(Bob.address, 1, false), utility.batch([pay, system.remark('0x')]),
        utility.asDerivative(0, pay), proxy.removeProxies(), proxy.addProxy(Dave.address, 'Any', 0),
        proxy.addProxy(Dave.address, 'Staking', 0), proxy.rejectAnnouncement(Eve.address, '0x' + '00'.repeat(32)),
        proxy.removeProxy(Dave.address, 'Any', 0), vesting.vest(), vesting.vestOther(Bob.address),
        vesting.vestedTransfer(Bob.address, { locked: KSM, perBlock: 1, startingBlock: 0 }), session.purgeKeys(),
        t.tx.scheduler.cancel(0, 0), t.tx.multisig.asMultiThreshold1([Bob.address], pay),
        t.tx.preimage.notePreimage('0x01'), t.tx.babe.planConfigChange({ V1: { c: [1, 4], allowedSlots: 'PrimarySlots' } }),
        t.tx.timestamp.set(1), t.tx.grandpa.noteStalled(1, 1),
    ];
    for (const type of types) {
        await t.ok(Charlie, proxy.addProxy(Bob.address, type, 0));
        for (const call of calls) await t.does(Bob, proxy.proxy(Charlie.address, type, call));
        // A batch's calls are filtered one by one.
        await t.does(Bob, proxy.proxy(Charlie.address, type, utility.forceBatch(calls)));
        await t.does(Charlie, proxy.removeProxies());
        await t.next();
    }
    // Several types for one delegate: the first of them that fits, or the one that is named.
    await t.ok(Charlie, utility.batchAll(types.slice(1).map((type) => proxy.addProxy(Bob.address, type, 0))));
    for (const type of [null, ...types]) await t.does(Bob, proxy.proxy(Charlie.address, type, system.remarkWithEvent('0x01')));
    await t.next();

    // As many as may be.
    for (const one of pool.slice(0, 32)) await t.ok(Eve, proxy.addProxy(one.address, 'Any', 1));
    await t.fails(Eve, proxy.addProxy(pool[32].address, 'Any', 1), 'Proxy.TooMany');
    await t.ok(pool[5], proxy.announce(Eve.address, t.hashOf(pay)));
    await t.ok(Eve, proxy.removeProxies());
    await t.next();

    // Pure proxies.
    await t.ok(Ferdie, proxy.createPure('Any', 0, 0));
    const at = t.timepoint;
    const pure = t.saw('Proxy.PureCreated').data[0].toString();
    await t.ok(Ferdie, proxy.createPure('Any', 0, 1));
    await t.ok(Ferdie, proxy.createPure('Staking', 5, 65_535));
    await t.ok(Ferdie, utility.batch([proxy.createPure('Any', 0, 0), proxy.createPure('Any', 0, 0)]));
    t.saw('Utility.BatchInterrupted', 'Proxy.Duplicate');
    await t.fails(poor, proxy.createPure('Any', 0, 0), 'Balances.InsufficientBalance');
    await t.ok(Ferdie, balances.transferKeepAlive(pure, 10n * KSM));
    await t.ok(Ferdie, proxy.proxy(pure, null, pay));
    await t.ok(Ferdie, proxy.proxy(pure, null, proxy.addProxy(Eve.address, 'NonTransfer', 0)));
    await t.ok(Eve, proxy.proxy(pure, null, pay));
    t.saw('Proxy.ProxyExecuted', 'System.CallFiltered');
    const kill = (options = {}) => proxy.killPure(...Object.values({ spawner: Ferdie.address, type: 'Any', index: 0, height: at.height, ext: at.index, ...options }));
    await t.fails(Ferdie, kill(), 'Proxy.NoPermission');
    await t.ok(Eve, proxy.proxy(pure, null, kill()));
    t.saw('Proxy.ProxyExecuted', 'System.CallFiltered');
    for (const wrong of [{ spawner: Eve.address }, { type: 'Staking' }, { index: 1 }, { height: 1 }, { ext: 99 }]) {
        await t.ok(Ferdie, proxy.proxy(pure, null, kill(wrong)));
        t.saw('Proxy.ProxyExecuted', 'Proxy.NoPermission');
    }
    await t.ok(Ferdie, proxy.proxy(pure, null, kill()));
    t.saw('Proxy.ProxyExecuted', 'ok');
    await t.fails(Ferdie, proxy.proxy(pure, null, pay), 'Proxy.NotProxy');
    await t.next();

    // Announcements.
    const hash = t.hashOf(pay);
    await t.ok(Alice, proxy.addProxy(Bob.address, 'Any', 2));
    await t.ok(Alice, proxy.addProxy(Charlie.address, 'CancelProxy', 0));
    await t.fails(Eve, proxy.announce(Alice.address, hash), 'Proxy.NotProxy');
    await t.fails(Bob, proxy.proxy(Alice.address, null, pay), 'Proxy.Unannounced');
    await t.ok(Bob, proxy.announce(Alice.address, hash));
    t.saw('Proxy.Announced');
    await t.ok(Bob, proxy.announce(Alice.address, hash)); // again
    await t.fails(Eve, proxy.proxyAnnounced(Bob.address, Alice.address, null, pay), 'Proxy.Unannounced'); // too early
    await t.next();
    await t.fails(Eve, proxy.proxyAnnounced(Bob.address, Alice.address, null, pay), 'Proxy.Unannounced');
    await t.next();
    await t.fails(Eve, proxy.proxyAnnounced(Bob.address, Alice.address, 'Staking', pay), 'Proxy.NotProxy');
    await t.fails(Eve, proxy.proxyAnnounced(Eve.address, Alice.address, null, pay), 'Proxy.NotProxy');
    await t.ok(Eve, proxy.proxyAnnounced(Bob.address, Alice.address, null, pay));
    t.saw('Proxy.ProxyExecuted', 'ok');
    await t.fails(Eve, proxy.proxyAnnounced(Bob.address, Alice.address, null, pay), 'Proxy.Unannounced');
    await t.ok(Bob, proxy.announce(Alice.address, hash));
    await t.fails(Bob, proxy.removeAnnouncement(Alice.address, '0x' + '11'.repeat(32)), 'Proxy.NotFound');
    await t.fails(Bob, proxy.removeAnnouncement(Eve.address, hash), 'Proxy.NotFound');
    await t.ok(Bob, proxy.removeAnnouncement(Alice.address, hash));
    await t.ok(Bob, proxy.announce(Alice.address, hash));
    await t.ok(Charlie, proxy.proxy(Alice.address, null, proxy.rejectAnnouncement(Bob.address, hash)));
    t.saw('Proxy.ProxyExecuted', 'ok');
    await t.fails(Alice, proxy.rejectAnnouncement(Bob.address, hash), 'Proxy.NotFound');
    await t.ok(Bob, proxy.announce(Alice.address, hash));
    await t.ok(Alice, proxy.rejectAnnouncement(Bob.address, hash));
    for (let i = 0; i < 32; ++i) await t.ok(Bob, proxy.announce(Alice.address, '0x' + i.toString(16).padStart(64, '0')));
    await t.fails(Bob, proxy.announce(Alice.address, hash), 'Proxy.TooMany');
    await t.next();
    // Calls by an account that can pay no deposit.
    await t.does(poor, balances.transferAll(Alice.address, true));
    await t.ok(Alice, proxy.addProxy(poor.address, 'Any', 1));
    await t.does(poor, proxy.announce(Alice.address, hash));
    await t.next();
}
