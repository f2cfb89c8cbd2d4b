// Votes, delegations and proposals.
import { Blake2256, Enum } from '@polkadot-api/substrate-bindings';
import { toHex } from '@polkadot-api/utils';
import { element, labelled, select } from '../dom.js';
import { amountField, integerOf } from './amount.js';
import { callInput } from './fields.js';
import { accountField, choiceOf } from './inputs.js';

const kConvictions = [['None', 'a tenth of it, not locked'], ['Locked1x', 'once, locked for one period'], ['Locked2x', 'twice, for two periods'],
    ['Locked3x', 'three times, for four'], ['Locked4x', 'four times, for eight'], ['Locked5x', 'five times, for sixteen'], ['Locked6x', 'six times, for thirty-two']];
const kInlineBytes = 128; // a longer proposal is a preimage with a hash

export const governanceForms = [{
    path: 'vote', title: 'Vote', on: (calls) => calls.has('ConvictionVoting', 'vote'), about: 'Votes in a referendum; a later vote replaces an earlier one.',
    async build(context, calls) {
        const poll = select(await referenda(context));
        if (context.parameters.has('referendum')) poll.value = context.parameters.get('referendum');
        const side = select([['aye', 'aye'], ['nay', 'nay'], ['split', 'both, or to abstain'], ['remove', 'take back the vote']]);
        const conviction = select(kConvictions, 'Locked1x');
        const amount = amountField('Amount', context.chain);
        const [aye, nay, abstain] = ['Aye', 'Nay', 'Abstain'].map((label) => amountField(label, context.chain));
        const parts = element('div', {}, aye.node, nay.node, abstain.node);
        const one = element('div', {}, labelled('Counts', conviction), amount.node);
        const draw = () => { parts.hidden = side.value !== 'split'; one.hidden = side.value === 'split' || side.value === 'remove'; };
        side.addEventListener('change', draw);
        draw();
        const encode = () => {
            const index = Number(choiceOf(poll));
            if (side.value === 'remove') return calls.encode('ConvictionVoting', 'remove_vote', { class: undefined, index });
            const power = kConvictions.findIndex(([name]) => name === conviction.value);
            const vote = side.value === 'split' ? Enum('SplitAbstain', { aye: aye.value(), nay: nay.value(), abstain: abstain.value() })
                : Enum('Standard', { vote: (side.value === 'aye' ? 0x80 : 0) | power, balance: amount.value() });
            return calls.encode('ConvictionVoting', 'vote', { poll_index: index, vote });
        };
        return { node: element('div', {}, labelled('Referendum', poll), labelled('Side', side), one, parts), encode };
    },
}, {
    path: 'delegate', title: 'Delegate', on: (calls) => calls.has('ConvictionVoting', 'delegate'),
    about: 'Lets another account vote with an amount in all referenda of a track, or takes that back.',
    build(context, calls) {
        const track = select(tracksOf(context.state).map(({ id, name }) => [id, `${name} (${id})`]));
        const kind = select([['delegate', 'delegate'], ['undelegate', 'take it back']]);
        const to = accountField('To', context, { name: 'to' });
        const conviction = select(kConvictions, 'Locked1x');
        const amount = amountField('Amount', context.chain);
        const details = element('div', {}, to.node, labelled('Counts', conviction), amount.node);
        kind.addEventListener('change', () => { details.hidden = kind.value === 'undelegate'; });
        const encode = () => {
            const id = Number(choiceOf(track));
            if (kind.value === 'undelegate') return calls.encode('ConvictionVoting', 'undelegate', { class: id });
            return calls.encode('ConvictionVoting', 'delegate', { class: id, to: calls.account('ConvictionVoting', 'delegate', 'to', to.address()),
                conviction: Enum(conviction.value), balance: amount.value() });
        };
        return { node: element('div', {}, labelled('Track', track), labelled('What', kind), details), encode };
    },
}, {
    path: 'propose', title: 'Propose', on: (calls) => calls.has('Referenda', 'submit'),
    about: 'Submits a referendum on a call. A call of more than 128 bytes is stored as a preimage in the same transaction.',
    build(context, calls) {
        const origins = originsOf(context.metadata);
        const origin = select(origins.map(({ outer, inner }) => [`${outer}.${inner}`, outer === 'system' ? inner : inner.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()]));
        const after = element('input', { inputmode: 'numeric', value: '10' });
        const call = callInput(context, { name: 'What is proposed' });
        const encode = () => {
            const [outer, inner] = origin.value.split('.');
            const bytes = call.encode();
            const isInline = bytes.length <= kInlineBytes;
            const proposal = isInline ? Enum('Inline', bytes) : Enum('Lookup', { hash: toHex(Blake2256(bytes)), len: bytes.length });
            const submit = calls.encode('Referenda', 'submit', { proposal_origin: Enum(outer, Enum(inner)), proposal,
                enactment_moment: Enum('After', Number(integerOf(after))) });
            return isInline ? submit : calls.all([calls.encode('Preimage', 'note_preimage', { bytes }), submit]);
        };
        return { node: element('div', {}, labelled('With the power of', origin), labelled('Enacted after', after, 'blocks after it is approved'), call.node), encode };
    },
}, {
    path: 'decide', title: 'Decision deposit', on: (calls) => calls.has('Referenda', 'place_decision_deposit'),
    about: 'Places the deposit without which a referendum is not decided; it comes back when the referendum has ended.',
    async build(context, calls) {
        const poll = select(await referenda(context));
        return { node: labelled('Referendum', poll), encode: () => calls.encode('Referenda', 'place_decision_deposit', { index: Number(choiceOf(poll)) }) };
    },
}];

async function referenda({ state }) {
    const all = await state.entries('Referenda', 'ReferendumInfoFor');
    const names = new Map(tracksOf(state).map(({ id, name }) => [id, name]));
    return all.filter(({ value }) => value.is === 'Ongoing').sort((a, b) => b.keys[0] - a.keys[0])
        .map(({ keys: [index], value: { value } }) => [index, `${index}, ${names.get(value.track) ?? ''}`]);
}

/** Tracks, as runtimes of any age write them. */
function tracksOf(state) {
    return (state.constant('Referenda', 'Tracks') ?? []).map((track) => {
        const [id, info] = Array.isArray(track) ? track : [track.id, track.info ?? track];
        const name = info.name instanceof Uint8Array ? new TextDecoder().decode(info.name).replace(/\0+$/, '') : String(info.name);
        return { id, name: name.replaceAll('_', ' ') };
    });
}

/** Origins that need nothing more than their name. */
function originsOf(metadata) {
    const { types } = metadata;
    const submit = metadata.cases('Referenda', 'calls').find(({ name }) => name === 'submit');
    const outer = types.at(submit.fields.find(({ name }) => name === 'proposal_origin').type).def.value;
    return outer.flatMap(({ name, fields }) => {
        const inner = fields.length === 1 ? types.at(fields[0].type).def : null;
        return inner?.tag !== 'variant' ? [] : inner.value.filter((one) => one.fields.length === 0).map((one) => ({ outer: name, inner: one.name }));
    });
}
