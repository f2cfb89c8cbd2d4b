// The treasury: its pot, the next spending, proposals and bounties.
import { accountLink, cards, element, section, table } from './dom.js';
import { percent } from './curves.js';
import { palletAccount } from './state.js';
import { number } from './text.js';
import { when } from './time.js';

export async function treasuryView(context) {
    const { state, chain, money, now } = context;
    const account = palletAccount(state.constant('Treasury', 'PalletId'));
    const [{ data }, proposals, approvals] = await Promise.all([
        state.get('System', 'Account', account), state.entries('Treasury', 'Proposals'), state.get('Treasury', 'Approvals')]);
    const deposit = BigInt(state.constant('Balances', 'ExistentialDeposit'));
    const free = BigInt(data.free);
    const pot = free > deposit ? free - deposit : 0n;
    const period = state.constant('Treasury', 'SpendPeriod');
    const next = (Math.floor(now / period) + 1) * period;
    const burn = state.constant('Treasury', 'Burn');
    const approved = proposals.filter(({ keys }) => approvals.includes(keys[0]));
    const spending = approved.reduce((sum, { value }) => sum + BigInt(value.value), 0n);
    const missed = spending > pot;
    return element('div', {},
        section('Treasury', cards([
            ['pot', money(pot)],
            ['next spending', when(next, context)],
            ['approved', money(spending), missed ? 'more than the pot holds: some must wait' : `${approved.length} proposals`],
            ['next burn', missed ? money(0n) : money((pot - spending) * BigInt(burn) / 1_000_000n),
                missed ? 'nothing is burnt while a proposal waits' : `${percent(burn / 1e6)} of what is left`],
        ]), element('p', {}, 'account ', accountLink(account, chain))),
        section('Proposals', table(['proposal', 'value', 'for', 'by', 'state'], proposals.map(({ keys, value }) => [
            `${keys[0]}`, money(value.value), accountLink(value.beneficiary, chain), accountLink(value.proposer, chain),
            approvals.includes(keys[0]) ? 'approved' : 'proposed']), 'There is none.')),
        state.has('Bounties') ? await bounties(context) : null);
}

/** Of a bounty or a child bounty. */
function status(value, times) {
    if (typeof value === 'string') return value.toLowerCase();
    const name = value.is.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
    if (value.unlock_at) return `${name}, to be claimed ${when(value.unlock_at, times)}`;
    return value.update_due ? `${name}, due ${when(value.update_due, times)}` : name;
}

const byIndex = (entries) => new Map(entries.map(({ keys, value }) => [keys[0], new TextDecoder().decode(value)]));

function descriptionsOfChildren(state) {
    const item = ['ChildBountyDescriptions', 'ChildBountyDescriptionsV1'].find((name) => state.hasItem('ChildBounties', name));
    return item ? state.entries('ChildBounties', item) : [];
}

async function bounties({ state, chain, money, ...times }) {
    const hasChildren = state.has('ChildBounties');
    const [list, descriptions, children, ofChildren] = await Promise.all([
        state.entries('Bounties', 'Bounties'), state.entries('Bounties', 'BountyDescriptions'),
        hasChildren ? state.entries('ChildBounties', 'ChildBounties') : [],
        hasChildren ? descriptionsOfChildren(state) : []]);
    const description = byIndex(descriptions);
    // Later runtimes count the children of each bounty.
    const ofChild = (parent, index) => ofChildren.find(({ keys }) => keys.at(-1) === index && (keys.length === 1 || keys[0] === parent));
    const text = (entry) => (entry ? new TextDecoder().decode(entry.value) : '');
    const account = (who) => (who ? accountLink(who, chain) : '');
    const rows = list.sort((a, b) => a.keys[0] - b.keys[0]).map(({ keys: [index], value }) => [
        `${index}`, description.get(index) ?? '', money(value.value), status(value.status, times), account(value.status.curator),
        account(value.status.beneficiary), number(children.filter(({ keys }) => keys[0] === index).length)]);
    const rowsOfChildren = children.sort((a, b) => a.keys[1] - b.keys[1]).map(({ keys: [parent, index], value }) => [
        `${index}`, `${parent}`, text(ofChild(parent, index)), money(value.value), money(value.fee), status(value.status, times),
        account(value.status.curator), account(value.status.beneficiary)]);
    return element('div', {},
        section('Bounties', table(['bounty', 'what for', 'value', 'state', 'curator', 'beneficiary', 'children'], rows, 'There is none.')),
        hasChildren ? section('Child bounties', table(
            ['child', 'of bounty', 'what for', 'value', 'fee', 'state', 'curator', 'beneficiary'], rowsOfChildren, 'There is none.')) : null);
}
