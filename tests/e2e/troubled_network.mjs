// A network of ours with a parachain, put through kills, restarts, a late collator and a partition; and what must be true of it afterwards: the
// chains go on, and nothing was signed twice.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ApiPromise, WsProvider } from '@polkadot/api';

import { Network } from './local_network.mjs';
import { temporaryFolder, until } from './node.mjs';

const data = process.env.SERINUS_TEST_DATA ?? join(import.meta.dirname, '../../../shared/data');
const coretime = join(data, 'runtimes', 'coretime-kusama-2003002.compact.compressed.wasm');
export const skip = !existsSync(coretime) && 'needs the shared test data: set SERINUS_TEST_DATA to its folder, or put it at ../shared/data';

const kPara = 1005;
const kValidators = ['alice', 'bob', 'charlie', 'dave'];
/** The node whose chain and log judge the others; nothing happens to it. */
const kWitness = 'full1';
/** Its relay chain nodes have their ports so far behind those of collators. */
const kRelayOfCollator = 64;
/** Of a busy machine. */
const kPatienceMs = 240_000;
/** SERINUS_KUSAMA_EPOCH_SLOTS of that runtime. */
const kSessionSlots = 10;

/** Mulberry32: the same choices for the same seed. */
export class Random {
    constructor(seed) { this.state = seed; }

    below(limit) {
        this.state = (this.state + 0x6d2b79f5) | 0;
        let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) % limit;
    }
}

/** Who made a block and in which slot, by its BABE digest: a kind, the author's index, the slot. */
function claimOf(header) {
    const log = header.digest.logs.find((one) => one.isPreRuntime && one.asPreRuntime[0].toString() === 'BABE');
    const bytes = log.asPreRuntime[1].toU8a(true);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    return { author: view.getUint32(1, true), slot: view.getBigUint64(5, true) };
}

/** The slot of a parachain's block, by its Aura digest. */
function auraSlotOf(header) {
    const log = header.digest.logs.map((one) => Buffer.from(one.slice(2), 'hex')).find((one) => one[0] === 6 && one.toString('latin1', 1, 5) === 'aura');
    return Number(log.readBigUInt64LE(6));
}

export class TroubledNetwork {
    /** `rate`: of its clock. With one collator, and sessions of ten slots unless they are to have an hour. `reserved`: nodes keep to peers that are named, so that it can be parted. */
    static async start(t, { rate, collators = 1, reserved = false, longSessions = false }) {
        const { folder, remove } = temporaryFolder();
        const runtime = longSessions ? join(process.env.BUILD, 'package/kusama_runtime/runtime.compressed.wasm') : process.env.SHORT_EPOCHS_RUNTIME;
        const relay = join(folder, 'kusama.json');
        writeFileSync(relay, execFileSync(process.env.SERINUS, ['build-spec', '--runtime', runtime, '--preset', 'local_testnet',
            '--chain-type', 'local', '--disable-default-bootnode'], { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }));
        const self = new TroubledNetwork();
        self.folder = join(folder, 'net');
        self.begin = Date.now();
        self.network = await Network.start(self.folder, ['--validators', `${kValidators.length}`, '--full', '1', '--collators', `${collators}`,
            '--chain', relay, '--para', `${kPara}=${coretime}`, '--clock-rate', `${rate}`, '--node-arg=-lparachain::candidate-backing=debug',
            ...(reserved ? ['--node-arg=--reserved-only'] : [])]);
        self.names = [...kValidators, kWitness, ...['alice', 'bob', 'charlie'].slice(0, collators).map((name) => `${kPara}-${name}`)];
        self.collators = self.names.slice(kValidators.length + 1);
        if (reserved) await self.connectGroups([self.names]);
        self.api = await ApiPromise.create({ provider: new WsProvider(`ws://${self.network.url(self.names.indexOf(kWitness))}`), noInitWarn: true });
        await self.watch();
        t.after(async () => {
            await self.api.disconnect();
            self.network.child.kill('SIGKILL');
            if (!process.env.KEEP_LOGS) remove();
        });
        return self;
    }

