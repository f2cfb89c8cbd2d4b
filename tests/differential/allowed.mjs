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
export const kAllowedInMetadata = [
    { kind: 'types', versions: [16], reason: 'Version 16 lists types of the configuration of pallets. They say nothing that other parts do not.' },
    {
        kind: 'views', names: ['check_permissions', 'is_superset', 'scores', 'remove_upgrade_cooldown_cost'], versions: [16],
        reason: 'Ours has no view functions.',
    },
    { kind: 'pallet', names: ['deprecation'], versions: [16], reason: 'Notes of what is deprecated are documentation, of which ours has its own.' },
    {
        pallet: '(runtime APIs)', kind: 'methods', versions: [15, 16],
        names: ['para_backing_state', 'backing_constraints', 'generate_proof', 'verify_proof', 'verify_proof_stateless', 'submit_report_equivocation_unsigned_extrinsic',
            'generate_key_ownership_proof'],
        reason: 'Paths of types in the source are those of another release there. What the methods take and answer is compared by scenarios.',
    },
    {
        pallet: '(runtime APIs)', kind: 'methods', names: ['build_state', 'get_preset', 'preset_names', 'create_default_config', 'build_config'], versions: [15, 16],
        reason: 'Our GenesisBuilder has the two methods of its first form too, before the others.',
    },
];

/** What is wrong with the rules after a run of all scenarios: those that no difference needed any more. `used`: ids. */
export const unusedRules = (used, rules = kAllowed) => rules.filter(({ id }) => !used.has(id)).map(({ id }) => `no scenario needs the rule ${id} of allowed.mjs`);
