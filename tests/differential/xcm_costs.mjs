// xcm_costs.mjs RUNNER: costs of messages in Kusama's runtime and ours (OURS=path.wasm), in one host and one run, on the same state. Processor time, the
// smallest of the repeats: of one message among many, without what blocks cost without any; of a block of teleports by accounts. Then 1 MiB of hostile
// messages, 16 of the largest size, of each kind: time, the weight that the blocks are charged for them, and by how much the host's memory grew at most.
//   COUNT=N   messages, and teleports by accounts (100)
import { readFileSync, writeFileSync } from 'node:fs';

import { compactToU8a, u8aConcat } from '@polkadot/util';

import { Costs } from './costs.mjs';
import { Report } from './report.mjs';
import { startChain } from './run.mjs';
import { KSM, Scenario } from './scenario.mjs';
import { kDialects, Messages, sovereign } from './xcm.mjs';

const kSystem = 1000;
const kTeleporters = [kSystem, 1001, 1002, 1004, 1005]; // a queue holds 32 messages of the largest size
const kUser = 2000;
const kNewest = 5; // version, and the byte in front of a program
const kMostBytes = 65_531; // of a message
const kHostile = 16;
const kMostBlocks = 64; // that serve messages
const kWorlds = ['real', 'ours'];
const kBlockMethods = ['Core_initialize_block', 'BlockBuilder_finalize_block'];
const kPsInUs = 1_000_000;

const op = { queryResponse: 3, transact: 6, setErrorHandler: 21, setAppendix: 22, clearError: 23, expectAsset: 29, unpaid: 47 };
const kUnpaid = Uint8Array.of(op.unpaid, 0, 0);
const kMostInstructions = 100; // that are weighed, and executed

/** A program of so many instructions in version 5. Decoders count modulo 256: one of 65,281 has a single one to them. */
const program = (count, ...parts) => u8aConcat([kNewest], compactToU8a(count), ...parts);
const repeated = (bytes, times) => u8aConcat(...Array(times).fill(Uint8Array.from(bytes)));
const kSteps = [...Array(8).keys()].flatMap(() => [5, 1]); // of X8: general indices
const kAssets = 20;
/** A list of the most assets, each as far away as can be. */
const kForeign = u8aConcat(compactToU8a(kAssets), ...Array.from({ length: kAssets }, (_, i) => [1, 8, ...kSteps.with(15, i << 2), 0, 4]));

/** Programs inside each other to the depth that decodes; the innermost is as long as a message can be. */
function nested() {
    const innermost = 65_024; // 254 times 256
    let inner = u8aConcat(compactToU8a(innermost), repeated([op.clearError], innermost));
    for (let level = 0; level < 5; ++level) inner = u8aConcat(compactToU8a(1), [level % 2 ? op.setAppendix : op.setErrorHandler], inner);
    return program(2, kUnpaid, [op.setAppendix], inner);
}

/** Kinds of messages, as large as they can be. The first ones are not executed, for they have too many instructions, or mean nothing. */
const hostile = (remark) => ({
    'instructions of one byte': program(65_281, kUnpaid, repeated([op.clearError], 65_280)),
    'programs in programs': nested(),
    'the last byte means nothing': program(65_281, kUnpaid, repeated([op.clearError], 65_279), [255]),
    'assets from afar': program(kMostInstructions, kUnpaid, ...Array(kMostInstructions - 1).fill(u8aConcat([op.expectAsset], kForeign))),
    'answers with assets from afar': program(kMostInstructions, kUnpaid, ...Array(kMostInstructions - 1).fill(u8aConcat([op.queryResponse, 0, 1], kForeign, [0, 0, 0]))),
    'one large call': program(2, kUnpaid, [op.transact, 1, 0], compactToU8a(remark.length), remark),
});

class Blocks {
    constructor(t, costs) {
        Object.assign(this, { t, costs, chain: t.chain, messages: new Messages(t), page: 0 });
    }

    /** The cost of the begin and the end of the blocks that serve these messages: { real, ours: { ms, bytes }, weight in us, blocks }. */
    async serve(para, encoded, { isTold = true } = {}) {
        const { chain } = this;
        const out = { real: { ms: 0, bytes: 0 }, ours: { ms: 0, bytes: 0 }, us: 0, blocks: 0 };
        if (encoded.length > 0) await this.messages.receive(para, encoded, this.page);
        this.page += encoded.length;
        for (; out.blocks < kMostBlocks && (out.blocks < 2 || await this.#waits(para)); ++out.blocks) {
            if (isTold) await this.#measure(out, 'BlockBuilder_finalize_block', '0x');
            await chain.close({ execute: false });
            out.us += await this.#weight();
            const initialize = chain.runner.ask;
            if (isTold) this.#atBegin(out);
            await chain.open();
            chain.runner.ask = initialize;
        }
        await chain.close({ execute: false });
        out.us += await this.#weight();
        await chain.open();
        return out;
    }

    /** The next call of Core_initialize_block is measured before it is made. */
    #atBegin(out) {
        const { runner } = this.chain;
        const ask = runner.ask.bind(runner);
        runner.ask = async (request) => {
            for (const one of Array.isArray(request) ? request : []) if (one.method === kBlockMethods[0]) await this.#measureOne(ask, out, one);
            return ask(request);
        };
    }

