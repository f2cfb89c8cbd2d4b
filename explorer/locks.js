// Why an account's balance is locked, until when, and which calls free it.
import { number } from './text.js';
import { until as untilText } from './time.js';

/** Days by which a conviction of n locks, as multiples of the period: 0 for none, then 1, 2, 4, ... */
const kConvictions = ['None', 'Locked1x', 'Locked2x', 'Locked3x', 'Locked4x', 'Locked5x', 'Locked6x'];
const periods = (conviction) => {
    const n = kConvictions.indexOf(conviction);
    return n <= 0 ? 0 : 2 ** (n - 1);
};

/** By the lock's identifier: who reads it, or what is to be said of it. */
const kReaders = {
    'vesting ': vesting,
    'staking ': staking,
    pyconvot: voting,
    democrac: () => [{ text: 'a vote of the governance before OpenGov; the runtime that knew it is gone' }],
    phrelect: () => [{ text: 'a vote for the council, which is no more' }],
};

/** What a lock's identifier stands for. */
const kTitles = {
    'vesting ': 'Vesting', 'staking ': 'Staking', pyconvot: 'Votes in referenda', democrac: 'Democracy',
    phrelect: 'Council elections',
};

/** By the pallet of a hold's reason: stakes of later runtimes, which are no locks there. */
const kHolds = {
    Staking: { title: 'Staking', reader: staking },
    DelegatedStaking: { title: 'Staked by a pool', reader: pool },
};

/** Whether a hold is explained here; others are deposits. */
export const isStake = ({ id }) => id?.is in kHolds;

/** Of holds, as of locks. */
export async function explainStakes(context, account, holds) {
    return Promise.all(holds.filter(isStake).map(async ({ id, amount }) => {
        const { title, reader } = kHolds[id.is];
        return { title, amount, parts: await reader(context, account) };
    }));
}

/** [{ title, amount, parts: [{ text, call }] }]: the locks with what holds each of them. */
export async function explainLocks(context, account, locks) {
    return Promise.all(locks.map(async ({ id, amount }) => {
        const name = new TextDecoder().decode(id);
        const reader = kReaders[name];
        const parts = reader ? await reader(context, account) : [];
        return { title: kTitles[name] ?? name.trim(), amount, parts: parts.length > 0 ? parts : [{ text: 'nothing known holds it any more' }] };
    }));
}

async function vesting(context, account) {
    const { state, now, money } = context;
    const schedules = await state.find('Vesting', 'Vesting', account) ?? [];
    return schedules.map(({ locked, per_block: perBlock, starting_block: start }) => {
        const [all, each] = [BigInt(locked), BigInt(perBlock) > 0n ? BigInt(perBlock) : 1n];
        const free = BigInt(Math.max(0, now - start)) * each;
        const end = start + Number((all + each - 1n) / each);
        return {
            text: `${money(free >= all ? 0n : all - free)} of ${money(all)} not vested yet; all of it will be at ${untilText(end, context)}`,
            call: free > 0n ? 'vesting.vest()' : null,
        };
    });
}

async function staking(context, account) {
    const { state, money } = context;
    const controller = await state.find('Staking', 'Bonded', account);
    const ledger = controller && await state.find('Staking', 'Ledger', controller);
    if (!ledger) return [];
    const era = await state.find('Staking', 'CurrentEra') ?? 0;
    const wait = state.constant('Staking', 'BondingDuration');
    const parts = [{
        text: `${money(ledger.active)} bonded; free ${number(wait)} eras after it is unbonded`,
        call: `staking.unbond(amount), ${number(wait)} eras later staking.withdrawUnbonded(spans)`,
    }];
    for (const { value, era: end } of ledger.unlocking) {
        const due = Number(end) <= era;
        parts.push({
            text: `${money(value)} unbonded, ${due ? 'free since' : 'free in'} era ${number(end)} (now era ${number(era)})`,
            call: due ? 'staking.withdrawUnbonded(spans)' : null,
        });
    }
    return parts;
}

