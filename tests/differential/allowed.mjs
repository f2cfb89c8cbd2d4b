// Every difference that is allowed between Kusama's runtime and ours, with its reason. A rule holds only as long as
// a pallet that it names is absent from our runtime: Kusama's runtime beside itself needs none of them.

/** @typedef {{ id: string, absent: string[], where: string, reason: string }} Rule */

/** @type {Rule[]} */
export const kAllowed = [
    {
        id: 'hook-weights',
        absent: ['ParaInherent', 'Paras', 'XcmPallet'],
        where: 'System.BlockWeight: the mandatory class, from the end of initialize_block on, and once more by finalize_block',
        reason: 'Hooks of absent pallets book the amounts that hook_weights.mjs has, and no others: what extrinsics and our own '
            + 'hooks book is the same. It follows that a block of ours has room for a little more, and that the first block of a '
            + 'session may have room where Kusama\'s has none.',
    },
    {
        id: 'foreign-migrations',
        absent: [],
        where: 'System.BlockWeight: in the first two blocks after an upgrade',
        reason: 'Migrations of Configuration, ParaScheduler and Registrar are not in ours, and book weight, which depends on what they '
            + 'find. What the others write is compared.',
    },
    {
        id: 'own-code',
        absent: [],
        where: ':code, each side\'s own',
        reason: 'The runtimes are what is compared. Kusama writes its code anew where StateTrieMigration passes it.',
    },
    {
        id: 'foreign-storage',
        absent: ['Paras'],
        where: 'keys below the prefixes of absent pallets',
        reason: 'What absent pallets store. Keys outside of all prefixes of pallets are compared, and ours must not write below '
            + 'the prefix of a pallet that it does not have.',
    },
    {
        id: 'foreign-events',
        absent: ['Paras'],
        where: 'System.Events, System.EventCount',
        reason: 'Events of absent pallets are left out. Those of present pallets must '
            + 'be the same records in the same order, and the count must be that of the records.',
    },
    {
        id: 'past-authorities',
        absent: ['ParaSessionInfo'],
        where: 'AuthorityDiscoveryApi_authorities: more of them on the real side',
        reason: 'Kusama also names the authorities of past sessions whose parachain blocks may be disputed, which ParaSessionInfo has. '
            + 'The rest must be the same, in the same order.',
    },
    {
        id: 'fewer-apis',
        absent: ['Paras'],
        where: 'Core_version: apis; the constant System.Version',
        reason: 'Runtime APIs of absent pallets are not there. Those that are must have the same versions and order.',
    },
    {
        id: 'genesis-builder',
        absent: [],
        where: 'Core_version: apis; the constant System.Version; the APIs in metadata version 15',
        reason: 'Our runtime has the API GenesisBuilder, by which a node builds the genesis state of a chain from its JSON. Kusama 1.0.0 is '
            + 'older than that API.',
    },
    {
        id: 'state-root',
        absent: [],
        where: 'the state root in the header',
        reason: 'The states hold different code, and different pallets. Both chains go on with the header of the real one. '
            + 'Each side must be able to execute the block that it built, which checks its own root.',
    },
    {
        id: 'no-parachains-inherent',
        absent: ['ParaInherent'],
        where: 'the extrinsics of a block',
        reason: 'Kusama demands ParaInherent.enter in each block. It would shift the index of every later extrinsic, which '
            + 'events, multisig timepoints and pure proxies carry. Hence ParaInherent.Included is written before each '
            + 'block on the real side (see open() in chain.mjs), as if it had been there.',
    },
];