    async #measure(out, method, args) {
        for (const world of kWorlds) await this.#measureOne((request) => this.chain.runner.ask(request), out, { world, method, args });
    }

    async #measureOne(ask, out, { world, method, args }) {
        const status = `/proc/${this.chain.runner.pid}`;
        const kB = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`${status}/status`, 'utf8'))[1]);
        writeFileSync(`${status}/clear_refs`, '5'); // the largest size begins anew
        const before = kB('VmRSS');
        const { us, trap } = await ask({ op: 'cost', world, method, args, repeats: 3 });
        if (us === undefined) throw new Error(`${method}: ${trap}`);
        out[world].ms += us / 1000;
        out[world].bytes = Math.max(out[world].bytes, 1024 * (kB('VmHWM') - before));
    }

    /** What the block that was closed is charged for, in microseconds. */
    async #weight() {
        const weight = await this.t.read('system', 'blockWeight');
        return weight.mandatory.refTime.toNumber() / kPsInUs;
    }

    async #waits(para) {
        const book = await this.t.read('messageQueue', 'bookStateFor', { Ump: { Para: para } });
        return book !== null && book.readyNeighbours.isSome;
    }
}

async function main([path]) {
    const count = Number(process.env.COUNT ?? '100');
    const chain = await startChain(path, new Report());
    const t = new Scenario(chain);
    const [, , x] = kDialects;
    const blocks = new Blocks(t);
    const { Bob, tx: { system, xcmPallet } } = t;
    await t.next();
    await blocks.messages.know(...kTeleporters, kUser);
    const check = new Uint8Array(32);
    check.set(new TextEncoder().encode('modlpy/xcmch'));
    for (const publicKey of [check, ...[kSystem, kUser].map(sovereign)]) await chain.fund({ publicKey }, 1_000_000n * KSM);
    await t.next(1, { execute: false });

    const beneficiary = x.account(Bob.publicKey);
    const deposit = { DepositAsset: { assets: x.all(1), beneficiary } };
    const fees = { BuyExecution: { fees: x.asset(KSM), weightLimit: 'Unlimited' } };
    const topic = { SetTopic: '0x' + '12'.repeat(32) };
    const teleport = [{ ReceiveTeleportedAsset: [x.asset(2n * KSM)] }, 'ClearOrigin', fees, deposit, topic];
    const hundred = [{ WithdrawAsset: [x.asset(20n * KSM)] }, fees, ...Array(24).fill([{ WithdrawAsset: [x.asset(KSM)] }, deposit, topic, { ExpectError: null }]).flat(), 'RefundSurplus', deposit];

    const told = async (what, para, instructions, times) => {
        const messages = Array.from({ length: times }, () => blocks.messages.program(x, instructions));
        const served = await blocks.serve(para, messages);
        const without = await blocks.serve(para, []);
        const ms = (world) => (served[world].ms - without[world].ms * served.blocks / without.blocks) / times;
        console.log(`${what}: ours ${ms('ours').toFixed(4)} ms, Kusama's ${ms('real').toFixed(4)} ms, ${(ms('ours') / ms('real')).toFixed(2)}`);
    };
    await told('a teleport of five instructions', kSystem, teleport, count);
    await told('a program of 100 instructions', kUser, hundred, Math.ceil(count / 5));

    // By accounts.
    const accounts = await t.pool('Teleporter', count, 100n * KSM);
    await t.next(1, { execute: false });
    await chain.close({ execute: false });
    await chain.open();
    for (const [k, account] of accounts.entries()) {
        const call = xcmPallet.limitedTeleportAssets(x.of(x.child(kTeleporters[k % kTeleporters.length])), x.of(beneficiary), x.of([x.asset(KSM)]), 0, 'Unlimited');
        const { outcome } = await chain.apply(await chain.sign(account, call), `teleport ${k}`, { pool: false });
        if (outcome !== 'ok') throw new Error(`teleport ${k}: ${outcome}`);
    }
    const costs = new Costs(chain.runner);
    costs.watch('Core_execute_block');
    await chain.close();
    costs.tell(`a block of ${count} teleports by accounts`, costs.sum('Core_execute_block'));
    costs.watch();
    await chain.open();

    const remark = chain.encodeCall(system.remark('0x' + '00'.repeat(kMostBytes - 40)));
    const without = await blocks.serve(kSystem, []);
    for (const [what, message] of Object.entries(hostile(remark))) {
        if (message.length > kMostBytes) throw new Error(`${what}: ${message.length} bytes`);
        const served = await blocks.serve(kSystem, Array(kHostile).fill(message));
        const blank = served.blocks / without.blocks;
        const ms = (world) => served[world].ms - without[world].ms * blank;
        const weight = (served.us - without.us * (served.blocks + 1) / (without.blocks + 1)) / 1000;
        const mib = (world) => (served[world].bytes / (1 << 20)).toFixed(1);
        console.log(`${kHostile} messages of ${message.length} bytes, ${what}: ours ${ms('ours').toFixed(1)} ms, Kusama's ${ms('real').toFixed(1)} ms, ${(ms('ours') / ms('real')).toFixed(2)}; `
            + `weight ${weight.toFixed(1)} ms in ${served.blocks} blocks; memory: ours ${mib('ours')} MiB, Kusama's ${mib('real')} MiB`);
    }
    const { differences, faults } = chain.report;
    if (differences.length + faults.length > 0) throw new Error(`the runtimes differ: ${JSON.stringify([...differences, ...faults][0]).slice(0, 500)}`);
    chain.runner.close();
}

await main(process.argv.slice(2));
