// What backs validators in an era: in one piece, or in pages, as later runtimes keep it.

const kEmpty = { total: 0n, own: 0n, others: [], pages: 1 };

/** Of each [era, validator]: { total, own, others: [{ who, value, page }], pages }. `clipped`: only those others who are paid. */
export async function exposuresOf(state, keys, clipped = false) {
    const overviews = state.hasItem('Staking', 'ErasStakersOverview') ? await state.many('Staking', 'ErasStakersOverview', keys) : keys.map(() => null);
    const wanted = keys.flatMap((key, i) => Array.from({ length: overviews[i]?.page_count ?? 0 }, (_, page) => ({ i, key: [...key, page] })));
    const pages = wanted.length > 0 ? await state.many('Staking', 'ErasStakersPaged', wanted.map(({ key }) => key)) : [];
    const out = overviews.map((one) => ({ total: one?.total ?? 0n, own: one?.own ?? 0n, others: [], pages: Math.max(one?.page_count ?? 0, 1) }));
    wanted.forEach(({ i, key }, at) => out[i].others.push(...(pages[at]?.others ?? []).map((one) => ({ ...one, page: key[2] }))));
    // Runtimes with pages still have the item for the eras before them.
    const whole = keys.map((_, i) => i).filter((i) => !overviews[i]);
    if (whole.length > 0 && state.hasItem('Staking', 'ErasStakers')) {
        const found = await state.many('Staking', clipped ? 'ErasStakersClipped' : 'ErasStakers', whole.map((i) => keys[i]));
        whole.forEach((i, at) => { out[i] = { ...kEmpty, ...found[at] }; });
    }
    return out;
}

/**
 * Whether a validator's rewards of an era were paid out: (era, page) => boolean. Older runtimes pay an era whole and note it in the
 * ledger, later ones pay its pages.
 */
export async function claimsOf(state, validator, ledger, eras) {
    const old = new Set(ledger?.claimed_rewards ?? ledger?.legacy_claimed_rewards ?? []);
    const map = ['ClaimedRewards', 'ErasClaimedRewards'].find((item) => state.hasItem('Staking', item));
    const found = map ? await state.many('Staking', map, eras.map((era) => [era, validator])) : [];
    const pages = new Map(eras.map((era, i) => [era, found[i] ?? []]));
    return (era, page) => old.has(era) || (pages.get(era) ?? []).includes(page);
}
