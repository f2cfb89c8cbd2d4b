// Methods of the node's JSON-RPC, with parameters as JSON. Address: #/rpc/METHOD.
import { element, labelled, section, select } from '../dom.js';
import { checked, FieldError } from './field_error.js';

const kSubscription = /subscribe|watch|_follow|unstable_follow/i;

export async function rpcView(context, method) {
    const { rpc } = context;
    const offered = await rpc.call('rpc_methods').then(({ methods }) => methods.filter((name) => !kSubscription.test(name)).sort(), () => []);
    const choice = select(offered, offered.includes(method) ? method : offered.includes('system_health') ? 'system_health' : offered[0]);
    choice.addEventListener('change', () => { location.hash = `#/rpc/${choice.value}`; });
    const parameters = element('textarea', { rows: 3, spellcheck: 'false', className: 'account', value: '[]' });
    parameters.value = '[]';
    const problem = element('p', { className: 'bad', role: 'alert' });
    const result = element('div', { className: 'results', ariaLive: 'polite' });
    const form = element('form', { className: 'inputs' }, element('div', { className: 'row' }, labelled('Method', choice)),
        labelled('Parameters', parameters, 'a list in JSON: [1, "0x1234"]'), problem, element('button', { text: 'Call' }));
    const list = () => {
        try {
            const read = JSON.parse(parameters.value.trim() || '[]');
            if (Array.isArray(read)) return read;
        } catch { /* told below */ }
        throw new FieldError(parameters, 'a list in JSON is wanted, [] for none');
    };
    form.addEventListener('submit', async (event) => {
        event.preventDefault();
        const values = checked(form, list, (text) => { problem.textContent = text; });
        if (!values) return parameters.focus();
        result.replaceChildren(element('p', { text: 'Asking …' }));
        const shown = await rpc.call(choice.value, ...values).then((answer) => element('pre', { className: 'bytes', text: JSON.stringify(answer, null, 2) }),
            (error) => element('p', { className: 'bad', text: error.message }));
        result.replaceChildren(element('h3', { text: 'Answer' }), shown);
    });
    return section('RPC', element('p', { className: 'count', text: 'What the node answers to this page; methods that are unsafe it may refuse. Subscriptions are left out.' }), form, result);
}
