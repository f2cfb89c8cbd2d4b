// Parachains: heads, cores, leases, the auction, crowdloans and channels.
import { accountLink, cards, element, section, table } from './dom.js';
import { toHex } from './scale.js';
import { number, shortHash } from './text.js';
import { until, when } from './time.js';

export async function parachainsView(context) {
    return element('div', {}, ...await Promise.all([
        listSection(context), coreSection(context), auctionSection(context), crowdloanSection(context),
        channelSection(context)]));
}

const words = (name) => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

async function listSection(context) {
    const { state, chain, money, now } = context;
    const [lifecycles, pending] = await Promise.all([
        state.entries('Paras', 'ParaLifecycles'), state.has('ParaInclusion') ? state.entries('ParaInclusion', 'PendingAvailability') : []]);
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
            contexts[i] ? when(contexts[i], context) : 'never included', heads[i] ? `${toHex(heads[i].slice(0, 8))}… (${number(heads[i].length)} bytes)` : '',
            codes[i] ? shortHash(toHex(codes[i])) : '', infos[i] ? accountLink(infos[i].manager, chain) : '',
            infos[i] ? money(infos[i].deposit) : '', leaseText(context, leases[i] ?? [], now)]), 'None is registered.'));
}

/** The list begins with the present lease period. */
function leaseText(context, leases, now) {
    if (leases.length === 0) return 'none';
    const period = context.state.constant('Slots', 'LeasePeriod');
    const first = Math.floor(Math.max(0, now - context.state.constant('Slots', 'LeaseOffset')) / period);
    const held = leases.map((lease, i) => (lease ? first + i : null)).filter((one) => one !== null);
    return held.length === 0 ? 'none' : `periods ${number(held[0])} to ${number(held.at(-1))}`;
}

async function coreSection({ state }) {
    if (!state.has('ParaScheduler')) return null;
    const [cores, groups, bitfields] = await Promise.all([
        state.get('ParaScheduler', 'AvailabilityCores'), state.get('ParaScheduler', 'ValidatorGroups'),
        state.has('ParaInclusion') ? state.entries('ParaInclusion', 'AvailabilityBitfields') : []]);
    const use = (core) => (core === 'Free' ? 'free' : `parachain ${String(core.value.assignment?.para_id ?? core.value.assignment)}`);
    return section(`Cores: ${number(cores.length)}`,
        cards([['groups of validators', number(groups.length)], ['validators with bitfields', number(bitfields.length)]]),
        table(['core', 'occupied by'], cores.map((core, i) => [number(i), use(core)]), 'There is none: nothing is scheduled.'));
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
        table(['parachain', 'bidder', 'bid', 'range'], winning.map((bid, range) => bid && [
            String(bid[1]), accountLink(bid[0], chain), money(bid[2]), number(range)]).filter(Boolean), 'Nobody has bid yet.'));
}

async function crowdloanSection(context) {
    const { state, chain, money } = context;
    if (!state.has('Crowdloan')) return null;
    const funds = await state.entries('Crowdloan', 'Funds');
    return section('Crowdloans', table(['parachain', 'raised', 'of', 'ends', 'lease periods', 'by'],
        funds.sort((a, b) => a.keys[0] - b.keys[0]).map(({ keys: [id], value }) => [
            String(id), money(value.raised), money(value.cap), when(value.end, context),
            `${number(value.first_period)} to ${number(value.last_period)}`, accountLink(value.depositor, chain)]), 'There is none.'));
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