    /** Reads all blocks that the witness has, of all forks. */
    async watch() {
        this.claims = new Map();
        this.twice = [];
        this.events = [];
        const read = async (header) => {
            if (header.number.toNumber() === 0) return;
            const { author, slot } = claimOf(header);
            const hash = header.hash.toHex();
            const other = this.claims.get(`${slot} ${author}`);
            if (other && other !== hash) this.twice.push(`author ${author} made ${other} and ${hash} in slot ${slot}`);
            this.claims.set(`${slot} ${author}`, hash);
            const at = await this.api.at(hash);
            for (const { event } of await at.query.system.events()) this.events.push(`${event.section}.${event.method}`);
        };
        this.reads = [];
        await this.api.rpc.chain.subscribeAllHeads((header) => { this.reads.push(read(header)); });
    }

    /** Ctrl-C. */
    async end() {
        await this.api.disconnect();
        this.network.child.kill('SIGINT');
        return this.network.ended;
    }

    async order(line) { assert.match(await this.network.order(line), /^done$/m, line); }

    logOf(name) { return readFileSync(join(this.folder, `${name}.log`), 'utf8'); }

    finalized(name) { return this.network.finalized(this.names.indexOf(name)).catch(() => 0); }

    async best(name) { return Number((await this.network.call(this.names.indexOf(name), 'chain_getHeader')).number); }

    /** Of the parachain, as the state of the witness's best block has it. */
    async included() {
        const head = (await this.api.query.paras.heads(kPara)).unwrap().toU8a(true);
        // The number stands behind the parent's hash.
        return this.api.registry.createType('Compact<u32>', head.slice(32)).toNumber();
    }

    /** Both chains have more blocks, of the relay chain final ones. */
    async goesOn(what, blocks = 2) {
        const [relay, para] = [await this.finalized(kWitness), await this.included()];
        await until(`${what}: final blocks behind #${relay}`, async () => await this.finalized(kWitness) >= relay + blocks, kPatienceMs);
        await until(`${what}: a block of the parachain behind #${para}`, async () => await this.included() > para, kPatienceMs);
    }

    /** kill -9, some time without it, and its return. Of one of two collators, and of one of four validators, the chains go on without. */
    async killAndStart(name, random, say) {
        await this.order(`kill ${name}`);
        const pause = random.below(6_000);
        say(`killed ${name}, for ${pause} ms`);
        await new Promise((resolve) => { setTimeout(resolve, pause); });
        await this.order(`start ${name}`);
        await this.isBack(name);
    }

    /** Of a validator in good order, with some blocks of its session before and some behind it. */
    async restartInMidSession(name) {
        await until('the middle of a session', async () => {
            const [slot, genesis, epoch] = await Promise.all([this.api.query.babe.currentSlot(), this.api.query.babe.genesisSlot(),
                this.api.query.babe.epochIndex()]);
            const progress = slot.toNumber() - genesis.toNumber() - epoch.toNumber() * kSessionSlots;
            return progress >= kSessionSlots / 2 - 1 && progress <= kSessionSlots / 2 + 1;
        }, kPatienceMs);
        await this.order(`stop ${name}`);
        await this.order(`start ${name}`);
        await this.isBack(name);
    }

    async isBack(name) {
        if (this.groups) await until(`${name} has its peers`, () => this.connectGroups(this.groups).then(() => true, () => false), kPatienceMs);
        const wanted = await this.finalized(kWitness);
        const isCollator = this.collators.includes(name);
        if (!isCollator) await until(`${name} follows`, async () => await this.finalized(name) >= wanted, kPatienceMs);
    }

    async addCollator() {
        const before = await this.included();
        await this.order(`add collator ${kPara}`);
        const name = `${kPara}-${['alice', 'bob', 'charlie'][this.collators.length]}`;
        this.names.push(name);
        this.collators = [...this.collators, name];
        await this.isBack(name);
        await until(`a block of ${name} behind #${before}`, () => [...this.logOf(name).matchAll(/Pre-sealed block for proposal at (\d+)\./g)]
            .some(([, number]) => Number(number) > before), kPatienceMs);
    }

    /** Where the relay chain's node of each member answers. */
    async relayCall(name, method, ...params) {
        const index = this.names.indexOf(name) + (this.collators.includes(name) ? kRelayOfCollator : 0);
        const answer = await this.network.call(index, method, ...params);
        if (answer === undefined) throw new Error(`${name} refuses ${method}`);
        return answer;
    }

