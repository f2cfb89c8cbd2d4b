// What an account did and what happened to it in the latest blocks, read from their events.
import { toHex } from '@polkadot-api/utils';
import { kEventsKey } from '../metadata.js';
import { blockHash } from '../chain.js';
import { element, link, linked } from '../dom.js';
import { fieldsText, number } from '../text.js';
import { LatestBlocks } from './latest_blocks.js';

const kSteps = { first: 100, further: 1000, atOnce: 20, shown: 200 };
const kNoise = new Set(['TransactionPayment.TransactionFeePaid', 'Balances.Withdraw', 'Treasury.Deposit', 'Balances.Deposit', 'System.ExtrinsicSuccess']);

/** By event or pallet: what kind of thing it is. */
const kKinds = { 'Balances.Transfer': 'transfer', Balances: 'balance', Staking: 'stake', NominationPools: 'stake', ConvictionVoting: 'vote', FellowshipCollective: 'vote', Referenda: 'vote' };

const known = new Map();  // by account: what was found, which stays when the view is drawn again

export function activitySection(context, account) {
    const name = toHex(account);
    if (!known.has(name)) known.set(name, new Activity(context, name));
    const activity = known.get(name);
    activity.follow(context);
    return activity.node;
}

class Activity extends LatestBlocks {
    constructor(context, name) {
        super(context, { title: 'Activity', columns: ['extrinsic', 'kind', 'what happened'], nothing: 'Nothing has happened in these blocks.', steps: kSteps });
        this.needle = name.slice(2);
        this.look();
    }

    cells({ height, index, kind, text }) {
        return [index === null ? link(`#/block/${height}`, number(height)) : link(`#/extrinsic/${height}-${index}`, `${number(height)}-${index}`), kind,
            element('code', {}, ...linked(text))];
    }

    async read(height) {
        const { rpc, metadataOf, chain } = this.context;
        const hash = await blockHash(rpc, height);
        const [hex, found] = await Promise.all([rpc.call('state_getStorage', kEventsKey, hash), rpc.call('chain_getBlock', hash)]);
        const { header, extrinsics } = found.block;
        const own = extrinsics.map((one) => one.includes(this.needle));
        if (!hex?.includes(this.needle) && !own.includes(true)) return true;
        const metadata = await metadataOf(header.parentHash);
        const events = metadata.decodeEvents(hex);
        for (const { extrinsic, pallet, event, fields } of events) {
            if (kNoise.has(`${pallet}.${event}`) || !mentions(fields, this.needle)) continue;
            this.rows.push({ height, index: extrinsic, kind: kKinds[`${pallet}.${event}`] ?? kKinds[pallet] ?? pallet, text: `${pallet}.${event} ${fieldsText(fields, chain)}` });
        }
        extrinsics.forEach((one, index) => {
            if (!own[index]) return;
            const { signer, pallet, call, fields } = metadata.decodeExtrinsic(one);
            if (!signer || !mentions([{ value: signer }], this.needle)) return;
            const failed = events.some((one) => one.extrinsic === index && one.pallet === 'System' && one.event === 'ExtrinsicFailed');
            this.rows.push({ height, index, kind: failed ? 'signed, failed' : 'signed', text: `${pallet}.${call} ${fieldsText(fields, chain)}` });
        });
        return true;
    }
}

/** Whether an account is somewhere in decoded fields. */
function mentions(value, needle) {
    if (value instanceof Uint8Array) return value.length === 32 && toHex(value).slice(2) === needle;
    if (Array.isArray(value)) return value.some((item) => mentions(item, needle));
    if (value === null || typeof value !== 'object') return false;
    return value.fields ? mentions(value.fields, needle) : mentions(value.value, needle);
}
