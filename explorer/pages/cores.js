// Cores of a relay chain: who has them and until when, what is next on each, what an order on demand costs, who waits, and leases that are left.
import { cards, element, link, section, table } from '../dom.js';
import { number } from '../text.js';
import { until, when } from '../time.js';

const kWhole = 57_600;

/** Chains that give cores by coretime: in a pallet of its own, in later runtimes in the scheduler. */
export const hasCores = (state) => ['CoretimeAssignmentProvider', 'ParaScheduler'].some((pallet) => state.hasItem(pallet, 'CoreDescriptors'));

const paraText = (para) => `parachain ${para}`;

function shareText({ use, para, parts }) {
    const what = use === 'task' ? paraText(para) : use === 'pool' ? 'orders on demand' : 'idle';
    return parts === kWhole ? what : `${what} (${(100 * parts / kWhole).toFixed(1)} %)`;
}

/** Cores that the configuration leaves out have work as well, and get no claims. */
const useText = ({ work, isServed }) => `${workText(work)}${work && !isServed ? ', not served' : ''}`;

const workText = (work) => work?.shares.map(shareText).join(', ') || 'nothing';

function untilText({ work, until: end, scheduled }, context) {
    if (!work) return '';
    if (end === null) return 'no end is known here';
    return `${until(end, context)}${scheduled[0]?.begin === end ? `, then ${workText(scheduled[0])}` : ''}`;
}

function occupantText({ occupant }) {
    if (!occupant) return '';
    const { para, candidate, since, available, validators } = occupant;
    return element('span', {}, link(`#/candidate/${candidate}`, paraText(para), { title: candidate }),
        ` since block #${number(since)}, ${number(available)} of ${number(validators)} validators have their part`);
}

const accountText = (account) => link(`#/account/${account}`, `${account.slice(0, 8)}…${account.slice(-6)}`, { className: 'hash', title: account });

const members = ({ validators }) => element('span', {}, ...validators.flatMap(({ index, account }, i) => [
    i === 0 ? '' : ', ', account ? accountText(account) : `validator ${number(index)}`]));

function onDemandSection({ onDemand }, { money }) {
    if (!onDemand) return null;
    const { price, baseFee, traffic, queued, maxQueued, orders, affinities } = onDemand;
    return section('Orders on demand',
        cards([['an order costs', money(BigInt(price)), `${money(BigInt(baseFee))} by a traffic of ${(Number(traffic) / 1e18).toFixed(3)}`],
            ['orders that wait', number(queued), ...(maxQueued === null ? [] : [`of at most ${number(maxQueued)}`])]]),
        table(['parachain', 'bound to core', 'ordered in block'], orders.map(({ para, core, orderedAt }) => [
            String(para), core === null ? 'none' : number(core), orderedAt === null ? '' : `#${number(orderedAt)}`]), 'None waits.'),
        affinities.length === 0 ? null : table(['parachain', 'bound to core', 'by claims'], affinities.map(({ para, core, claims }) => [
            String(para), number(core), number(claims)])));
}

/** The node is asked for the block that the view is of. Other programs do not know the question. */
export async function coresView(context) {
    const { rpc, state, money } = context;
    const report = await rpc.call('serinus_cores', null, state.hash).catch(({ message }) => message);
    if (typeof report === 'string') return section('Cores', element('p', { className: 'count', text: `This node cannot tell: ${report}` }));
    const { cores, configuredCores, groups, lookahead, groupRotation: { frequency, nextAt }, leases } = report;
    const scheduled = cores.flatMap(({ core, scheduled: waiting }) => waiting.map((work) => [core, work]));
    return element('div', {},
        section(`Cores: ${number(cores.length)}`,
            cards([['configured', number(configuredCores)], ['groups of validators', number(groups)],
                ['groups change cores', `every ${number(frequency)} blocks`, ...(nextAt === null ? [] : [when(nextAt, context)])],
                ['claims are known ahead for', `${number(lookahead)} blocks`]]),
            table(['core', 'used for', 'until', 'next blocks', 'becoming available', 'validators'], cores.map((core) => [
                number(core.core), useText(core), untilText(core, context), core.claims.join(', '), occupantText(core), members(core)]),
            'There is none: nothing is scheduled.')),
        scheduled.length === 0 ? null : section('Scheduled', table(['core', 'from', 'used for', 'until'], scheduled.map(([core, work]) => [
            number(core), when(work.begin, context), workText(work), work.endHint === null ? 'the next' : until(work.endHint, context)]))),
        onDemandSection(report, context),
        section('Leases', table(['parachain', 'periods', 'until', 'by', 'deposit'], leases.map((lease) => [
            String(lease.para), `${number(lease.firstPeriod)} to ${number(lease.lastPeriod)}`, until(lease.end, context), accountText(lease.account),
            money(BigInt(lease.deposit))]), 'There is none.')));
}
