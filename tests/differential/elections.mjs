// Elections as a chain holds them: sessions that end by skipped slots, phases, solutions that offchain workers mine, and
// stakers in any number.
import { compactAddLength, hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';

import { KSM } from './scenario.mjs';

const kPallet = 'electionProviderMultiPhase';
const kOffchainMs = 1_700_000_000_000;
const kEpochSlots = 600;
const kLastSession = 4; // of six, from 0
const kOps = 60; // calls in one extrinsic of Root

export class Elections {
    constructor(t) {
        this.t = t;
    }

    get chain() {
        return this.t.chain;
    }

    async phase() {
        return (await this.t.read(kPallet, 'currentPhase'))?.type ?? 'Off';
    }

    async expectPhase(name) {
        const phase = await this.phase();
        if (phase !== name) this.chain.report.fault(this.chain, `the phase is ${phase}, not ${name}`);
    }

    async session() {
        return (await this.t.read('session', 'currentIndex'))?.toNumber() ?? 0;
    }

    /** The first block of the next session, and one after it, which has room for transactions. */
    async nextSession(options = {}) {
        const genesis = (await this.t.read('babe', 'genesisSlot')).toNumber();
        const skip = kEpochSlots - 1 - (this.chain.slot - genesis) % kEpochSlots;
        await this.t.next(1, { skip, execute: false, ...options });
        await this.t.next(1, { execute: false, ...options });
    }

    /** How many sessions of the era are over. */
    async place() {
        const { index } = await this.t.read('staking', 'activeEra');
        const start = await this.t.read('staking', 'erasStartSessionIndex', index);
        return await this.session() - (start?.toNumber() ?? 0);
    }

    /** On to the session at whose end the next election is asked for. */
    async lastSession() {
        for (let i = 0; i < 8 && await this.place() !== kLastSession; ++i) await this.nextSession();
    }

    /** To the begin of the signed phase, in the session before the election. */
    async openSigned() {
        await this.lastSession();
        if (await this.phase() === 'Off') await this.t.next(1, { skip: 310, execute: false });
        await this.expectPhase('Signed');
    }

    async openUnsigned() {
        await this.lastSession();
        for (let i = 0; i < 4 && !['Unsigned', 'Emergency'].includes(await this.phase()); ++i) await this.t.next(1, { skip: 149, execute: false });
        await this.expectPhase('Unsigned');
    }

    /** The election is asked for. */
    async elect() {
        await this.lastSession();
        await this.nextSession();
    }

    /**
     * The offchain worker of the open block on both sides, which must submit the same and keep the same: the extrinsics. `at`: as
     * if it were that block.
     */
    async work({ at = this.chain.number, now = kOffchainMs } = {}) {
        const { chain } = this;
        chain.step = `block ${chain.number}: offchain worker at ${at}`;
        const header = chain.registry.createType('Header', hexToU8a(chain.encodedHeader)).toJSON();
        const encoded = chain.registry.createType('Header', { ...header, number: at }).toHex();
        const [real, ours] = await chain.runner.ask(['real', 'ours'].map((world) => (
            { op: 'offchain', world, header: encoded, now, seed: `0x${'07'.repeat(32)}`, validator: true })));
        for (const what of ['submitted', 'local', 'trap']) {
            const [a, b] = [real, ours].map((one) => JSON.stringify(one[what] ?? null));
            if (a !== b) chain.report.add(chain, 'answer', `the offchain worker: ${what}`, a.slice(0, 400), b.slice(0, 400));
        }
        return real.submitted ?? [];
    }

    /** The local databases are empty. */
    async forget() {
        await this.chain.runner.ask(['real', 'ours'].map((world) => ({ op: 'local', world, entries: [] })));
    }

    /** The call of an extrinsic without a signature. */
    decode(extrinsic) {
        const bytes = hexToU8a(extrinsic);
        return this.t.registry.createType('Extrinsic', bytes).method;
    }

    /** What the worker of the open block mines: { extrinsic, raw, witness }, or null. */
    async mine() {
        await this.forget();
        const extrinsics = await this.work();
        for (const extrinsic of extrinsics) {
            const call = this.decode(extrinsic);
            if (call.section !== kPallet) continue;
            const [raw, witness] = call.args.map((one) => one.toJSON());
            for (const name of Object.keys(raw.score)) raw.score[name] = BigInt(raw.score[name]);
            return { extrinsic, raw, witness };
        }
        return null;
    }

    /** The mined solution goes into the block. */
    async submitMined() {
        const mined = await this.mine();
        if (mined === null) this.chain.report.fault(this.chain, 'nothing is mined');
        else await this.t.raw(mined.extrinsic, 'mined', 'ok', { sources: [0, 1, 2] });
        return mined;
    }

    /** A solution without a signature. */
    async unsigned(raw, witness, expected, note = 'solution') {
        const call = this.t.registry.createType('Call', this.t.tx[kPallet].submitUnsigned(raw, witness)).toU8a();
        const bytes = new Uint8Array(1 + call.length);
        bytes.set([4]);
        bytes.set(call, 1);
        return this.t.raw(u8aToHex(compactAddLength(bytes)), note, expected, { sources: [0, 1, 2] });
    }
}

/** Calls of many accounts in few extrinsics: [[pair, call], ...] by Root, in this order. */
export async function dispatchAll(t, calls) {
    const { utility } = t.tx;
    for (let i = 0; i < calls.length; i += kOps) {
        const part = calls.slice(i, i + kOps).map(([pair, call]) => utility.dispatchAs({ system: { Signed: pair.address } }, call));
        await t.root(utility.batchAll(part));
        await t.next(1, { execute: false });
    }
}

/** Accounts that validate and accounts that nominate some of them, with stakes from `random`, over some orders of magnitude. */
export async function stakers(t, name, validatorCount, nominatorCount, random) {
    const { session, staking } = t.tx;
    const stake = () => (1n + BigInt(random.between(0, 1_000_000 - 1))) * KSM / 1000n * 10n ** BigInt(random.between(0, 3 - 1));
    const validators = await t.pool(`${name}-validator`, validatorCount, 1_000_000n * KSM);
    const nominators = await t.pool(`${name}-nominator`, nominatorCount, 1_000_000n * KSM);
    const calls = [];
    const key = (pair, kind) => blake2AsU8a(u8aConcat(pair.publicKey, [kind]));
    for (const pair of validators) {
        const keys = u8aConcat(...t.sessionKeys.slice(1).map((_, kind) => key(pair, kind)), [2], key(pair, 6)); // the last one for BEEFY
        calls.push([pair, staking.bond(stake(), 'Staked')], [pair, session.setKeys(u8aToHex(keys), '0x')], [pair, staking.validate({ commission: random.between(0, 1_000_000_000 - 1), blocked: false })]);
    }
    for (const pair of nominators) {
        const targets = new Set(Array.from({ length: 1 + random.between(0, Math.min(24, validatorCount) - 1) }, () => validators[random.between(0, validatorCount - 1)].address));
        calls.push([pair, staking.bond(stake(), 'Stash')], [pair, staking.nominate([...targets])]);
    }
    await dispatchAll(t, calls);
    // Validators that write no blocks are not punished for that.
    const safe = (await t.read('staking', 'invulnerables')).map((one) => one.toString());
    await t.root(staking.setInvulnerables([...safe, ...validators.map((pair) => pair.address)]));
    return { validators, nominators };
}
