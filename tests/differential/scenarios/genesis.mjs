// A runtime's presets of genesis states. The states themselves are compared before all scenarios.
import { compactAddLength, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

export async function run(t) {
    await t.api('GenesisBuilder_preset_names');
    for (const name of [null, 'development', 'local_testnet', 'none']) {
        const id = name === null ? [0] : u8aConcat([1], compactAddLength(stringToU8a(name)));
        await t.api('GenesisBuilder_get_preset', u8aToHex(u8aConcat(id)));
    }
    for (const json of ['{}', 'no json', '[]', '{"balances":{}}', '{"unknown":1}']) {
        await t.api('GenesisBuilder_build_state', u8aToHex(compactAddLength(stringToU8a(json))));
    }
    await t.next(3); // empty blocks: hooks, the order of on_idle
    await t.next(2, { skip: 3 });
    for (let i = 0; i < 70; ++i) await t.next(); // each pallet was first in on_idle
}
