// Values as they stood when deposits were others.
import { bnToU8a, u8aToHex } from '@polkadot/util';

/** A value that holds a deposit, with another one in its place. */
export async function redeposit(t, key, change) {
    const [value] = await t.chain.get(key);
    const old = bnToU8a(change.from, { bitLength: 128 });
    const hex = u8aToHex(old).slice(2);
    if (value === null || !value.includes(hex)) t.chain.report.fault(t.chain, `no deposit of ${change.from} below ${key}: ${value}`);
    else await t.chain.put([[key, value.replace(hex, u8aToHex(bnToU8a(change.to, { bitLength: 128 })).slice(2))]]);
}
