// Validators, nominators, pools, the clock of the era and the election.
import { percent } from './curves.js';
import { accountLink, cards, element, section, table } from './dom.js';
import { exposuresOf } from './exposures.js';
import { inflationSection } from './inflation.js';
import { nominatorSection } from './nominators.js';
import { toHex } from '@polkadot-api/utils';
import { number } from './text.js';
import { duration, epochClock } from './time.js';

const kRowsShown = 1000;

export async function stakingView(context) {
    const active = await context.state.get('Staking', 'ActiveEra') ?? { index: 0 };
    return element('div', {}, ...await Promise.all([
        eraSection(context, active.index), electionSection(context), validatorSection(context, active.index),
        nominatorSection(context, active.index), inflationSection(context, active.index), slashSection(context),
        poolSection(context)]));
}

/** The era ends with the last of its sessions. */
async function eraSection({ state, money, blockSeconds }, era) {
    const [clock, session, start, staked, issuance, count, minimum, nominators, waiting, force] = await Promise.all([
        epochClock(state), state.get('Session', 'CurrentIndex'), state.get('Staking', 'ErasStartSessionIndex', era),
        state.get('Staking', 'ErasTotalStake', era), state.get('Balances', 'TotalIssuance'),
        state.get('Staking', 'ValidatorCount'), state.get('Staking', 'MinimumActiveStake'),
        state.get('Staking', 'CounterForNominators'), state.get('Staking', 'CounterForValidators'),
        state.get('Staking', 'ForceEra')]);
    const sessions = state.constant('Staking', 'SessionsPerEra');
    const past = Math.max(0, session - (start ?? session));
    const left = clock ? ((sessions - 1 - past) * clock.length + clock.length - clock.elapsed) * blockSeconds : null;
    return section('Staking', cards([
        ['era', number(era), left === null || left < 0 ? null : `ends in about ${duration(left)}`],
        ['session', `${past + 1} of ${sessions}`, clock ? `slot ${number(clock.elapsed)} of ${number(clock.length)}` : null],
        ['staked', percent(Number(BigInt(staked) * 1_000_000n / BigInt(issuance)) / 1e6), money(staked)],
        ['validators wanted', number(count), `${number(waiting)} offer themselves`],
        ['nominators', number(nominators), BigInt(minimum) < 2n ** 64n - 1n ? `least active stake ${money(minimum)}` : null],
    ]), force === 'NotForcing' ? null : element('p', { className: 'bad', text: `The next eras are forced: ${force}.` }));
}

async function electionSection({ state, chain, money }) {
    if (!state.has('ElectionProviderMultiPhase')) return null;
    const pallet = 'ElectionProviderMultiPhase';
    const [round, phase, size, desired, queued, signed] = await Promise.all(
        ['Round', 'CurrentPhase', 'SnapshotMetadata', 'DesiredTargets', 'QueuedSolution', 'SignedSubmissionIndices']
            .map((item) => state.get(pallet, item)));
    const submissions = await state.many(pallet, 'SignedSubmissionsMap', signed.map((one) => [one[2]]));
    const name = typeof phase === 'string' ? phase : `${phase.is}${phase.is === 'Unsigned' && !phase.value[0] ? ' (closed)' : ''}`;
    return section('Election', cards([
        ['round', number(round)],
        ['phase', name, name === 'Emergency' ? 'no solution: governance must give one' : null],
        ['snapshot', size ? `${number(size.voters)} voters` : 'none', size ? `${number(size.targets)} targets` : null],
        ['signed solutions', number(signed.length)],
        ['best solution', queued ? money(queued.score.minimal_stake) : 'none',
            queued ? `least backing of ${number(queued.supports.length)} winners, ${queued.compute.toLowerCase()}` : null],
        ['winners wanted', desired === null ? 'not yet known' : number(desired)],
    ]), submissions.length === 0 ? null : table(['signed solution by', 'least backing', 'all backing', 'deposit'],
        submissions.filter(Boolean).reverse().map(({ who, deposit, raw_solution: { score } }) => [accountLink(who, chain), money(score.minimal_stake),
            money(score.sum_stake), money(deposit)]), ''),
    queued === null ? null : element('details', {}, element('summary', { text: `Winners of the best solution: ${queued.supports.length}` }),
        table(['winner', 'backing', 'backers'], queued.supports.slice(0, kRowsShown).map(([who, support]) => [accountLink(who, chain),
            money(support.total), number(support.voters.length)]), '')));
}

