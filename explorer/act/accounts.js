// The accounts that can sign here: what they have, and how they are reached.
import { transferable } from '../account.js';
import { accountLink, button, element, link, section, table } from '../dom.js';
import { number } from '../text.js';
import { accounts, connect, extensions } from './signers.js';

let told = ''; // what became of the last attempt to connect; the view is drawn again with each block

export async function accountsView(context) {
    const node = element('div');
    const draw = async () => node.replaceChildren(await drawn(context, draw));
    await draw();
    return node;
}

async function drawn(context, draw) {
    const { state, chain, money } = context;
    const all = accounts(context);
    const found = await Promise.all(all.map(({ publicKey }) => state.get('System', 'Account', publicKey)));
    const total = ({ data }) => BigInt(data.free) + BigInt(data.reserved);
    const rows = all.map(({ name, publicKey, address }, i) => [name, accountLink(publicKey, chain), money(total(found[i])), money(transferable(state, found[i].data)),
        number(found[i].nonce), element('span', {}, link(`#/act/transfer?to=${address}`, 'send to it', { ariaLabel: `send to it: ${name}` }))]);
    const connects = extensions().map((name) => button(`Connect ${name}`, async () => {
        told = await connect(name).then(() => `${name} is connected`, (error) => `${name}: ${error.message}`);
        await draw();
    }));
    return section('Accounts',
        element('p', { className: 'count', text: 'Keys are kept by extensions of the browser, never by this page.' }),
        element('div', { className: 'buttons' }, ...connects), element('p', { className: 'count', role: 'status', text: told }),
        table(['name', 'account', 'total', 'transferable', 'transactions', ''], rows,
            'There is no account yet: connect an extension, or install one that signs for Polkadot.'),
        all.length > 1 ? element('p', {}, `Together: ${money(together(all, found.map(total)))}`) : null);
}

/** An account that stands there by two names counts once. */
function together(all, totals) {
    return [...new Map(all.map(({ address }, i) => [address, totals[i]])).values()].reduce((sum, one) => sum + one, 0n);
}
