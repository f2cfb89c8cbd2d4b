// Forms for what people do most. Address: #/act/NAME, with values of its inputs after a "?".
import { element, link, section } from '../dom.js';
import { Calls } from './calls.js';
import { crowdloanForms } from './form_crowdloan.js';
import { governanceForms } from './form_governance.js';
import { stakingForms } from './form_staking.js';
import { transferForms } from './form_transfer.js';
import { actPanel, callPreview } from './panel.js';

/** { path, title, on(calls, state), about, build(context, calls) → { node, encode() } (or a promise of it) } */
const kForms = [...transferForms, ...stakingForms, ...governanceForms, ...crowdloanForms];

export async function formsView(context, name) {
    const calls = new Calls(context.metadata);
    const offered = kForms.filter(({ on }) => on(calls, context.state));
    const form = offered.find(({ path }) => path === name);
    const links = element('nav', { className: 'forms', ariaLabel: 'Forms' }, ...offered.map(({ path, title }) => (
        link(`#/act/${path}`, title, { ariaCurrent: path === name ? 'page' : undefined }))), link('#/call', 'Any other call'));
    if (!form) {
        return section('Act', element('p', { text: 'What is signed by an account of a browser extension, or on development chains by //Alice and others.' }), links);
    }
    const { node, encode } = await form.build(context, calls);
    const inputs = element('form', { className: 'inputs', on: { submit: (event) => event.preventDefault() } }, node);
    const preview = element('div');
    const draw = () => {
        try {
            preview.replaceChildren(callPreview(context, encode()));
        } catch (error) {
            preview.replaceChildren(element('p', { className: 'count', text: error.message }));
        }
    };
    for (const event of ['input', 'change', 'click']) inputs.addEventListener(event, draw);
    draw();
    return element('div', {}, section('Act', links),
        section(form.title, element('p', { className: 'count', text: form.about }), inputs, element('h3', { text: 'What will be called' }), preview),
        actPanel(context, inputs, encode));
}
