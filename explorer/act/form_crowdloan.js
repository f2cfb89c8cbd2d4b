// Contributions to crowdloans.
import { element, labelled, select } from '../dom.js';
import { amountField } from './amount.js';
import { choiceOf } from './inputs.js';

export const crowdloanForms = [{
    path: 'contribute', title: 'Contribute', on: (calls) => calls.has('Crowdloan', 'contribute'),
    about: 'Lends an amount to a parachain for its lease; it comes back when the lease ends, or when the crowdloan fails.',
    async build(context, calls) {
        const funds = await context.state.entries('Crowdloan', 'Funds');
        const open = funds.filter(({ value }) => value.end > context.now);
        const fund = select(open.map(({ keys: [id], value }) => [id, `parachain ${id}: ${context.money(value.raised)} of ${context.money(value.cap)}`]));
        const amount = amountField('Amount', context.chain);
        const least = context.state.constant('Crowdloan', 'MinContribution');
        const encode = () => calls.encode('Crowdloan', 'contribute', { index: Number(choiceOf(fund)), value: amount.value(), signature: undefined });
        return { node: element('div', {}, labelled('Crowdloan', fund), amount.node,
            least === undefined ? null : element('p', { className: 'count', text: `The least is ${context.money(least)}.` })), encode };
    },
}];
