// What backs validators in an era: in one piece, or in pages, as later runtimes keep it.

const kEmpty = { total: 0n, own: 0n, others: [] };

/** Of each [era, validator]: { total, own, others: [{ who, value }] }. `clipped`: only those others who are paid. */
export async function exposuresOf(state, keys, clipped = false) {
    if (state.hasItem('Staking', 'ErasStakers')) {
        const found = await state.many('Staking', clipped ? 'ErasStakersClipped' : 'ErasStakers', keys);
        return found.map((one) => one ?? kEmpty);
    }
    if (!state.hasItem('Staking', 'ErasStakersOverview')) return keys.map(() => kEmpty);
    const overviews = await state.many('Staking', 'ErasStakersOverview', keys);
    const wanted = keys.flatMap((key, i) => Array.from({ length: overviews[i]?.page_count ?? 0 }, (_, page) => ({ i, key: [...key, page] })));
    const pages = await state.many('Staking', 'ErasStakersPaged', wanted.map(({ key }) => key));
    const out = overviews.map((one) => ({ total: one?.total ?? 0n, own: one?.own ?? 0n, others: [] }));
    wanted.forEach(({ i }, at) => out[i].others.push(...(pages[at]?.others ?? [])));
    return out;
}

/** The eras of which a validator's rewards were paid out: whole in the ledger of older runtimes, by pages in a map of later ones. */
export async function claimedEras(state, validator, ledger, eras) {
    const old = ledger?.claimed_rewards ?? ledger?.legacy_claimed_rewards ?? [];
    const map = ['ClaimedRewards', 'ErasClaimedRewards'].find((item) => state.hasItem('Staking', item));
    const pages = map ? await state.many('Staking', map, eras.map((era) => [era, validator])) : [];
    return new Set([...old, ...eras.filter((_, i) => pages[i]?.length > 0)]);
}