    /** Members of a group have each other as peers of the relay chain, and nobody else. */
    async connectGroups(groups) {
        this.groups = groups;
        const addresses = new Map();
        for (const name of groups.flat()) addresses.set(name, (await this.relayCall(name, 'system_localListenAddresses')).find((one) => one.includes('/127.0.0.1/')));
        const idOf = (name) => addresses.get(name).split('/').at(-1);
        for (const group of groups) {
            for (const name of group) {
                const has = new Set(await this.relayCall(name, 'system_reservedPeers'));
                for (const other of groups.flat()) {
                    if (other === name) continue;
                    if (group.includes(other) && !has.has(idOf(other))) await this.relayCall(name, 'system_addReservedPeer', addresses.get(other));
                    if (!group.includes(other) && has.has(idOf(other))) await this.relayCall(name, 'system_removeReservedPeer', idOf(other));
                }
            }
        }
    }

    /** Two validators see nobody but each other: no half has the votes for finality. Then all see all. */
    async partition() {
        const [first, second] = [this.names.filter((name) => !['charlie', 'dave'].includes(name)), ['charlie', 'dave']];
        const common = Math.max(...await Promise.all(kValidators.map((name) => this.best(name))));
        await this.connectGroups([first, second]);
        for (const name of kValidators) await until(`${name} makes or hears blocks`, async () => await this.best(name) >= common + 4, kPatienceMs);
        const hash = (name) => this.network.call(this.names.indexOf(name), 'chain_getBlockHash', common + 4);
        assert.notEqual(await hash('alice'), await hash('charlie'), 'each half has a branch of its own');
        await this.connectGroups([[...first, ...second]]);
        await this.goesOn('after the partition');
    }

    /** What the whole is for. */
    async expectNothingSignedTwice() {
        await Promise.all(this.reads);
        assert.ok(this.claims.size > 0);
        assert.deepEqual(this.twice, [], 'blocks of one author in one slot');
        const bad = this.events.filter((name) => name.startsWith('offences.') || name.startsWith('parasDisputes.') || name.startsWith('parasSlashing.'));
        assert.deepEqual(bad, []);
        assert.deepEqual((await this.api.query.session.disabledValidators()).toJSON(), []);
        const logs = readdirSync(this.folder).filter((name) => name.endsWith('.log'));
        assert.equal(logs.length, this.names.length);
        for (const log of logs) {
            const lines = readFileSync(join(this.folder, log), 'utf8').split('\n');
            assert.deepEqual(lines.filter((line) => /equivocat|votes as it must not|panicked|assertion/i.test(line)), [], log);
        }
        for (const name of kValidators) {
            const { onChain, here, slashes, disabled } = await this.network.call(this.names.indexOf(name), 'serinus_disputes');
            assert.deepEqual({ onChain, here, slashes, disabled }, { onChain: [], here: [], slashes: [], disabled: [] }, name);
        }
        const common = Math.min(...await Promise.all([...kValidators, kWitness].map((name) => this.finalized(name))));
        assert.ok(common > 0);
        const hashes = await Promise.all([...kValidators, kWitness].map((name) => this.network.call(this.names.indexOf(name), 'chain_getBlockHash', common)));
        assert.equal(new Set(hashes).size, 1, `all have the same block #${common}`);
    }

    /** Seconds from the start of the command to the first included block, as it says. */
    firstIncluded() {
        const said = new RegExp(`^The first block of parachain ${kPara} is included after ([\\d.]+) s: #\\d+$`, 'm').exec(this.network.output);
        return said && Number(said[1]);
    }

    /** Which share of the slots between the first block of the parachain and this one have a block of the chain. */
    async filled(count) {
        const collator = this.names.indexOf(this.collators[0]);
        const slots = [];
        for (const number of [1, count]) {
            const header = await this.network.call(collator, 'chain_getHeader', await this.network.call(collator, 'chain_getBlockHash', number));
            slots.push(auraSlotOf(header));
        }
        return { blocks: count, places: slots[1] - slots[0] + 1 };
    }
}
