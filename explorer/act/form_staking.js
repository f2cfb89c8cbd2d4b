// Staking: bonding, nominating, and taking it back; joining a pool.
import { Enum } from '@polkadot-api/substrate-bindings';
import { accountLink, button, element, labelled, select, table } from '../dom.js';
import { address } from '../ss58.js';
import { percent } from '../curves.js';
import { exposuresOf } from '../exposures.js';
import { amountField, integerOf } from './amount.js';
import { FieldError } from './field_error.js';
import { accountField, accountsField } from './inputs.js';

const kShown = 100;

export const stakingForms = [{
    path: 'stake', title: 'Stake and nominate', on: (calls) => calls.has('Staking', 'bond'),
    about: 'Bonds an amount for the first time and chooses up to as many validators as the chain allows; both happen, or neither.',
    async build(context, calls) {
        const amount = amountField('Amount to bond', context.chain);
        const payee = select([['Staked', 'staked too'], ['Stash', 'paid to this account'], ['Account', 'paid to another account']]);
        const other = accountField('Rewards to', context);
        other.node.hidden = true;
        payee.addEventListener('change', () => { other.node.hidden = payee.value !== 'Account'; });
        const targets = accountsField('Validators', context, 'one a line; the table below adds them');
        const encode = () => {
            const where = payee.value === 'Account' ? Enum('Account', other.address()) : Enum(payee.value);
            const list = [calls.encode('Staking', 'bond', { value: amount.value(), payee: where })];
            if (targets.input.value.trim() !== '') list.push(nominate(calls, targets));
            return calls.all(list);
        };
        return { node: element('div', {}, amount.node, labelled('Rewards', payee), other.node, targets.node, await validators(context, targets)), encode };
    },
}, {
    path: 'nominate', title: 'Nominate', on: (calls) => calls.has('Staking', 'nominate'), about: 'Chooses other validators with what is bonded already.',
    async build(context, calls) {
        const targets = accountsField('Validators', context, 'one a line; the table below adds them');
        return { node: element('div', {}, targets.node, await validators(context, targets)), encode: () => nominate(calls, targets) };
    },
}, {
    path: 'unstake', title: 'Change the stake', on: (calls) => calls.has('Staking', 'unbond'),
    about: 'Bonds more, begins to unbond, takes out what has been unbonded long enough, or stops nominating.',
    build(context, calls) {
        const kinds = [['bond_extra', 'bond more'], ['unbond', 'unbond'], ['rebond', 'bond again what is being unbonded'],
            ['withdraw_unbonded', 'take out what is unbonded'], ['chill', 'stop nominating or validating']].filter(([call]) => calls.has('Staking', call));
        const kind = select(kinds);
        const amount = amountField('Amount', context.chain);
        kind.addEventListener('change', () => { amount.node.hidden = kind.value === 'chill' || kind.value === 'withdraw_unbonded'; });
        const encode = () => calls.encode('Staking', kind.value, { bond_extra: () => ({ max_additional: amount.value() }), unbond: () => ({ value: amount.value() }),
            rebond: () => ({ value: amount.value() }), withdraw_unbonded: () => ({ num_slashing_spans: 0 }), chill: () => undefined }[kind.value]());
        return { node: element('div', {}, labelled('What', kind), amount.node), encode };
    },
}, {
    path: 'pool', title: 'Join a pool', on: (calls) => calls.has('NominationPools', 'join'), about: 'Bonds an amount with others, who chose who nominates.',
    async build(context, calls) {
        const pools = await context.state.entries('NominationPools', 'BondedPools');
        const pool = select(pools.map(({ keys: [id], value }) => [id, `pool ${id}, ${value.member_counter} members`]));
        const amount = amountField('Amount', context.chain);
        const encode = () => {
            if (pool.value === '') throw new FieldError(pool, 'there is no pool');
            return calls.encode('NominationPools', 'join', { amount: amount.value(), pool_id: Number(integerOf(pool)) });
        };
        return { node: element('div', {}, labelled('Pool', pool), amount.node), encode };
    },
}];

const nominate = (calls, targets) => calls.encode('Staking', 'nominate', {
    targets: targets.addresses().map((one) => calls.account('Staking', 'nominate', 'targets', one)) });

/** Who offers itself as a validator, with buttons that add it to the list. */
async function validators({ state, chain, money }, targets) {
    const [entries, elected, era] = await Promise.all([state.entries('Staking', 'Validators'), state.find('Session', 'Validators'),
        state.get('Staking', 'ActiveEra')]);
    const current = new Set((elected ?? []).map((who) => address(who, chain.prefix)));
    const exposures = await exposuresOf(state, entries.map(({ keys: [who] }) => [era?.index ?? 0, who]));
    const rows = entries.filter(({ value }) => !value.blocked).slice(0, kShown).map(({ keys: [who], value }, i) => {
        const own = address(who, chain.prefix);
        const add = button('Add', () => { if (!targets.input.value.includes(own)) targets.input.value = `${targets.input.value.trim()}\n${own}`.trim(); },
            { ariaLabel: `Add ${own}` });
        return [accountLink(who, chain), current.has(own) ? 'elected' : 'waiting', percent(value.commission / 1e9), money(exposures[i].total), add];
    });
    return table(['validator', '', 'commission', 'backed by', ''], rows, 'Nobody offers itself as a validator.');
}
