// Sending the chain's own token.
import { element, labelled, select } from '../dom.js';
import { amountField } from './amount.js';
import { accountField } from './inputs.js';

export const transferForms = [{
    path: 'transfer', title: 'Transfer', about: 'Sends an amount to another account.',
    on: (calls) => calls.has('Balances', 'transfer_keep_alive'),
    build(context, calls) {
        const to = accountField('To', context, { name: 'to' });
        const amount = amountField('Amount', context.chain);
        const kinds = [['transfer_keep_alive', 'this amount, if the account stays alive'], ['transfer_allow_death', 'this amount, even if nothing is left'],
            ['transfer_all', 'everything']].filter(([call]) => calls.has('Balances', call));
        const kind = select(kinds);
        kind.addEventListener('change', () => { amount.node.hidden = kind.value === 'transfer_all'; });
        const encode = () => {
            const dest = calls.account('Balances', kind.value, 'dest', to.address());
            return kind.value === 'transfer_all' ? calls.encode('Balances', 'transfer_all', { dest, keep_alive: false })
                : calls.encode('Balances', kind.value, { dest, value: amount.value() });
        };
        return { node: element('div', {}, to.node, labelled('What', kind), amount.node), encode };
    },
}];
