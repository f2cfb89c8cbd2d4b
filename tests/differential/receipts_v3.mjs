// receipts_v3.mjs RUNNER: candidates with receipts of version 3, scheduling parents, and ParachainHost 14 to 16, on the real Kusama 2.3.2 and on
// the development composition (OURS=path.wasm). The two have other pallets and other storage, so each has a chain of its own, with the same
// configuration of parachains; what is compared is which candidates a block takes, and what nodes are told. Exit code 1 after a difference.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { bnToU8a, compactToU8a, hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { Chain } from './chain.mjs';
import { kData } from './data.mjs';
import { kBacked, kFeatures, kIncluded, kSignals, kWhole, Parachains } from './parachains.mjs';
import { Report } from './report.mjs';
import { Runner } from './runner.mjs';
import { Scenario } from './scenario.mjs';

const kReal = join(kData, 'runtimes/kusama-2003002.compact.compressed.wasm');
const kPara = 2000;
const kOther = 2001;
const kLookahead = 3;

const u16 = (value) => bnToU8a(value, { bitLength: 16 });
const u32 = (value) => bnToU8a(value, { bitLength: 32 });

/** What 2.3.2 stores elsewhere. */
class Host extends Parachains {
    get #isReal() {
        return this.chain.query.paraScheduler.coreDescriptors !== undefined;
    }

    async assign(cores) {
        if (!this.#isReal) return super.assign(cores);
        const { chain } = this;
        const all = cores.flatMap((parts, core) => [u32(core), u8aConcat([0], [1], compactToU8a(parts.length),
            ...parts.map(([use, ratio]) => u8aConcat([2], u32(use.Task), u16(ratio), u16(ratio))), [0], u16(0), u16(kWhole))]);
        await chain.put([[chain.key('paraScheduler', 'coreDescriptors'), u8aToHex(u8aConcat(compactToU8a(cores.length), ...all))]]);
        return this.configure({ numCores: cores.length });
    }

    async claims() {
        const answer = await this.ask('claim_queue');
        const queue = this.chain.registry.createType('BTreeMap<u32, Vec<u32>>', hexToU8a(answer));
        return new Map([...queue].map(([core, claims]) => [core.toNumber(), claims.map((one) => one.toNumber())]));
    }

    /** What nodes are told. */
    async ask(method, ...args) {
        const [{ result, trap }] = await this.chain.both(`ParachainHost_${method}`, u8aToHex(u8aConcat(...args)));
        if (trap !== undefined) throw new Error(`${method}: ${trap}`);
        return result;
    }
}

