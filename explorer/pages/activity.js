// What an account did and what happened to it in the latest blocks, read from their events.
import { toHex } from '@polkadot-api/utils';
import { kEventsKey } from '../metadata.js';
import { backwards, blockHash } from '../chain.js';
import { button, element, link, linked, section, table } from '../dom.js';
import { fieldsText, number } from '../text.js';

const kAtFirst = 100;
const kFurther = 1000;
const kAtOnce = 20;
const kShown = 200;
const kNoise = new Set(['TransactionPayment.TransactionFeePaid', 'Balances.Withdraw', 'Treasury.Deposit', 'Balances.Deposit', 'System.ExtrinsicSuccess']);

/** By event or pallet: what kind of thing it is. */
const kKinds = { 'Balances.Transfer': 'transfer', Balances: 'balance', Staking: 'stake', NominationPools: 'stake', ConvictionVoting: 'vote', FellowshipCollective: 'vote', Referenda: 'vote' };

const known = new Map();  // by account: what was found, which stays when the view is drawn again

/** The node is one and the same for an account: it goes on looking while the view around it is drawn anew. */
export function activitySection(context, account) {
    const name = toHex(account);
    if (!known.has(name)) known.set(name, new Activity(context, name));
    const activity = known.get(name);
    activity.follow(context);
    return activity.node;
}

class Activity {
    #rows = [];  // { height, index, kind, text }

    constructor(context, name) {
        [this.needle, this.lowest, this.highest] = [name.slice(2), context.now + 1, context.now];
        this.status = element('p', { className: 'count' });
        this.list = element('div');
        this.more = element('p');
        this.node = section('Activity', this.status, this.list, this.more);
        this.context = context;
        this.#look(kAtFirst);
    }

    /** Blocks that came since. */
    follow(context) {
        this.context = context;
        if (this.looking || context.now <= this.highest) return;
        const [from, count] = [context.now, context.now - this.highest];
        this.highest = context.now;
        backwards(from, Math.min(count, kAtFirst), kAtOnce, (height) => this.#read(height)).then(() => this.#draw(), () => {});
    }

    async #look(count) {
        this.looking = true;
        this.more.replaceChildren();
        this.status.textContent = 'Looking through the latest blocks …';
        const from = this.lowest - 1;
        try {
            await backwards(from, count, kAtOnce, (height) => this.#read(height));
            this.lowest = Math.max(0, from - count) + 1;
            this.failure = null;
        } catch (error) {
            this.failure = error.message;
        }
        this.looking = false;
        this.#draw();
    }

    #draw() {
        this.#rows.sort((a, b) => b.height - a.height || a.index - b.index);
        this.status.textContent = this.failure ? `Older blocks cannot be read: ${this.failure}` : `Blocks ${number(this.lowest)} to ${number(this.highest)}.`;
        this.list.replaceChildren(table(['extrinsic', 'kind', 'what happened'], this.#rows.slice(0, kShown).map(({ height, index, kind, text }) => [
            index === null ? link(`#/block/${height}`, number(height)) : link(`#/extrinsic/${height}-${index}`, `${number(height)}-${index}`), kind,
            element('code', {}, ...linked(text))]), 'Nothing has happened in these blocks.'));
        this.more.replaceChildren(this.lowest > 1 && !this.failure
            ? button(`Look through ${number(Math.min(kFurther, this.lowest - 1))} blocks more`, () => this.#look(kFurther)) : '');
    }

    async #read(height) {
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
            this.#rows.push({ height, index: extrinsic, kind: kKinds[`${pallet}.${event}`] ?? kKinds[pallet] ?? pallet, text: `${pallet}.${event} ${fieldsText(fields, chain)}` });
        }
        extrinsics.forEach((one, index) => {
            if (!own[index]) return;
            const { signer, pallet, call, fields } = metadata.decodeExtrinsic(one);
            if (!signer || !mentions([{ value: signer }], this.needle)) return;
            const failed = events.some((one) => one.extrinsic === index && one.pallet === 'System' && one.event === 'ExtrinsicFailed');
            this.#rows.push({ height, index, kind: failed ? 'signed, failed' : 'signed', text: `${pallet}.${call} ${fieldsText(fields, chain)}` });
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
