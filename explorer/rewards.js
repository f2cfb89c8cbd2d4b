// What an account earned by staking in past eras, and what was not paid out yet.
// Pallet: pallet-staking (do_payout_stakers)
import { claimsOf, exposuresOf } from './exposures.js';
import { toHex } from '@polkadot-api/utils';

const kPerbill = 1_000_000_000n;
const kMaxTargets = 24;

const same = (a, b) => toHex(a) === toHex(b);
/** A share as the runtime rounds it: down to a billionth, then the product to the nearest. */
const perbill = (part, whole) => (whole === 0n ? kPerbill : part * kPerbill / whole);
const share = (parts, value) => {
    const [whole, rest] = [value / kPerbill * parts, value % kPerbill * parts];
    return whole + rest / kPerbill + (rest % kPerbill > kPerbill / 2n ? 1n : 0n);
};

/**
 * What `who` gets of a validator's part of an era. `exposure` is what backed the validator, `points` its points and
 * `total` those of all, `reward` what the era pays to validators, `commission` in billionths.
 */
export function rewardOf(who, { validator, exposure, points, total, reward, commission }) {
    const part = share(perbill(BigInt(points), BigInt(total)), BigInt(reward));
    const kept = share(BigInt(commission), part);
    const shared = part - kept;
    const staked = BigInt(exposure.total);
    const of = (stake) => share(perbill(BigInt(stake), staked), shared);
    const nominated = exposure.others.find((other) => same(other.who, who));
    return (same(who, validator) ? kept + of(exposure.own) : 0n) + (nominated ? of(nominated.value) : 0n);
}

/** The pages with which the account is paid: the validator gets a part with each. */
function pagesOf(account, validator, { others, pages }) {
    if (same(account, validator)) return Array.from({ length: pages }, (_, page) => page);
    return others.filter(({ who }) => same(who, account)).map(({ page }) => page ?? 0);
}

/** The eras in which the account earned: [{ era, validator, amount, paid }], the latest first. */
export async function rewardsOf(state, account) {
    const active = await state.get('Staking', 'ActiveEra');
    if (!active) return [];
    const depth = state.constant('Staking', 'HistoryDepth');
    const eras = Array.from({ length: Math.min(depth, active.index) }, (_, i) => active.index - 1 - i);
    const nominations = await state.get('Staking', 'Nominators', account);
    const validators = [account, ...(nominations?.targets ?? []).slice(0, kMaxTargets)];
    const [rewards, points] = await Promise.all([
        state.many('Staking', 'ErasValidatorReward', eras.map((era) => [era])),
        state.many('Staking', 'ErasRewardPoints', eras.map((era) => [era]))]);
    const controllers = await state.many('Staking', 'Bonded', validators.map((one) => [one]));
    const out = [];
    for (const [v, validator] of validators.entries()) {
        if (!controllers[v]) continue;
        const ledger = await state.get('Staking', 'Ledger', controllers[v]);
        const isClaimed = await claimsOf(state, validator, ledger, eras);
        const keys = eras.map((era) => [era, validator]);
        const [exposures, preferences] = await Promise.all([
            exposuresOf(state, keys, true), state.many('Staking', 'ErasValidatorPrefs', keys)]);
        eras.forEach((era, i) => {
            const own = points[i].individual.find(([who]) => same(who, validator))?.[1] ?? 0;
            if (rewards[i] === null || own === 0 || BigInt(exposures[i].total) === 0n) return;
            const amount = rewardOf(account, { validator, exposure: exposures[i], points: own, total: points[i].total,
                reward: rewards[i], commission: preferences[i].commission });
            if (amount > 0n) out.push({ era, validator, amount, paid: pagesOf(account, validator, exposures[i]).every((page) => isClaimed(era, page)) });
        });
    }
    return out.sort((a, b) => b.era - a.era);
}
