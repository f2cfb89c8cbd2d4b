// Scenarios that have a form for the first reference alone so far, by reference, each with what it needs. They are left out visibly.

export const kNotMoved = {
    'kusama-1.7.1': {
        relay_parents: 'its candidates are those of 1.0.0; host_candidates has others',
        undecodable: 'the scheduler stores other values there',
        forecast: 'the host expects the signatures of 1.0.0\'s inherent alone',
        nested_arguments: 'the locations of XCM in its calls are a great many: hours',
        asset_hub: 'its blocks are on the genesis of 1.0.0',
    },
};

/**
 * Scenarios that run on a later reference and compare all they do, but expect in some places what 1.0.0 does: their expectations are told,
 * and are no faults there.
 */
export const kUnsettled = {
    'kusama-1.7.1': ['auctions', 'bounties', 'bridge_reports', 'crowdloan', 'election_phases', 'election_signed', 'election_worlds',
        'punished', 'referenda', 'staking', 'staking_admin', 'system', 'upgrade', 'old_parachains', 'other_releases', 'states', 'transactions', 'treasury', 'nis',
        'walk_eras', 'walk_governance', 'walk_pools', 'walks', 'worlds', 'nested_arguments'],
};
