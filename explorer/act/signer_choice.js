// Who signs: a choice among the accounts of extensions, and on development chains of those that everybody has the keys of.
import { button, element, labelled, select } from '../dom.js';
import { accounts, connect, extensions } from './signers.js';

let lastSigner = null; // stays chosen from one page to the next

/** The accounts that can sign, and the extensions that have not been asked for theirs. */
export function signerChoice(context) {
    const known = element('datalist', { id: 'known-accounts' });
    const choice = select([]);
    const asks = element('div', { className: 'buttons' });
    const status = element('p', { className: 'count', role: 'status' });
    const chosen = () => accounts(context).find(({ key }) => key === choice.value) ?? null;
    const draw = () => {
        const all = accounts(context);
        choice.replaceChildren(...all.map(({ key, name, address }) => element('option', { value: key, text: `${name}: ${address}` })));
        if (all.some(({ key }) => key === lastSigner)) choice.value = lastSigner;
        known.replaceChildren(...all.map(({ name, address }) => element('option', { value: address, text: name })));
        const names = extensions();
        asks.replaceChildren(...names.map((name) => button(`Connect ${name}`, async () => {
            try {
                await connect(name);
                lastSigner = accounts(context).find(({ key }) => key.startsWith(`${name}:`))?.key ?? lastSigner;
                status.textContent = `${name} is connected`;
            } catch (error) {
                status.textContent = `${name}: ${error.message}`;
            }
            draw();
            choice.dispatchEvent(new Event('change', { bubbles: true }));
        })));
        if (all.length === 0 && names.length === 0) status.textContent = 'No browser extension that signs is installed.';
    };
    choice.addEventListener('change', () => { lastSigner = choice.value; });
    draw();
    // Extensions come some time after the page.
    setTimeout(draw, 1000);
    return { node: element('div', { className: 'signer' }, labelled('Account', choice), asks, status, known), chosen };
}