async function pool(context, account) {
    const { state, money } = context;
    const member = await state.find('NominationPools', 'PoolMembers', account);
    if (!member) return [];
    const wait = state.constant('Staking', 'BondingDuration');
    const era = await state.find('Staking', 'CurrentEra') ?? 0;
    const id = number(member.pool_id);
    const parts = [{
        text: `${money(member.points)} by points in pool ${id}; free ${number(wait)} eras after they are unbonded`,
        call: `nominationPools.unbond(account, points), ${number(wait)} eras later nominationPools.withdrawUnbonded(account, spans)`,
    }];
    for (const [end, points] of member.unbonding_eras) {
        const due = Number(end) <= era;
        parts.push({
            text: `${money(points)} by points unbonded, ${due ? 'free since' : 'free in'} era ${number(end)} (now era ${number(era)})`,
            call: due ? 'nominationPools.withdrawUnbonded(account, spans)' : null,
        });
    }
    return parts;
}

/** The block until which a decided referendum locks the votes of one side; null if it locks nothing. */
async function lockedUntil(context, poll, aye, conviction) {
    const info = await context.state.find('Referenda', 'ReferendumInfoFor', poll);
    if (info === null || (info.is !== 'Approved' && info.is !== 'Rejected')) return null;
    const won = (info.is === 'Approved') === aye;
    if (!won || periods(conviction) === 0) return null;
    return Number(info.values[0]) + periods(conviction) * context.state.constant('ConvictionVoting', 'VoteLockingPeriod');
}

async function voting(context, account) {
    const { state } = context;
    const records = await state.entries('ConvictionVoting', 'VotingFor', account);
    const parts = [];
    for (const { keys: [, track], value: record } of records) {
        const voting = record.value;
        if (record.is === 'Delegating') {
            parts.push({
                text: `${context.money(voting.balance)} delegated on track ${track} (${voting.conviction})`,
                call: `convictionVoting.undelegate(${track}), then unlock(${track}, account) after ${
                    number(periods(voting.conviction) * state.constant('ConvictionVoting', 'VoteLockingPeriod'))} blocks`,
            });
        } else {
            for (const [poll, vote] of voting.votes) parts.push(await votePart(context, track, poll, vote));
        }
        const [until, amount] = voting.prior;
        if (BigInt(amount) > 0n) {
            parts.push({
                text: `${context.money(amount)} of earlier votes on track ${track}, until ${untilText(until, context)}`,
                call: until <= context.now ? `convictionVoting.unlock(${track}, account)` : null,
            });
        }
    }
    // What is free but was never unlocked.
    for (const [track, amount] of await state.find('ConvictionVoting', 'ClassLocksFor', account) ?? []) {
        if (records.some(({ keys }) => keys[1] === track)) continue;
        parts.push({ text: `${context.money(amount)} on track ${track}, held by no vote`,
            call: `convictionVoting.unlock(${track}, account)` });
    }
    return parts;
}

async function votePart(context, track, poll, vote) {
    const standard = vote.is === 'Standard';
    const amount = standard ? vote.balance : ['aye', 'nay', 'abstain'].reduce((sum, side) => sum + BigInt(vote[side] ?? 0), 0n);
    const aye = standard && (vote.vote & 0x80) !== 0;
    const conviction = standard ? kConvictions[vote.vote & 0x7f] : 'None';
    const until = await lockedUntil(context, poll, aye, conviction);
    const side = standard ? `${aye ? 'aye' : 'nay'}, ${conviction}` : endName(vote.is);
    const held = until !== null && until > context.now;
    return {
        text: `${context.money(amount)} on referendum ${poll} of track ${track} (${side})${
            held ? `; its side won, so it is locked until ${untilText(until, context)}` : ''}`,
        call: held ? null : `convictionVoting.removeVote(${track}, ${poll}), unlock(${track}, account)`,
    };
}

const endName = (is) => is.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