/** All that is compared, as lines of text. */
async function linesOf(runner, code, name) {
    const lines = [];
    const report = new Report();
    const chain = await Chain.start(runner, { code, preset: 'local_testnet' }, report);
    const t = new Scenario(chain);
    const para = new Host(t);
    const say = (what, value) => lines.push(`${what}: ${value}`);
    const count = (event) => t.last.events.filter((one) => one.name === event).length;

    await t.next();
    await para.register([kPara, kOther]);
    const features = (nodeFeatures) => para.configure({ nodeFeatures });
    await para.configure({
        maxValidatorsPerCore: 1, groupRotationFrequency: 10, parasAvailabilityPeriod: 4, schedulingLookahead: kLookahead, maxHeadDataSize: 100,
        minimumBackingVotes: 1, maxUpwardQueueCount: 10, maxUpwardQueueSize: 1000, maxUpwardMessageSize: 100, maxUpwardMessageNumPerCandidate: 5,
        minimumValidationUpgradeDelay: 5,
    });
    await para.endSession();
    for (let i = 0; i < 6; ++i) await para.block();
    const last = chain.number;
    await chain.close();
    const at = (back) => (back === 0 ? para.parent : para.parentAt(last - back));
    const stranger = { ...at(1), hash: new Uint8Array(32).fill(7) };
    const session = await para.session();
    const signals = [kSignals.selectCore(0)];

    /** Whether an author gets such a candidate into the next block; the chain goes back afterwards. */
    const isTaken = async (what, make) => {
        const saved = await chain.save();
        await para.block(async () => ({ candidates: [await make()] }));
        say(what, count(kBacked) === 1);
        await chain.restore(saved);
    };
    /** What comes of a block that has it whatever an author would do. */
    const enters = async (what, make) => {
        const saved = await chain.save();
        await para.enter(async () => ({ candidates: [await make()] }));
        say(what, t.last.outcome ?? t.last.isIncluded);
        await chain.restore(saved);
    };
    const of = (options) => () => para.candidate(kPara, options);
    const third = (options) => of({ signals, scheduling: at(0), ...options });

    await features(kFeatures.receiptsV2);
    await isTaken('version 3 without its feature', third());
    await isTaken('version 2 without the feature of version 3', of({ version: 2 }));
    for (const [which, value] of Object.entries({ V2: kFeatures.receiptsV2, V3: kFeatures.receiptsV3 })) {
        await features(value);
        for (const byte of [0, 31, 32, 63]) {
            const reservedLater = new Uint8Array(64);
            reservedLater[byte] = 1;
            await isTaken(`version 2 with byte ${byte} of the later ones, feature ${which}`, of({ version: 2, descriptor: { reservedLater } }));
        }
        for (const byte of [0, 1, 16, 17, 24]) {
            const reserved = new Uint8Array(25);
            reserved[byte] = 1;
            await isTaken(`version 2 with byte ${byte}, feature ${which}`, of({ version: 2, descriptor: { reserved } }));
        }
        await isTaken(`version 4 with feature ${which}`, of({ version: 2 + 2 }));
    }
    await isTaken('version 1', of({}));
    for (let back = 0; back <= 5; ++back) {
        await isTaken(`version 2, relay parent ${back} back`, of({ version: 2, on: at(back) }));
        await isTaken(`relay parent ${back} back`, third({ on: at(back) }));
        await isTaken(`scheduling parent ${back} back`, third({ on: at(5), scheduling: at(back) }));
    }
    await isTaken('strange relay parent', third({ on: stranger }));
    await isTaken('strange scheduling parent', third({ scheduling: stranger }));
    await isTaken('no signal', third({ signals: undefined }));
    await isTaken('the separator alone', third({ signals: [] }));
    await isTaken('a peer alone', third({ signals: [kSignals.approvedPeer(Uint8Array.of(7))] }));
    await isTaken('the second claim', third({ signals: [kSignals.selectCore(0, 1)] }));
    await isTaken('no such claim', third({ signals: [kSignals.selectCore(0, kLookahead)] }));
    await isTaken('another core than is named', third({ named: 1 }));
    await isTaken('a later session of the scheduling parent', third({ offset: 1 }));
    await isTaken('an older session of the relay parent', third({ session: session - 1, offset: 1 }));
    await isTaken('the relay parent after the scheduling parent', third({ on: at(0), scheduling: at(2) }));
    await enters('good', third({ on: at(5) }));
    await enters('signatures under the relay parent', third({ on: at(2), context: { parent: at(2).hash } }));
    await enters('too old a scheduling parent', third({ scheduling: at(4) }));
    await enters('a strange relay parent', third({ on: stranger }));

    // The next block is the first in which groups have changed cores; the candidate's relay parent is of the time before.
    const before = await chain.save();
    await para.configure({ groupRotationFrequency: last + 1 - (await para.facts()).start });
    await isTaken('the group of the relay parent', third({ on: at(5), members: para.groupOf(await para.facts(), 0, at(5).number + 1) }));
    await para.block(async () => ({ candidates: [await third({ on: at(5) })()] }));
    say('the group of the scheduling parent', count(kBacked));
    await chain.close();
    // Behind the variant: the next claim, two numbers of blocks, the next claim, bits of two validators.
    const [kClaim, kNumber, kBits] = [6, 4, 2];
    const ofGroup = 2 + 2 * kClaim + 2 * kNumber + kBits;
    say('group_responsible', u8aToHex(hexToU8a(await para.ask('availability_cores')).subarray(ofGroup, ofGroup + 4)));
    await chain.restore(before);

    // On it the next one builds, on no older block.
    await para.block(async () => ({ candidates: [await para.candidate(kPara, { signals, scheduling: at(0), on: at(3) })] }));
    say('backed', count(kBacked));
    const shape = async (what) => {
        const cores = await para.ask('availability_cores');
        say(`${what}, size of availability_cores`, cores.length);
        const state = await para.ask('para_backing_state', u32(kPara));
        say(`${what}, size of para_backing_state`, state.length);
        const constraints = hexToU8a(await para.ask('backing_constraints', u32(kPara)));
        const first = new DataView(constraints.buffer, constraints.byteOffset + 1).getUint32(0, true);
        say(`${what}, constraints`, `${first - last} ${u8aToHex(constraints.subarray(5, 21))} ${constraints.length}`);
    };
    await chain.close();
    await shape('one waits');
    await para.block();
    say('included', count(kIncluded));
    await chain.close();
    await shape('none waits');
    const newer = chain.number;
    for (const back of [2, 3, 4]) await isTaken(`behind it, relay parent ${back} back`, of({ signals, scheduling: para.parent, on: at(back) }));

    // What nodes ask.
    const version = chain.registry.createType('RuntimeVersion', hexToU8a((await chain.both('Core_version'))[0].result));
    const host = version.apis.find(([id]) => id.toHex() === '0xaf2c0297a23e6d3d');
    say('ParachainHost', host[1].toString());
    say('para_ids', await para.ask('para_ids'));
    say('unapplied_slashes_v2', await para.ask('unapplied_slashes_v2'));
    say('max_relay_parent_session_age', await para.ask('max_relay_parent_session_age'));
    const info = async (of, hash) => {
        const answer = hexToU8a(await para.ask('ancestor_relay_parent_info', u32(of), hash));
        return answer[0] === 0 ? 'none' : new DataView(answer.buffer, answer.byteOffset).getUint32(1, true) - last;
    };
    for (const back of [0, 1, 5]) {
        say(`ancestor ${back}`, await info(session, at(back === 0 ? 1 : back).hash));
        say(`ancestor ${back} of another session`, await info(session + 1, at(back === 0 ? 1 : back).hash));
    }
    const { stateRoot } = at(5);
    say('its state root', (await para.ask('ancestor_relay_parent_info', u32(session), at(5).hash)).endsWith(u8aToHex(stateRoot).slice(2)));
    say('the block itself', await info(session, para.parent.hash));
    say('a strange one', await info(session, stranger.hash));
    say('blocks', newer - last);

    // In the next session nothing is left of this one.
    const old = at(1);
    await para.endSession();
    await chain.close();
    say('ancestor of the session before', await info(session, old.hash));
    await isTaken('a relay parent of the session before', of({ signals, scheduling: para.parent, on: old, session, offset: 1 }));
    for (const { text } of report.faults) lines.push(`fault: ${name}: ${text}`);
    return lines;
}

async function main([runnerPath]) {
    if (!existsSync(kReal)) {
        console.log(`SKIPPED: receipts_v3: needs ${kReal} of the shared test data`);
        process.exit(77);
    }
    const linesWith = async (code, name) => {
        const runner = new Runner(runnerPath);
        try {
            return await linesOf(runner, code, name);
        } finally {
            runner.close();
        }
    };
    const real = await linesWith(kReal, 'real');
    if (process.env.DIFF_VERBOSE) console.log(real.join('\n'));
    const ours = await linesWith(process.env.OURS ?? kReal, 'ours');
    const differ = real.flatMap((line, i) => (line === ours[i] ? [] : [`real: ${line}\nours: ${ours[i]}`]));
    const faults = [...real, ...ours].filter((line) => line.startsWith('fault'));
    console.log([...differ, ...faults].join('\n'));
    console.log(`${real.length} compared, ${differ.length} differ`);
    if (differ.length > 0 || faults.length > 0 || real.length !== ours.length) process.exit(1);
}

await main(process.argv.slice(2));
