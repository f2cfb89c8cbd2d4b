// Rounds of random programs in XCM on both chains: a block in which accounts execute and send programs and make transfers, many in one extrinsic, and one that serves messages
// of parachains. Where the sides differ, the programs are tried again one by one, and those that differ alone are told.
import { bnToU8a, compactToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';

import { keyOf } from './chain.mjs';
import { Report } from './report.mjs';
import { KSM, Scenario } from './scenario.mjs';
import { kDialects, sovereign } from './xcm.mjs';
import { XcmCalls } from './xcm_calls.mjs';
import { kPlaces, kTrapped } from './xcm_programs.mjs';

const kForceBatch = [24, 4];
const kSigners = 6;
const kCallsOfSigner = 14;
const kMessagesOfPara = 24;
const kMostBlocks = 4; // that serve messages
const kQueries = 6;
const kMoney = 10_000n * KSM;

const kTimes = '0x40420f00'; // a million: of each list of assets that are trapped

const u32 = (value) => bnToU8a(value, { bitLength: 32 });

export class XcmRounds {
    count = 0;
    outcomes = new Map(); // what became of programs that were executed: name → times
    #page = 0;
    #query = 100;

    constructor(chain, random) {
        this.chain = chain;
        this.random = random;
        this.t = new Scenario(chain);
        this.signers = Array.from({ length: kSigners }, (_, i) => keyOf(`//Xcm//${i}`));
        this.known = { accounts: this.signers.map(({ publicKey }) => publicKey), trapped: kTrapped, queries: [] };
        this.calls = new XcmCalls(this.t, random, this.known);
        this.messages = this.calls.messages;
    }

    async prepare() {
        const { chain, t, messages } = this;
        await t.next();
        const [, , newest] = kDialects;
        await messages.know(kPlaces.system, kPlaces.otherSystem, kPlaces.user, kPlaces.otherUser);
        await chain.endow(this.signers, kMoney);
        const places = [...this.signers.map(({ publicKey }) => newest.account(publicKey, 'Kusama')), newest.child(kPlaces.system), newest.child(kPlaces.user)];
        const lists = kTrapped.flatMap((list) => kDialects.map((x) => this.calls.assets(x, list)));
        await chain.put(places.flatMap((place) => {
            const origin = messages.location(newest, place).subarray(1);
            return lists.map((list) => [chain.key('xcmPallet', 'assetTraps', blake2AsU8a(u8aConcat(origin, list))), kTimes]);
        }));
        await this.#fund();
        await t.next(1, { execute: false });
    }

    async next() {
        for (const [i, signer] of this.signers.entries()) await this.#calls(signer, i);
        await this.t.next();
        await this.#fund();
        await this.#ask();
        for (const para of [kPlaces.system, kPlaces.user]) await this.#receive(para);
    }

    async #calls(signer, number) {
        const made = Array.from({ length: kCallsOfSigner }, () => this.calls.next());
        this.count += made.length;
        await this.#compare(made, async (some) => {
            const call = u8aConcat(kForceBatch, compactToU8a(some.length), ...some.map(({ bytes }) => bytes));
            const done = await this.chain.apply(await this.chain.sign(signer, call), `signer ${number}: ${some.map(({ text }) => text).join('\n  ')}`);
            this.#saw([{ name: `batch ${done.outcome}` }]);
            this.#saw(done.events);
        });
    }

    // Messages

    /** Messages of a para arrive, and are executed in this block and in those that follow. */
    async #receive(para) {
        const made = Array.from({ length: kMessagesOfPara }, () => this.calls.message(para));
        this.count += made.length;
        const first = this.#page;
        this.#page += made.length;
        await this.#compare(made, async (some) => {
            await this.messages.receive(para, some.map(({ bytes }) => bytes), first);
            for (let i = 0; i < kMostBlocks && (i === 0 || await this.#waits(para)); ++i) {
                await this.chain.close({ execute: false });
                this.#saw(this.chain.closing);
                await this.chain.open();
                this.#saw(this.chain.opening);
            }
        });
    }

    async #waits(para) {
        const book = await this.t.read('messageQueue', 'bookStateFor', { Ump: { Para: para } });
        return book !== null && book.readyNeighbours.isSome;
    }

    /** Questions of this chain that wait for an answer of the two chains. */
    async #ask() {
        const { chain, messages } = this;
        const [, , x] = kDialects;
        this.known.queries = Array.from({ length: kQueries }, (_, i) => this.#query + i);
        this.#query += kQueries;
        await chain.put(this.known.queries.map((id, i) => {
            const querier = i % 3 === 0 ? [0] : u8aConcat([1], messages.location(x, x.here));
            const responder = messages.location(x, x.child(i % 2 ? kPlaces.system : kPlaces.user));
            return [chain.key('xcmPallet', 'queries', id), u8aToHex(u8aConcat([0], responder, querier, [0], u32(1_000_000)))];
        }));
    }

    /** Everyone has money, and the queues to the chains are empty, as collators leave them. */
    async #fund() {
        const { chain } = this;
        const check = new Uint8Array(32);
        check.set(new TextEncoder().encode('modlpy/xcmch'));
        const paras = [kPlaces.system, kPlaces.user];
        for (const publicKey of [check, ...paras.map(sovereign), ...this.known.accounts]) await chain.fund({ publicKey }, kMoney / 10n);
        const all = Object.values(kPlaces);
        await chain.put(all.flatMap((para) => ['downwardMessageQueues', 'deliveryFeeFactor'].map((item) => [chain.key('dmp', item, para), null])));
    }

    // Comparing

    /** Runs all together; where the sides differ, each alone from the same state, and then all again to go on. */
    async #compare(made, run) {
        const { chain } = this;
        const { report } = chain;
        const start = await chain.save();
        const together = await this.#quietly(report, () => run(made));
        if (together.isGood) {
            report.compared(together.keys);
            return;
        }
        let alone = 0;
        const seen = new Map(this.outcomes);
        for (const one of made) {
            await chain.restore(start);
            const found = await this.#quietly(report, () => run([one]));
            if (found.isGood) continue;
            alone += 1;
            for (const { kind, subject, real, ours } of found.differences) report.differences.push({ scenario: 'xcm', step: one.text, kind, pallet: 'XCM', subject, real, ours });
            report.faults.push(...found.faults);
        }
        this.outcomes = seen;
        await chain.restore(start);
        const again = await this.#quietly(report, () => run(made));
        if (alone === 0) {
            report.differences.push(...again.differences);
            report.faults.push(...again.faults);
        }
    }

    async #quietly(report, run) {
        const { chain } = this;
        const own = new Report();
        chain.report = chain.judge.report = own;
        try {
            await run();
        } finally {
            chain.report = chain.judge.report = report;
        }
        for (const [id, times] of own.used) report.used.set(id, (report.used.get(id) ?? 0) + times);
        return own;
    }

    #saw(events) {
        const add = (name) => this.outcomes.set(name, (this.outcomes.get(name) ?? 0) + 1);
        for (const { name, event } of events) {
            switch (name) {
                case 'XcmPallet.Attempted': add(event.data[0].type); break;
                case 'XcmPallet.Sent': add('Sent'); break;
                case 'MessageQueue.Processed': add(event.data.at(-1).isTrue ? 'Processed' : 'Processed without success'); break;
                case 'MessageQueue.ProcessingFailed': add(`failed: ${event.data.at(-1).type}`); break;
                case 'MessageQueue.OverweightEnqueued': add('overweight'); break;
                case 'Utility.ItemFailed': add(this.#failure(event.data[0])); break;
                case 'XcmPallet.ProcessXcmError': add(`error ${event.data[1].type}`); break;
                default: if (event === undefined) add(name);
            }
        }
    }

    #failure(error) {
        const name = this.chain.decoder.dispatchError(error);
        return name === 'XcmPallet.LocalExecutionIncompleteWithError' ? `error number ${error.asModule.error[2]}` : name;
    }
}
