// Calls by Root in the open block. The scheduler dispatches them, at the begin of a block alone: so the begin
// of the open block is run a second time on a copy of its state, once without a task and once with it. The difference is the
// effect of the call, and goes into the open block. A block with such a call cannot be executed as a whole,
// and what the call changes in child tries is lost.
import { bnToU8a, compactAddLength, compactToU8a, hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';

import { itemsOf } from './decode.mjs';

const kMostInline = 128; // bytes of a call in an agenda
const kWeight = u8aConcat(compactToU8a(1_000_000_000), compactToU8a(10_000));
const u32 = (value) => bnToU8a(value, { bitLength: 32 });

/** What the longer list has more: lists of hex. */
function inserted(without, withIt) {
    const more = withIt.length - without.length;
    let at = 0;
    while (at < without.length && without[at] === withIt[at]) at += 1;
    return more > 0 ? withIt.slice(at, at + more) : [];
}

export class RootCalls {
    constructor(chain) {
        this.chain = chain;
        const { items } = chain.decoder;
        this.keys = {
            events: items.prefixOf('System.Events'), count: items.prefixOf('System.EventCount'), digest: items.prefixOf('System.Digest'),
            weight: items.prefixOf('System.BlockWeight'), since: items.prefixOf('Scheduler.IncompleteSince'),
        };
    }

    /**
     * What the agenda of the open block has for the call, and the entries beside it that it needs: [[key, value], ...]. The call has
     * a small weight there, for the scheduler puts off what is heavy.
     */
    #task(plain) {
        const { chain } = this;
        const call = u8aConcat(chain.tx.utility.withWeight.callIndex, plain, kWeight);
        const entries = [];
        const hash = blake2AsHex(call);
        let bounded = { Inline: u8aToHex(call) };
        if (call.length > kMostInline) {
            bounded = { Lookup: { hash, len: call.length } };
            entries.push([chain.key('preimage', 'preimageFor', [hash, call.length]), u8aToHex(compactAddLength(call))]);
            // Requested { no ticket, one request, its length }
            entries.push([chain.key('preimage', 'requestStatusFor', hash), u8aToHex(u8aConcat([1, 0, 1, 0, 0, 0, 1], u32(call.length)))]);
        }
        const type = chain.query.scheduler.agenda.meta.type.asMap.value;
        const agenda = chain.registry.createTypeUnsafe(chain.registry.createLookupType(type), [[
            { maybeId: null, priority: 0, call: bounded, maybePeriodic: null, origin: { system: 'Root' } }]]);
        return [[chain.key('scheduler', 'agenda', chain.number), agenda.toHex()], ...entries];
    }

    /** The begin of the open block once more, on the state of `world` with these entries: its changes, or a trap. */
    async #begin(world, header, entries) {
        const { mark } = await this.chain.runner.ask({ op: 'mark', world });
        const [, answer] = await this.chain.runner.ask([
            { op: 'put', world, changes: entries },
            { op: 'call', world, method: 'Core_initialize_block', args: header, changes: true },
            { op: 'restore', world, mark },
        ]);
        return answer;
    }

    #records(hex) {
        return this.chain.decoder.eventRecords(itemsOf(hex)).map(({ bytes }) => bytes);
    }

    #logs(hex) {
        return [...this.chain.registry.createType('Vec<DigestItem>', hexToU8a(hex ?? '0x00'))].map((one) => one.toHex());
    }

    async #dispatchOn(world, header, task) {
        const { chain, keys } = this;
        const now = [keys.since, u8aToHex(u32(chain.number))];
        const without = await this.#begin(world, header, [now, [task[0][0], null]]); // what was put off is not to be done here
        const withIt = await this.#begin(world, header, [now, ...task]);
        if (withIt.trap !== undefined || without.trap !== undefined) return withIt.trap !== undefined ? withIt : without;
        const before = new Map(without.changes);
        const after = new Map(withIt.changes);
        const ofTask = new Set(task.map(([key]) => key));
        const changes = [...after].filter(([key, value]) => !ofTask.has(key) && !Object.values(keys).includes(key)
            && (before.has(key) ? before.get(key) !== value : true));
        const { values: [events, digest] } = await chain.runner.ask({ op: 'get', world, keys: [keys.events, keys.digest] });
        const more = inserted(this.#records(before.get(keys.events) ?? null), this.#records(after.get(keys.events) ?? null));
        const here = this.#records(events).length + more.length;
        changes.push([keys.events, u8aToHex(u8aConcat(compactToU8a(here), itemsOf(events), ...more.map((one) => hexToU8a(one))))]);
        changes.push([keys.count, u8aToHex(u32(here))]);
        const logs = inserted(this.#logs(before.get(keys.digest)), this.#logs(after.get(keys.digest)));
        if (logs.length > 0) {
            const all = [...this.#logs(digest), ...logs];
            changes.push([keys.digest, u8aToHex(u8aConcat(compactToU8a(all.length), ...all.map((one) => hexToU8a(one))))]);
        }
        // An unchanged value need not be written: hooks of both runs wrote it so.
        await chain.runner.ask({ op: 'put', world, changes });
        return {};
    }

    /** Makes the call on both sides: their answers, each { trap } or {}. */
    async dispatch(call) {
        const { chain } = this;
        chain.patched = true;
        const task = this.#task(call);
        const answers = [];
        for (const world of ['real', 'ours']) answers.push(await this.#dispatchOn(world, chain.encodedHeader, task));
        return answers;
    }
}
