// Every difference that is allowed between Kusama's runtime and ours, with its reason.

/** @typedef {{ id: string, where: string, reason: string }} Rule */

/** @type {Rule[]} */
export const kAllowed = [
    {
        id: 'state-root',
        where: 'the state root in the header',
        reason: 'The states hold different code. Both chains go on with the header of the real one. Each side must be able to execute '
            + 'the block that it built, which checks its own root.',
    },
];

/**
 * Differences between the metadata, of compare_metadata.mjs: those of a pallet (or group), a kind and one of some names.
 * @typedef {{ pallet?: string, kind: string, names?: string[], versions: number[], reason: string }} MetadataRule
 */

/** @type {MetadataRule[]} */
export const kAllowedInMetadata = [];

/** What is wrong with the rules after a run of all scenarios: those that no difference needed any more. `used`: ids. */
export const unusedRules = (used, rules = kAllowed) => rules.filter(({ id }) => !used.has(id)).map(({ id }) => `no scenario needs the rule ${id} of allowed.mjs`);
