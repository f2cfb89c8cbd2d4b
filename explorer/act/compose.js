// Composes any call of the runtime from the metadata. Address: #/call/0x… for a call in bytes, or ?call=Pallet.call.
import { element, section } from '../dom.js';
import { callInput } from './fields.js';
import { actPanel } from './panel.js';

export function composeView(context, hex) {
    const call = callInput(context, { name: 'Call' });
    const note = element('p', { className: 'bad', role: 'alert' });
    if (hex) {
        try {
            call.set(context.metadata.types.decode(context.metadata.extrinsic.call, hex));
        } catch (error) {
            note.textContent = `The bytes in the address are no call of this runtime: ${error.message}`;
        }
    }
    const [pallet, name] = (context.parameters.get('call') ?? '').split('.');
    if (pallet) call.choose(pallet, name);
    const inputs = element('form', { className: 'inputs', on: { submit: (event) => event.preventDefault() } }, call.node);
    return element('div', {}, section('Compose a call', note, inputs), actPanel(context, inputs, call.encode));
}
