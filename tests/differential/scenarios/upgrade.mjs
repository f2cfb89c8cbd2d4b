// Upgrades: a state that an older release, or another chain's, has left, and this runtime's first block on it. Its migrations
// run then, and never again.
import { compactToU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

const kBeefy = 33; // bytes of a key of BEEFY, the last of a validator's keys

export async function run(t) {
    const { Alice, Bob, chain, tx: { balances } } = t;
    const stashes = ['Alice', 'Bob'].map((name) => t.keyOf(`//${name}//stash`));
    const key = (item, ...args) => chain.key('session', item, ...args);
    const lastUpgrade = (version, name) => [chain.key('system', 'lastRuntimeUpgrade'),
        u8aToHex(u8aConcat(compactToU8a(version), compactToU8a(name.length), stringToU8a(name)))];
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

    // The keys as they were before BEEFY, in the last release before this one.
    const keys = (await chain.get(...stashes.map(({ publicKey }) => key('nextKeys', publicKey)))).map((one) => hexToU8a(one));
    const old = keys.map((one) => one.subarray(0, -kBeefy));
    const owner = (one) => key('keyOwner', ['beef', u8aToHex(u8aConcat([kBeefy << 2], one.subarray(-kBeefy)).subarray(1))]);
    const [queued] = await chain.get(key('queuedKeys'));
    const order = stashes.map(({ publicKey }, i) => [queued.indexOf(u8aToHex(publicKey).slice(2)), i]).sort(([a], [b]) => a - b).map(([, i]) => i);
    await chain.close();
    await chain.put([
        lastUpgrade(9430, 'kusama'),
        ...stashes.map(({ publicKey }, i) => [key('nextKeys', publicKey), u8aToHex(old[i])]),
        ...keys.map((one) => [owner(one), null]),
        [key('queuedKeys'), u8aToHex(u8aConcat(compactToU8a(2), ...order.flatMap((i) => [stashes[i].publicKey, old[i]])))],
    ]);
    chain.upgrades = true;
    await chain.open();
    if (await versionOf() !== 'kusama 1000000') chain.report.fault(chain, await versionOf());
    const [now] = await chain.get(key('nextKeys', stashes[0].publicKey));
    const dummy = u8aConcat(stringToU8a('beef'), stashes[0].publicKey.subarray(3));
    if (now !== u8aToHex(u8aConcat(old[0], dummy))) chain.report.fault(chain, `keys after the upgrade: ${now}`);
    chain.upgrades = true; // the migration of the state trie goes on in the next block
    await t.next();
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
