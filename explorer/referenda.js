// Referenda by track: tally, what is needed and what is missing, and when.
import { delay, drawing, percent, threshold } from './curves.js';
import { accountLink, cards, element, section, table } from './dom.js';
import { dryRunNode, originText, proposalHex } from './dry_run.js';
import { balance, number } from './text.js';
import { toHex } from '@polkadot-api/utils';
import { duration, until, when } from './time.js';

/** Referenda of the whole chain count stake, those of the fellowship members. */
const kKinds = [
    { pallet: 'Referenda', title: 'Referenda' },
    { pallet: 'FellowshipReferenda', title: 'Referenda of the fellowship', members: 'FellowshipCollective' },
];

export const hasReferenda = (state) => kKinds.some(({ pallet }) => state.has(pallet));

export async function referendaView(context) {
    const kinds = kKinds.filter(({ pallet }) => context.state.has(pallet));
    return element('div', {}, ...await Promise.all(kinds.map((kind) => kindView(context, kind))));
}

async function kindView(context, kind) {
    const { state } = context;
    const entries = await state.entries(kind.pallet, 'ReferendumInfoFor');
    const tracks = state.constant(kind.pallet, 'Tracks').map(([id, info]) => ({ id, ...info }));
    const electorates = await electoratesOf(context, kind, tracks);
    const ongoing = entries.filter(({ value }) => value.is === 'Ongoing')
        .map(({ keys, value }) => ({ index: keys[0], ...value.value })).sort((a, b) => b.index - a.index);
    const ended = entries.filter(({ value }) => value.is !== 'Ongoing')
        .map(({ keys, value }) => [`${keys[0]}`, endName(value.is), `#${number([value.values[0]].flat()[0])}`])
        .sort((a, b) => b[0] - a[0]);
    const groups = tracks.map((track) => ({ track, list: ongoing.filter((one) => one.track === track.id) }))
        .filter(({ list }) => list.length > 0);
    return section(kind.title,
        ...groups.map(({ track, list }) => element('section', { className: 'track' },
            element('h3', { text: `${trackName(track)} (${track.id})` }),
            ...list.map((one) => referendumNode(context, kind, track, one, electorates.get(track.id))))),
        groups.length === 0 ? element('p', { className: 'count', text: 'None is under way.' }) : null,
        ended.length > 0 ? element('details', {}, element('summary', { text: `${ended.length} have ended` }),
            table(['referendum', 'end', 'block'], ended)) : null,
        element('details', {}, element('summary', { text: `${tracks.length} tracks` }), trackTable(context, tracks)));
}

const trackName = ({ name }) => name.replaceAll('_', ' ');
const endName = (is) => is.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

/** What support is a share of, by track: all active stake, or the members of the track's rank. */
async function electoratesOf({ state }, kind, tracks) {
    if (!kind.members) {
        const [total, inactive] = await Promise.all([
            state.get('Balances', 'TotalIssuance'), state.get('Balances', 'InactiveIssuance')]);
        return new Map(tracks.map(({ id }) => [id, BigInt(total) - BigInt(inactive)]));
    }
    // Kusama: the tracks have the numbers of the ranks that may vote.
    const counts = await Promise.all(tracks.map(({ id }) => state.get(kind.members, 'MemberCount', id)));
    return new Map(tracks.map(({ id }, i) => [id, BigInt(counts[i] ?? 0)]));
}

function trackTable({ chain, blockSeconds }, tracks) {
    const blocks = (count) => duration(count * blockSeconds);
    return table(['track', 'at once', 'decision deposit', 'prepare', 'decide', 'confirm', 'enact'], tracks.map((track) => [
        `${trackName(track)} (${track.id})`, number(track.max_deciding), balance(track.decision_deposit, chain),
        blocks(track.prepare_period), blocks(track.decision_period), blocks(track.confirm_period),
        blocks(track.min_enactment_period)]));
}

function sharesOf(tally, electorate) {
    const [ayes, nays] = [BigInt(tally.ayes ?? 0), BigInt(tally.nays ?? 0)];
    const support = BigInt(tally.support ?? tally.bare_ayes ?? 0);
    const ratio = (a, b) => Number(a * 1_000_000_000_000n / b) / 1e12;
    return {
        ayes, nays, support,
        approval: ayes + nays === 0n ? 1 : ratio(ayes, ayes + nays),
        supportShare: electorate === 0n ? 0 : Math.min(1, ratio(support, electorate)),
    };
}

