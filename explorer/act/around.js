// What may be put around a call: it is made for another account whose proxy the signer is, or by several signatories together.
import { Blake2256, compact, u16 } from '@polkadot-api/substrate-bindings';
import { mergeUint8, toHex } from '@polkadot-api/utils';
import { element, labelled, link, select } from '../dom.js';
import { account as parse, address } from '../ss58.js';
import { Calls } from './calls.js';
import { integerOf } from './amount.js';
import { FieldError } from './field_error.js';
import { accountField, accountsField } from './inputs.js';
import { feeOf } from './transaction.js';

const kMostSignatories = 1000; // ours; the chain has its own limit, which it names

/** Observed: pallet_multisig 38: the account of a threshold and of signatories in order. */
export function multisigAccount(signatories, threshold) {
    return Blake2256(mergeUint8([new TextEncoder().encode('modlpy/utilisuba'), compact.enc(signatories.length), ...inOrder(signatories), u16.enc(threshold)]));
}

const inOrder = (accounts) => [...accounts].sort((a, b) => (toHex(a) < toHex(b) ? -1 : 1));

/** { node, wrap(call, signer) → promise of the bytes of the call that is signed }; both of an input that is wrong throw a FieldError. */
export function aroundInput(context) {
    const calls = new Calls(context.metadata);
    const kinds = [['', 'the signer, directly'], ['proxy', 'another account, whose proxy the signer is'], ['multisig', 'several signatories together, of whom the signer is one']]
        .filter(([kind]) => kind === '' || (kind === 'proxy' ? calls.has('Proxy', 'proxy') : calls.has('Multisig', 'as_multi')));
    if (kinds.length === 1) return { node: null, wrap: async (call) => call };
    const kind = select(kinds);
    const real = accountField('For', context, { note: 'the account for which the call is made' });
    const others = accountsField('The other signatories', context, 'one a line, in any order');
    const threshold = element('input', { inputmode: 'numeric', autocomplete: 'off', value: '2' });
    const note = element('p', { className: 'count', role: 'status' });
    const multisig = element('div', {}, others.node, labelled('How many must approve', threshold), note);
    const draw = () => { real.node.hidden = kind.value !== 'proxy'; multisig.hidden = kind.value !== 'multisig'; };
    kind.addEventListener('change', draw);
    draw();
    const wrap = async (call, who) => {
        if (kind.value === 'proxy') {
            return calls.encode('Proxy', 'proxy', { real: calls.account('Proxy', 'proxy', 'real', real.address()), force_proxy_type: undefined, call: calls.inner(call) });
        }
        if (kind.value !== 'multisig') return call;
        return inMultisig(context, calls, { call, who, others, threshold, note });
    };
    return { node: element('div', {}, labelled('Who makes the call', kind), real.node, multisig), wrap };
}

async function inMultisig(context, calls, { call, who, others, threshold, note }) {
    const { rpc, chain } = context;
    const own = toHex(who.publicKey);
    const accounts = others.addresses().map(parse).filter((one) => toHex(one) !== own);
    if (accounts.length === 0 || accounts.length > kMostSignatories) throw new FieldError(others.input, 'at least one account beside the signer is wanted');
    const wanted = Number(integerOf(threshold));
    if (wanted < 1 || wanted > accounts.length + 1) throw new FieldError(threshold, `from 1 to ${accounts.length + 1}`);
    const together = multisigAccount([who.publicKey, ...accounts], wanted);
    const list = inOrder(accounts).map((one) => address(one, chain.prefix));
    const say = (text) => note.replaceChildren(`${text} The account of these signatories: `, link(`#/account/${address(together, chain.prefix)}`, address(together, chain.prefix)));
    if (wanted === 1) {
        say('One signature is enough.');
        return calls.encode('Multisig', 'as_multi_threshold_1', { other_signatories: list, call: calls.inner(call) });
    }
    const [state, { weight }] = await Promise.all([rpc.call('chain_getBlockHash').then((hash) => context.stateAt(hash)),
        feeOf(context, call, who, { nonce: 0, tip: 0n, isMortal: false })]);
    const begun = await state.find('Multisig', 'Multisigs', together, Blake2256(call));
    const approvals = begun?.approvals.length ?? 0;
    say(begun ? `${approvals} of ${wanted} have approved this call.` : 'Nobody has approved this call yet.');
    return calls.encode('Multisig', 'as_multi', { threshold: wanted, other_signatories: list, maybe_timepoint: begun?.when, call: calls.inner(call),
        max_weight: { ref_time: BigInt(weight.refTime ?? weight.ref_time), proof_size: BigInt(weight.proofSize ?? weight.proof_size) } });
}
