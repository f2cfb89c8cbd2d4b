// Parachains: heads, cores with their groups of validators, leases, the auction, crowdloans and channels.
import { Blake2256, Bytes, Tuple, Vector, compact, u32 } from '@polkadot-api/substrate-bindings';
import { toHex } from '@polkadot-api/utils';
import { candidateSection } from './candidates.js';
import { accountLink, cards, element, section, table } from './dom.js';
import { number, shortHash } from './text.js';
import { until, when } from './time.js';
import { indicesIn } from './types.js';

export async function parachainsView(context) {
    return element('div', {}, ...await Promise.all([
        listSection(context), coreSection(context), candidateSection(context), auctionSection(context), crowdloanSection(context),
        channelSection(context)]));
}

/** Candidates that become available: under another name in later runtimes. */
async function pendingOf(state) {
    const item = ['PendingAvailability', 'V1'].find((name) => state.hasItem('ParaInclusion', name));
    return item ? (await state.entries('ParaInclusion', item)).filter(({ value }) => [value].flat().length > 0) : [];
}

const words = (name) => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

async function listSection(context) {
    const { state, chain, money, now } = context;
    const [lifecycles, pending] = await Promise.all([
        state.entries('Paras', 'ParaLifecycles'), pendingOf(state)]);
    lifecycles.sort((a, b) => a.keys[0] - b.keys[0]);
    const keys = lifecycles.map(({ keys: [id] }) => [id]);
    const [heads, contexts, codes, infos, leases] = await Promise.all([
        state.many('Paras', 'Heads', keys), state.many('Paras', 'MostRecentContext', keys),
        state.many('Paras', 'CurrentCodeHash', keys),
        state.has('Registrar') ? state.many('Registrar', 'Paras', keys) : [],
        state.has('Slots') ? state.many('Slots', 'Leases', keys) : []]);
    const available = new Set(pending.map(({ keys: [id] }) => id));
    return section(`Parachains: ${number(keys.length)}`, table(
        ['id', 'state', 'last head in the context of', 'head', 'code', 'manager', 'deposit', 'leases'],
        lifecycles.map(({ keys: [id], value }, i) => [
            String(id), `${words(value)}${available.has(id) ? ', a block is becoming available' : ''}`,
            contexts[i] ? when(contexts[i], context) : 'never included', headText(heads[i]),
            codes[i] ? shortHash(toHex(codes[i])) : '', infos[i] ? accountLink(infos[i].manager, chain) : '',
            infos[i] ? money(infos[i].deposit) : '', leaseText(context, leases[i] ?? [], now)]), 'None is registered.'));
}

/** A head has the parachain's own form. Most have headers like the relay chain's: hash, number, two roots, digest. */
function headText(head) {
    if (!head) return '';
    if (head.length < 98) return `${toHex(head.slice(0, 8))}… (${number(head.length)} bytes)`;
    const [, block] = Tuple(Bytes(32), compact).dec(head);
    return `block #${number(block)}, ${shortHash(toHex(Blake2256(head)))}`;
}

/** The list begins with the present lease period. Periods that follow each other with one account stand together. */
function leaseText({ state, chain, money }, leases, now) {
    const first = Math.floor(Math.max(0, now - state.constant('Slots', 'LeaseOffset')) / state.constant('Slots', 'LeasePeriod'));
    const held = [];
    leases.forEach((lease, i) => {
        if (!lease) return;
        const [account, deposit] = lease;
        const last = held.at(-1);
        if (last && last.to === first + i - 1 && toHex(last.account) === toHex(account)) Object.assign(last, { to: first + i, deposit });
        else held.push({ from: first + i, to: first + i, account, deposit });
    });
    if (held.length === 0) return 'none';
    return element('span', {}, ...held.flatMap(({ from, to, account, deposit }, i) => [
        `${i === 0 ? '' : '; '}${periods(from, to)} by `, accountLink(account, chain), deposit > 0n ? `, ${money(deposit)}` : '']));
}

const periods = (from, to) => (from === to ? `period ${number(from)}` : `periods ${number(from)} to ${number(to)}`);

async function coreSection({ state, chain, now }) {
    if (!state.has('ParaScheduler')) return null;
    const [cores, groups, start, config, queue, frozen, bitfields, active, validators] = await Promise.all([
        state.find('ParaScheduler', 'AvailabilityCores'), state.get('ParaScheduler', 'ValidatorGroups'),
        state.get('ParaScheduler', 'SessionStartBlock'), state.get('Configuration', 'ActiveConfig'),
        claimsOf(state), state.find('ParasDisputes', 'Frozen'),
        state.hasItem('ParaInclusion', 'AvailabilityBitfields') ? state.entries('ParaInclusion', 'AvailabilityBitfields') : null,
        state.get('ParasShared', 'ActiveValidatorIndices'), state.get('Session', 'Validators')]);
    // Groups change cores in turn. Shown is who backs candidates in the next block.
    const frequency = config.group_rotation_frequency ?? config.scheduler_params?.group_rotation_frequency ?? 1;
    const turns = Math.floor(Math.max(0, now + 1 - start) / frequency);
    const members = (core) => element('span', {}, ...(groups[(core + turns) % groups.length] ?? []).flatMap((index, i) => {
        const account = validators[active[index]];
        return [i === 0 ? '' : ', ', account ? accountLink(account, chain) : `validator ${number(index)}`];
    }));
    const use = (core) => (core === 'Free' ? 'free' : `parachain ${String(paraOf(core.value))}`);
    const next = (core) => {
        const claims = (queue ?? []).find(([index]) => index === core)?.[1] ?? [];
        const claim = claims.find((entry) => entry !== null);
        return claim === undefined ? 'nothing' : `parachain ${String(paraOf(claim))}`;
    };
    const uses = cores ? cores.map(use) : await usesOf(state, Math.max(groups.length, config.scheduler_params?.num_cores ?? 0), active.length);
    return section(`Cores: ${number(uses.length)}`,
        cards([['groups of validators', number(groups.length)], ...(bitfields ? [['validators with bitfields', number(bitfields.length)]] : []),
            ['groups change cores', `every ${number(frequency)} blocks`],
            ...(frozen === null || frozen === undefined ? [] : [['frozen by a dispute', `since block #${number(frozen)}`]])]),
        table(['core', 'occupied by', 'next', 'validators'],
            uses.map((text, i) => [number(i), text, next(i), members(i)]), 'There is none: nothing is scheduled.'));
}

