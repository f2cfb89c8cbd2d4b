// Upgrades: a state that an older release has left, and this runtime's first block on it, which knows itself as an upgrade by the last
// version that has run. What XCM has stored in older versions is migrated at each: xcm_stored.mjs. Of releases before 1.7 ours takes over what
// the real ones took over in several steps: from_1_0_0.mjs.
import { compactToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

/** That a runtime of this version was the last one. */
const lastUpgrade = (chain, version, name) => [chain.key('system', 'lastRuntimeUpgrade'),
    u8aToHex(u8aConcat(compactToU8a(version), compactToU8a(name.length), stringToU8a(name)))];

export async function run(t) {
    const { Alice, Bob, chain, tx: { balances } } = t;
    const version = chain.version.specVersion.toNumber();
    const ran = async () => {
        const last = await chain.read('system', 'lastRuntimeUpgrade');
        return `${last.specName} ${last.specVersion}`;
    };
    const expect = async (what) => {
        if (await ran() !== what) chain.report.fault(chain, `expected that ${what} has run last, got ${await ran()}`);
    };
    await t.next(2);
    for (const [before, name, expected] of [
        [version - 1, 'kusama', version], // an upgrade
        [version, 'kusama', version], [version + 1, 'kusama', version + 1], [2 ** 32 - 1, 'kusama', 2 ** 32 - 1], // none
        [version, 'westend', version], // another chain's
    ]) {
        await chain.close();
        await chain.put([lastUpgrade(chain, before, name)]);
        await chain.open();
        await expect(`kusama ${expected}`);
        await t.ok(Alice, balances.transferKeepAlive(Bob.address, 1));
        await t.next(2);
        await t.ok(Alice, balances.transferKeepAlive(Bob.address, 1));
        // The end of a session.
        await t.next(1, { skip: 600 });
        await t.next();
        for (const api of ['BabeApi_next_epoch', 'GrandpaApi_grandpa_authorities', 'AuthorityDiscoveryApi_authorities']) await t.api(api);
    }
    // Nothing is said of what has run: as in a genesis state, or it cannot be decoded.
    for (const value of [null, '0xff']) {
        await chain.close();
        await chain.put([[chain.key('system', 'lastRuntimeUpgrade'), value]]);
        await chain.open();
        await expect(`kusama ${version}`);
        await t.ok(Alice, balances.transferKeepAlive(Bob.address, 1));
    }
    await t.next();
}
