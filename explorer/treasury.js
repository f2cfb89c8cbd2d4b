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

async function bounties({ state, chain, money, ...times }) {
    const [list, descriptions, children] = await Promise.all([
        state.entries('Bounties', 'Bounties'), state.entries('Bounties', 'BountyDescriptions'),
        state.has('ChildBounties') ? state.entries('ChildBounties', 'ChildBounties') : []]);
    const description = new Map(descriptions.map(({ keys, value }) => [keys[0], new TextDecoder().decode(value)]));
    const status = (value) => {
        if (typeof value === 'string') return value.toLowerCase();
        const due = value.update_due ?? value.unlock_at;
        return `${value.is.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()}${due ? `, due ${when(due, times)}` : ''}`;
    };
    const rows = list.sort((a, b) => a.keys[0] - b.keys[0]).map(({ keys: [index], value }) => [
        `${index}`, description.get(index) ?? '', money(value.value), status(value.status),
        value.status.curator ? accountLink(value.status.curator, chain) : '',
        number(children.filter(({ keys }) => keys[0] === index).length)]);
    return section('Bounties', table(['bounty', 'what for', 'value', 'state', 'curator', 'children'], rows, 'There is none.'));
}