/** What is to be done on each core next: [core, assignments]. Later runtimes do not store it, and tell when they are asked. */
async function claimsOf(state) {
    if (state.hasItem('ParaScheduler', 'ClaimQueue')) return state.get('ParaScheduler', 'ClaimQueue');
    const answer = await state.rpc.call('state_call', 'ParachainHost_claim_queue', '0x', state.hash).catch(() => '0x00');
    return Vector(Tuple(u32, Vector(u32))).dec(answer);
}

/** The parachain of an assignment, as runtimes of any age write it. */
function paraOf(entry) {
    const assignment = entry?.assignment ?? entry;
    return assignment?.para_id ?? assignment?.value ?? assignment;
}

/** Later runtimes do not list the cores, and keep no bitfields: a core is occupied by the candidate that becomes available on it, of which the
 *  bitfields so far have said who has a part. */
async function usesOf(state, count, validators) {
    const uses = Array(count).fill('free');
    for (const { keys: [para], value } of await pendingOf(state)) {
        for (const { core, availability_votes: votes } of [value].flat()) {
            uses[core] = `parachain ${para}, ${number(indicesIn(votes).length)} of ${number(validators)} validators have their part`;
        }
    }
    return uses;
}

/** A bid is for one of 36 ranges of eight lease periods: 0 to 0, 0 to 1, … 0 to 7, 1 to 1, … */
function rangeText(range, first) {
    for (let from = 0, left = range; from < 8; left -= 8 - from, ++from) {
        if (left < 8 - from) return periods(first + from, first + from + left);
    }
    return `range ${number(range)}`;
}

async function auctionSection(context) {
    const { state, chain, money, now } = context;
    if (!state.has('Auctions')) return null;
    const [count, info] = await Promise.all([state.get('Auctions', 'AuctionCounter'), state.get('Auctions', 'AuctionInfo')]);
    if (!info) return section('Auction', element('p', { className: 'count', text: `None is open; there were ${number(count)}.` }));
    const [period, ending] = info;
    const sample = state.constant('Auctions', 'SampleLength');
    const offset = now < ending ? 0 : Math.floor((now - ending) / sample);
    const winning = await state.get('Auctions', 'Winning', offset) ?? [];
    const end = ending + state.constant('Auctions', 'EndingPeriod');
    return section(`Auction ${number(count)}`,
        cards([
            ['leases from period', number(period)],
            [now < ending ? 'ending begins' : 'ending since', `#${number(ending)}`, when(ending, context)],
            ['over at the latest', `#${number(end)}`, `until ${until(end, context)}`]]),
        table(['parachain', 'bidder', 'bid', 'leases'], winning.map((bid, range) => bid && [
            String(bid[1]), accountLink(bid[0], chain), money(bid[2]), rangeText(range, period)]).filter(Boolean), 'Nobody has bid yet.'));
}

async function crowdloanSection(context) {
    const { state, chain, money } = context;
    if (!state.has('Crowdloan')) return null;
    const funds = await state.entries('Crowdloan', 'Funds');
    return section('Crowdloans', table(['parachain', 'raised', 'of', 'ends', 'lease periods', 'by'],
        funds.sort((a, b) => a.keys[0] - b.keys[0]).map(({ keys: [id], value }) => [
            String(id), money(value.raised), money(value.cap), when(value.end, context),
            periods(value.first_period, value.last_period), accountLink(value.depositor, chain)]), 'There is none.'));
}

async function channelSection({ state, money }) {
    if (!state.has('Hrmp')) return null;
    const [channels, requests] = await Promise.all([
        state.entries('Hrmp', 'HrmpChannels'), state.entries('Hrmp', 'HrmpOpenChannelRequests')]);
    return section('Channels between parachains',
        table(['from', 'to', 'messages waiting', 'at most', 'deposit'], channels.map(({ keys: [id], value }) => [
            String(id.sender), String(id.recipient), number(value.msg_count), number(value.max_capacity),
            money(value.sender_deposit)]), 'There is none.'),
        requests.length === 0 ? null : table(['asked from', 'to', ''], requests.map(({ keys: [id], value }) => [
            String(id.sender), String(id.recipient), value.confirmed ? 'accepted' : 'waits for the recipient'])));
}
