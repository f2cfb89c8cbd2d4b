// The storage of older releases of Kusama, as changes [key, value] for Chain.put: for scenarios of upgrades.
import { bnToU8a, compactToU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { xxhashAsU8a } from '@polkadot/util-crypto';

const kBeefy = 33; // bytes of a key of BEEFY, the last of a validator's keys

export const u16 = (value) => bnToU8a(value, { bitLength: 16 });
export const u32 = (value) => bnToU8a(value, { bitLength: 32 });
export const u128 = (value) => bnToU8a(value, { bitLength: 128 });
export const list = (items) => u8aConcat(compactToU8a(items.length), ...items);

const twox = (text) => xxhashAsU8a(stringToU8a(text), 128);
const withHash = (bytes) => u8aConcat(xxhashAsU8a(bytes, 64), bytes);
/** An item by names, with the keys of a map as bytes, each behind its twox-64; null for no value. */
export const put = (pallet, item, keys, value) => [u8aToHex(u8aConcat(twox(pallet), twox(item), ...keys.map(withHash))), value && u8aToHex(value)];
export const versionOf = (pallet, version) => put(pallet, ':__STORAGE_VERSION__:', [], u16(version));

/** That a runtime of this version was the last one. */
export const lastUpgrade = (chain, version, name = 'kusama') => [chain.key('system', 'lastRuntimeUpgrade'),
    u8aToHex(u8aConcat(compactToU8a(version), compactToU8a(name.length), stringToU8a(name)))];

/** The validators' keys as they were before BEEFY, in the last release before this one. */
export async function oldSessionKeys(t) {
    const { chain } = t;
    const stashes = ['Alice', 'Bob'].map((name) => t.keyOf(`//${name}//stash`));
    const key = (item, ...args) => chain.key('session', item, ...args);
    const keys = (await chain.get(...stashes.map(({ publicKey }) => key('nextKeys', publicKey)))).map((one) => hexToU8a(one));
    const old = keys.map((one) => one.subarray(0, -kBeefy));
    const owner = (one) => key('keyOwner', ['beef', u8aToHex(u8aConcat([kBeefy << 2], one.subarray(-kBeefy)).subarray(1))]);
    const [queued] = await chain.get(key('queuedKeys'));
    const order = stashes.map(({ publicKey }, i) => [queued.indexOf(u8aToHex(publicKey).slice(2)), i]).sort(([a], [b]) => a - b).map(([, i]) => i);
    const changes = [
        ...stashes.map(({ publicKey }, i) => [key('nextKeys', publicKey), u8aToHex(old[i])]),
        ...keys.map((one) => [owner(one), null]),
        [key('queuedKeys'), u8aToHex(u8aConcat(compactToU8a(2), ...order.flatMap((i) => [stashes[i].publicKey, old[i]])))],
    ];
    return { stashes, old, changes };
}