function referendumNode(context, kind, track, one, electorate) {
    const { chain, now } = context;
    const shares = sharesOf(one.tally, electorate);
    const amount = (value) => (kind.members ? number(value) : balance(value, chain));
    const elapsed = one.deciding ? (now - one.deciding.since) / track.decision_period : null;
    const node = element('article', { className: 'block referendum' },
        element('h4', {}, `#${one.index} `, element('span', { className: 'count', text: originName(one.origin) })),
        element('p', { className: 'stage', text: stage(context, track, one, shares) }),
        drawing([
            { name: 'approval', curve: track.min_approval, value: shares.approval },
            { name: 'support', curve: track.min_support, value: shares.supportShare },
        ], elapsed),
        cards([
            ['ayes', amount(shares.ayes)], ['nays', amount(shares.nays)],
            ['approval', percent(shares.approval), `needs ${percent(threshold(track.min_approval, Math.min(1, elapsed ?? 0)))} now`],
            ['support', percent(shares.supportShare), `needs ${percent(threshold(track.min_support, Math.min(1, elapsed ?? 0)))} now`],
        ]),
        element('ul', {}, ...missing(track, shares, electorate, elapsed, amount).map((text) => element('li', { text }))),
        element('p', { className: 'count' }, `proposal ${proposalText(one.proposal)}, submitted by `,
            accountLink(one.submission_deposit.who, chain),
            one.decision_deposit ? ', decision deposit by ' : ', no decision deposit yet',
            one.decision_deposit ? accountLink(one.decision_deposit.who, chain) : null),
        originText(one.origin) === null ? null
            : dryRunNode(context, `${kind.pallet} ${one.index}`, proposalHex(one.proposal), originText(one.origin)));
    node.dataset.referendum = one.index;
    return node;
}

function originName(origin) {
    const inner = origin.value;
    return typeof inner === 'string' ? inner : `${origin.is} ${inner?.is ?? ''}`.trim();
}

function proposalText(proposal) {
    if (proposal.is === 'Inline') return `of ${number(proposal.value.length)} bytes, written in the referendum`;
    return `with hash ${toHex(proposal.hash)}`;
}

/** Where it stands, and what comes next if the tally stays as it is. */
function stage(context, track, one, shares) {
    const { now } = context;
    if (!one.deciding) {
        const prepared = one.submitted + track.prepare_period;
        if (!one.decision_deposit) return 'Preparing; it is decided only after somebody places the decision deposit.';
        if (one.in_queue) return 'Waiting in the queue of its track: others are being decided.';
        return `Preparing; the decision may begin ${when(Math.max(prepared, now + 1), context)}.`;
    }
    const end = one.deciding.since + track.decision_period;
    if (one.deciding.confirming !== null) {
        return `Passing; confirmed ${when(one.deciding.confirming, context)}, if it stays so.`;
    }
    const share = passesAfter(track, shares);
    if (share === null || share > 1) return `Failing; with this tally it is rejected ${when(end, context)}.`;
    const start = Math.max(now + 1, one.deciding.since + Math.ceil(share * track.decision_period));
    return `Being decided until ${until(end, context)}; with this tally it begins to pass ${when(start, context)} and is confirmed ${
        duration(track.confirm_period * context.blockSeconds)} later.`;
}

/** The share of the decision period after which both curves are met; null if never. */
function passesAfter(track, { approval, supportShare }) {
    const delays = [delay(track.min_approval, approval), delay(track.min_support, supportShare)];
    return delays.includes(null) ? null : Math.max(...delays);
}

/** What is missing to pass now, and at the end of the period. */
function missing(track, { ayes, nays, support, approval, supportShare }, electorate, elapsed, amount) {
    const out = [];
    const scaled = (value, share) => BigInt(Math.ceil(share * 1e9)) * value / 1_000_000_000n;
    for (const [label, x] of [['now', Math.min(1, elapsed ?? 0)], ['at the end', 1]]) {
        const [needsApproval, needsSupport] = [threshold(track.min_approval, x), threshold(track.min_support, x)];
        const lacks = [];
        if (approval < needsApproval && needsApproval < 1) {
            const ayesNeeded = BigInt(Math.ceil(needsApproval / (1 - needsApproval) * 1e9)) * nays / 1_000_000_000n;
            if (ayesNeeded > ayes) lacks.push(`about ${amount(ayesNeeded - ayes)} more ayes, if no nays are added`);
        } else if (approval < needsApproval) {
            lacks.push('that all who vote say aye');
        }
        if (supportShare < needsSupport) lacks.push(`about ${amount(scaled(electorate, needsSupport) - support)} more support`);
        out.push(lacks.length === 0 ? `Enough to pass ${label}.` : `Missing to pass ${label}: ${lacks.join('; ')}.`);
    }
    return out;
}
