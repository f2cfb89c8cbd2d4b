// Messages that are signed and verified, accounts and bytes in other forms, and what extensions know of the chain.
import { Blake2256, Twox128 } from '@polkadot-api/substrate-bindings';
import { fromHex, mergeUint8, toHex } from '@polkadot-api/utils';
import { ed25519, sr25519 } from '@polkadot-labs/hdkd-helpers';
import { button, element, labelled, list, section } from '../dom.js';
import { palletAccount } from '../state.js';
import { account as parse, address } from '../ss58.js';
import { checked, FieldError } from './field_error.js';
import { accountOf } from './fields.js';
import { signerChoice } from './signer_choice.js';
import { connectedNames, provideMetadata } from './signers.js';

const utf8 = (text) => new TextEncoder().encode(text);
/** Text counts as its UTF-8, and "0x…" as hex. */
function bytesOf(input) {
    if (!input.value.startsWith('0x')) return utf8(input.value);
    if (!/^0x([0-9a-f]{2})*$/i.test(input.value)) throw new FieldError(input, 'after 0x come pairs of the digits 0 to f');
    return fromHex(input.value);
}
const line = (attributes = {}) => element('input', { autocomplete: 'off', spellcheck: 'false', ...attributes });

export function toolsView(context) {
    return element('div', {}, signSection(context), verifySection(context), accountSection(context), hashSection(), extensionSection(context));
}

/** A form that shows what `work` gives below itself. */
function tool(title, inputs, action, work) {
    const problem = element('p', { className: 'bad', role: 'alert' });
    const result = element('div', { className: 'results', ariaLive: 'polite' });
    const form = element('form', { className: 'inputs' }, ...inputs, problem, element('button', { text: action }));
    form.addEventListener('submit', async (event) => {
        event.preventDefault();
        result.replaceChildren();
        const promise = checked(form, work, (text) => { problem.textContent = text; });
        if (promise === null) return form.querySelector('[aria-invalid]')?.focus();
        await Promise.resolve(promise).then((node) => result.replaceChildren(node), (error) => { problem.textContent = error.message ?? String(error); });
    });
    return section(title, form, result);
}

function signSection(context) {
    const signer = signerChoice(context);
    const message = line();
    return tool('Sign a message', [signer.node, labelled('Message', message, 'text, or hex that begins with 0x')], 'Sign', async () => {
        const who = signer.chosen();
        if (!who) throw new FieldError(null, 'an account must be chosen to sign');
        const signature = await who.signer.signBytes(bytesOf(message));
        return list([['account', who.address], ['signature', element('code', { className: 'bytes', text: toHex(signature) })],
            ['signed as', 'extensions put <Bytes> around what they sign, and so does this page: a message is then no transaction']]);
    });
}

function verifySection({ chain }) {
    const [who, message, signature] = [line({ className: 'account' }), line(), line()];
    return tool('Verify a signature', [labelled('Signed by', who, 'address or public key'), labelled('Signed message', message, 'text, or hex that begins with 0x'),
        labelled('Signature', signature, 'in hex')], 'Verify', () => {
        const key = accountOf(who);
        const plain = bytesOf(message);
        const found = schemeOf(signatureOf(signature), [plain, mergeUint8([utf8('<Bytes>'), plain, utf8('</Bytes>')])], key);
        return element('p', { className: found ? 'good' : 'bad', role: 'status', text: found
            ? `Valid, by ${found}: ${address(key, chain.prefix)} has signed it.` : 'Not valid: the account has not signed this message so.' });
    });
}

/** Of 64 bytes, or of a MultiSignature of Ed25519 or Sr25519. */
function signatureOf(input) {
    const bytes = bytesOf(input);
    if (bytes.length === 65 && bytes[0] < 2) return bytes.slice(1);
    if (bytes.length !== 64) throw new FieldError(input, '64 bytes are wanted; signatures by ECDSA are verified by `serinus key verify`');
    return bytes;
}

function schemeOf(signature, messages, key) {
    const fits = (curve) => messages.some((message) => { try { return curve.verify(signature, message, key); } catch { return false; } });
    return fits(sr25519) ? 'Sr25519' : fits(ed25519) ? 'Ed25519' : null;
}

function accountSection({ chain }) {
    const [text, prefix] = [line({ className: 'account' }), line({ inputmode: 'numeric', value: String(chain.prefix) })];
    return tool('An account in other forms', [labelled('Account', text, 'address of any network, public key, or the eight letters of a pallet'),
        labelled('Network', prefix, 'the number of its addresses: 0 Polkadot, 2 Kusama, 42 any')], 'Convert', () => {
        const account = /^[\w/]{8}$/.test(text.value) ? palletAccount(utf8(text.value)) : parse(text.value.trim());
        const number = Number(prefix.value);
        if (!Number.isInteger(number) || number < 0 || number > 16383) throw new FieldError(prefix, 'from 0 to 16383');
        return list([['address', element('code', { text: address(account, number) })], ['public key', element('code', { text: toHex(account) })]]);
    });
}

function hashSection() {
    const data = line();
    return tool('Hash', [labelled('Data', data, 'text, or hex that begins with 0x')], 'Hash it', () => {
        const bytes = bytesOf(data);
        return list([['as hex', element('code', { className: 'bytes', text: toHex(bytes) })], ['BLAKE2b of 256 bits', element('code', { text: toHex(Blake2256(bytes)) })],
            ['xxHash of 128 bits', element('code', { text: toHex(Twox128(bytes)) })]]);
    });
}

function extensionSection(context) {
    const status = element('p', { role: 'status' });
    const buttons = connectedNames().map((name) => button(`Tell ${name}`, async () => {
        status.textContent = await provideMetadata(name, context).then((taken) => (taken ? `${name} knows this runtime now` : `${name} did not take it`),
            (error) => `${name}: ${error.message}`);
    }));
    return section('What extensions know of the chain', element('p', { className: 'count', text: buttons.length > 0
        ? 'An extension that has the metadata of the runtime shows what is signed by its name.' : 'No extension that takes metadata is connected.' }),
    element('div', { className: 'buttons' }, ...buttons), status);
}
