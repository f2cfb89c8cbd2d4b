// Inflation and where it goes, as Kusama pays it: stakers get a part that grows up to the ideal stake and falls beyond it, the rest of the
// maximum goes to the treasury. In floating point: the runtime computes in integers.
// Pallet: pallet-staking, pallet-parameters (the parameters of inflation of Kusama 1.7.1; older runtimes have these values as constants)
import { percent } from './curves.js';
import { cards, section, table } from './dom.js';
import { palletAccount } from './state.js';
import { number } from './text.js';
import { duration } from './time.js';

const kDefaults = { MinInflation: 0.025, MaxInflation: 0.1, IdealStake: 0.75, Falloff: 0.05, UseAuctionSlots: true };
const kMostSlots = 60; // of parachains, which lower the ideal
const kFirstPublicId = 2000;
const kYearSeconds = 365.25 * 86_400;
const kErasShown = 14;

/** Shares of the stakable issuance that a year brings: { ideal, stakers, rest }. `stake` is the share that is staked. */
export function inflation(stake, parachains, { MinInflation: least, MaxInflation: most, IdealStake, Falloff, UseAuctionSlots } = kDefaults) {
    const ideal = Math.max(IdealStake - (UseAuctionSlots ? Math.min(parachains, kMostSlots) / 200 : 0), 0);
    const reached = stake <= ideal ? (ideal > 0 ? stake / ideal : 1) : 2 ** ((ideal - stake) / Falloff);
    const stakers = least + (most - least) * reached;
    return { ideal, stakers, rest: Math.max(most - stakers, 0) };
}

/** The parameters of inflation that governance has set, and the defaults of the others. */
async function parametersOf({ state }) {
    const entries = state.hasItem('Parameters', 'Parameters') ? await state.entries('Parameters', 'Parameters') : [];
    const set = entries.map(({ value }) => value).filter((one) => one.is === 'Inflation')
        .map(({ value: { is, value } }) => [is, typeof value === 'boolean' ? value : Number(value) / 1e18]);
    return { ...kDefaults, ...Object.fromEntries(set) };
}

/** What may be staked: the issuance without what is inactive and what NIS holds. */
async function stakable({ state }) {
    const [total, inactive, nis, pot] = await Promise.all([
        state.get('Balances', 'TotalIssuance'), state.find('Balances', 'InactiveIssuance'), state.find('Nis', 'Summary'),
        state.has('Nis') ? state.get('System', 'Account', palletAccount(state.constant('Nis', 'PalletId'))) : null]);
    const out = BigInt(total) - BigInt(inactive ?? 0) - BigInt(nis?.receipts_on_hold ?? 0) - BigInt(pot?.data.free ?? 0);
    return out > 0n ? out : 1n;
}

export async function inflationSection(context, era) {
    const { state, money, blockSeconds } = context;
    const eras = Array.from({ length: Math.min(kErasShown, era) }, (_, i) => era - 1 - i);
    const lists = eras.map((one) => [one]);
    const [whole, parameters, staked, paras, paid, stakes, points] = await Promise.all([
        stakable(context), parametersOf(context), state.get('Staking', 'ErasTotalStake', era), state.find('Paras', 'Parachains'),
        state.many('Staking', 'ErasValidatorReward', lists), state.many('Staking', 'ErasTotalStake', lists),
        state.many('Staking', 'ErasRewardPoints', lists)]);
    const share = (stake) => Number(BigInt(stake) * 1_000_000_000n / whole) / 1e9;
    const slots = (paras ?? []).filter((id) => id >= kFirstPublicId).length;
    const { ideal, stakers, rest } = inflation(share(staked), slots, parameters);
    const epoch = state.constant('Babe', 'EpochDuration');
    const eraSeconds = epoch === undefined ? null : Number(epoch) * state.constant('Staking', 'SessionsPerEra') * blockSeconds;
    const perEra = (part) => money(whole * BigInt(Math.round(part * 1e9)) / 1_000_000_000n * BigInt(Math.round(eraSeconds)) / BigInt(Math.round(kYearSeconds)));
    const note = (part) => (eraSeconds === null ? null : `about ${perEra(part)} an era of ${duration(eraSeconds)}`);
    const rows = eras.map((one, i) => {
        if (paid[i] === null) return [number(one), 'nothing', money(stakes[i]), '', ''];
        const part = inflation(share(stakes[i]), slots, parameters);
        const treasury = part.stakers > 0 ? BigInt(Math.round(Number(paid[i]) * part.rest / part.stakers)) : 0n;
        return [number(one), money(paid[i]), money(stakes[i]), `about ${money(treasury)}`, number(points[i].individual.length)];
    });
    return section('Inflation', cards([
        ['a year', percent(parameters.MaxInflation), `of ${money(whole)} that may be staked`],
        ['to stakers', percent(stakers), note(stakers)],
        ['to the treasury', percent(rest), note(rest)],
        ['staked', percent(share(staked)), `ideal is ${percent(ideal)}`],
        ['yield', staked > 0 && share(staked) > 0 ? percent(stakers / share(staked)) : 'none', 'a year, before commissions'],
    ]), table(['era', 'paid to validators and nominators', 'staked', 'to the treasury', 'validators with points'], rows, 'This is the first era.'));
}