async function validatorSection({ state, chain, money }, era) {
    const [session, current, disabled, offending, points, waiting] = await Promise.all([
        state.get('Session', 'CurrentIndex'), state.get('Session', 'Validators'), state.find('Session', 'DisabledValidators').then((found) => found ?? []),
        state.find('Staking', 'OffendingValidators').then((found) => found ?? []), state.get('Staking', 'ErasRewardPoints', era),
        state.entries('Staking', 'Validators')]);
    const shown = current.slice(0, kRowsShown);
    const keys = shown.map((who) => [era, who]);
    const [exposures, preferences, blocks, beats] = await Promise.all([
        exposuresOf(state, keys), state.many('Staking', 'ErasValidatorPrefs', keys),
        state.has('ImOnline') ? state.many('ImOnline', 'AuthoredBlocks', shown.map((who) => [session, who])) : [],
        state.has('ImOnline') ? state.many('ImOnline', 'ReceivedHeartbeats', shown.map((_, i) => [session, i])) : []]);
    const earned = new Map(points.individual.map(([who, count]) => [toHex(who), count]));
    const notes = (who, i) => [
        disabled.some((one) => (Array.isArray(one) ? one[0] : one) === i) && 'disabled', offending.some(([index]) => index === i) && 'offended in this era',
        blocks[i] === 0 && !beats[i] && 'not heard of in this session'].filter(Boolean).join(', ');
    const elected = new Set(current.map(toHex));
    const others = waiting.filter(({ keys: [who] }) => !elected.has(toHex(who)));
    return element('div', {},
        section(`Validators: ${number(current.length)} elected`, table(
            ['validator', 'backed by', 'own', 'nominators', 'commission', 'points', 'blocks', ''],
            shown.map((who, i) => [accountLink(who, chain), money(exposures[i].total), money(exposures[i].own),
                number(exposures[i].others.length), percent(preferences[i].commission / 1e9), number(earned.get(toHex(who)) ?? 0),
                number(blocks[i] ?? 0), notes(who, i)]))),
        section(`Waiting: ${number(others.length)}`, table(['validator', 'commission', ''],
            others.slice(0, kRowsShown).map(({ keys: [who], value }) => [accountLink(who, chain), percent(value.commission / 1e9),
                value.blocked ? 'takes no new nominators' : '']), 'All who offer themselves are elected.')));
}

async function slashSection({ state, chain, money }) {
    if (!state.hasItem('Staking', 'UnappliedSlashes')) return null;
    const slashes = await state.entries('Staking', 'UnappliedSlashes');
    const due = state.constant('Staking', 'SlashDeferDuration');
    const slashed = slashes.flatMap(({ keys: [one], value }) => [value].flat().map((slash) => [accountLink(slash.validator, chain),
        money(slash.own), number(slash.others.length), `era ${number(one)}`]));
    return section('Slashes to come', element('p', { className: 'count', text: `A slash is applied ${due} eras after the offence.` }),
        table(['validator', 'own', 'nominators', 'applied in'], slashed, 'There is none.'));
}

async function poolSection({ state, chain, money }) {
    if (!state.has('NominationPools')) return null;
    const [pools, names] = await Promise.all([
        state.entries('NominationPools', 'BondedPools'), state.entries('NominationPools', 'Metadata')]);
    const name = new Map(names.map(({ keys, value }) => [keys[0], new TextDecoder().decode(value)]));
    return section('Pools', table(['pool', 'name', 'state', 'members', 'points', 'commission', 'depositor'],
        pools.sort((a, b) => a.keys[0] - b.keys[0]).map(({ keys: [id], value }) => [
            number(id), name.get(id) ?? '', value.state.toLowerCase(), number(value.member_counter), money(value.points),
            value.commission.current ? percent(value.commission.current[0] / 1e9) : 'none',
            accountLink(value.roles.depositor, chain)]), 'There is none.'));
}
