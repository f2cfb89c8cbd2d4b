// Every difference that is allowed between Kusama's runtime and ours, with its reason. A rule holds only as long as
// a pallet that it names is absent from our runtime: Kusama's runtime beside itself needs none of them.

/** The pallets of Kusama that ours does not have. */
export const kAbsentPallets = ['XcmPallet'];

/** @typedef {{ id: string, absent: string[], holds?: (chain) => boolean, where: string, reason: string }} Rule */

/** @type {Rule[]} */
export const kAllowed = [
    {
        id: 'hook-weights',
        absent: kAbsentPallets,
        holds: (chain) => !chain.hasApi('GenesisBuilder'), // with Kusama 1.0.0 alone: our 1.7.1 has them
        where: 'System.BlockWeight: the mandatory class, from the end of initialize_block on',
        reason: 'The hooks of XcmPallet book the amounts that hook_weights.mjs has, and no others: what extrinsics, migrations and our '
            + 'own hooks book is the same. It follows that a block of ours has room for a little more.',
    },
    {
        id: 'foreign-storage',
        absent: kAbsentPallets,
        holds: (chain) => !chain.hasApi('GenesisBuilder'), // with Kusama 1.0.0 alone: our 1.7.1 has them
        where: 'keys below the prefix of XcmPallet',
        reason: 'What XcmPallet stores. All other keys are compared, also outside of pallets, and ours must not write below that prefix.',
    },
    {
        id: 'partial',
        absent: [],
        holds: (chain) => chain.isPartial,
        where: 'a composition that grows: what absent pallets do to the state of pallets that are there, see Chain.isPartial',
        reason: 'Our runtime for the later reference has a part of its pallets. Genesis entries, events, digest items and mandatory weight of those '
            + 'that it lacks are the real side\'s alone; the order in which pallets use the rest of a block goes by their number. The rule goes when all pallets are there.',
    },
    {
        id: 'genesis-builder',
        absent: [],
        holds: (chain) => !chain.hasApi('GenesisBuilder'),
        where: 'Core_version: apis; the constant System.Version; the APIs in metadata version 15',
        reason: 'Our runtime has the API GenesisBuilder, by which a node builds the genesis state of a chain from its JSON. Kusama 1.0.0 is '
            + 'older than that API.',
    },
    {
        id: 'state-root',
        absent: [],
        where: 'the state root in the header',
        reason: 'The states hold different code, and XcmPallet\'s storage on one side alone. Both chains go on with the header of the real '
            + 'one. Each side must be able to execute the block that it built, which checks its own root.',
    },
];

/** What is wrong with the rules after a run of all scenarios: those that no difference needed any more. `used`: ids. */
export function unusedRules(used, chain, rules = kAllowed) {
    const { ourPallets } = chain;
    return rules.flatMap(({ id, absent, holds }) => {
        if (!(holds?.(chain) ?? true)) return [];
        if (absent.length > 0 && absent.every((one) => ourPallets.has(one))) return [`the rule ${id} of allowed.mjs is off: the pallets that it names are there`];
        return used.has(id) ? [] : [`no scenario needs the rule ${id} of allowed.mjs`];
    });
}
