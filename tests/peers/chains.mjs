// Chains of these tests: specifications made of real runtimes, and chains of many blocks made at once.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ApiPromise, Keyring, WsProvider, encodeAddress, xxhashAsHex } from '../e2e/modules.mjs';

const kSlotMs = 6_000;
const kPrefix = 42;
/** Of Debian's package faketime. */
const kFakeTime = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';

const data = (...path) => join(process.env.SERINUS_TEST_DATA, ...path);
/** A file of ../shared/data/runtimes: `kusama-1007001-fast`. */
export const runtimeFile = (name) => data('runtimes', `${name}.compact.compressed.wasm`);

const rings = Object.fromEntries(['sr25519', 'ed25519', 'ecdsa'].map((type) => [type, new Keyring({ type, ss58Format: kPrefix })]));
const addressOf = (type, uri) => encodeAddress(rings[type].addFromUri(uri).publicKey, kPrefix);
export const account = (name) => rings.sr25519.addFromUri(`//${name[0].toUpperCase()}${name.slice(1)}`);

/** An entry of the genesis configuration of the session pallet; its stash is NAME//stash. */
function sessionKeys(name) {
    const uri = `//${name[0].toUpperCase()}${name.slice(1)}`;
    const stash = addressOf('sr25519', `${uri}//stash`);
    const key = addressOf('sr25519', uri);
    return [stash, stash, {
        authority_discovery: key, babe: key, beefy: addressOf('ecdsa', uri), grandpa: addressOf('ed25519', uri),
        para_assignment: key, para_validator: key,
    }];
}

function serinus(args) {
    return execFileSync(process.env.SERINUS, args, { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The head of a parachain at its genesis: the header of block 0. */
function genesisHead(file) {
    const { stateRoot } = JSON.parse(serinus(['chain-info', '--chain', file]));
    const emptyRoot = '03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314';
    return `0x${'00'.repeat(32)}00${stateRoot.slice(2)}${emptyRoot}00`;
}

const u32 = (number) => { const bytes = Buffer.alloc(4); bytes.writeUInt32LE(number); return bytes; };
const u16 = (number) => { const bytes = Buffer.alloc(2); bytes.writeUInt16LE(number); return bytes; };

/** Gives each para a core of its own for good, in the state: the runtime's presets know no cores. CoreDescriptors of ParaScheduler, as runtimes
 *  have it since 2.0: of a core no schedule, and an assignment of the whole core (57,600 parts) to the para. */
function assignCores(raw, paras) {
    const whole = u16(57_600);
    const descriptors = paras.map(({ id }, core) => Buffer.concat([u32(core), Buffer.from([0, 1, 4, 2]), u32(id), whole, whole,
        Buffer.from([0, 0, 0]), whole]));
    const key = xxhashAsHex('ParaScheduler', 128) + xxhashAsHex('CoreDescriptors', 128).slice(2);
    raw.genesis.raw.top[key] = `0x${Buffer.concat([Buffer.from([paras.length * 4]), ...descriptors]).toString('hex')}`;
}

/** The raw specification of a parachain's preset, as its collators of the reference take it: with its number and its relay chain. */
export function makeParaSpec(folder, runtime, id) {
    const spec = JSON.parse(serinus(['build-spec', '--runtime', runtime, '--preset', 'local_testnet', '--disable-default-bootnode']));
    const plain = join(folder, `plain-${id}.json`);
    writeFileSync(plain, JSON.stringify({ ...spec, chainType: 'Local' }));
    const raw = JSON.parse(serinus(['build-spec', '--chain', plain, '--raw', '--disable-default-bootnode']));
    const file = join(folder, `para-${id}.json`);
    writeFileSync(file, JSON.stringify({ ...raw, relay_chain: 'kusama-local', para_id: id }));
    return file;
}

/** Writes the raw specification of a runtime's preset into `folder`; `validators`: others than the preset's; `accounts`: so many more, which
 *  nobody has the keys of; `paras`: {id, file} of parachains that have a core each; `slashable`: offences of validators cost them, as on the
 *  real chain; `perGroup`: so many validators at most back candidates together; `addsParas`: our program puts the parachains into the genesis, also of
 *  runtimes before 2.0. The file's path. */
export function makeSpec(folder, runtime, { preset = 'local_testnet', validators, accounts = 0, paras = [], slashable = false, perGroup, addsParas = false } = {}) {
    const spec = JSON.parse(serinus(['build-spec', '--runtime', runtime, '--preset', preset, '--disable-default-bootnode']));
    spec.chainType = 'Local';
    const { patch } = spec.genesis.runtimeGenesis;
    if (validators) {
        patch.session.keys = validators.map(sessionKeys);
        if (patch.staking) {
            const stashes = patch.session.keys.map(([stash]) => stash);
            const [[, , bond]] = patch.staking.stakers;
            const entries = new Map(patch.balances.balances);
            const [most] = entries.values();
            for (const stash of stashes) entries.set(stash, most);
            patch.balances.balances = [...entries];
            patch.staking = { ...patch.staking, invulnerables: slashable ? [] : stashes, validatorCount: stashes.length,
                stakers: stashes.map((stash) => [stash, stash, bond, 'Validator']) };
        }
    }
    const [[, amount]] = patch.balances.balances;
    for (let i = 1; i <= accounts; ++i) {
        const key = Buffer.alloc(32);
        key.writeUInt32LE(i, 28);
        patch.balances.balances.push([encodeAddress(key, kPrefix), amount]);
    }
    if (paras.length > 0 && !addsParas) {
        patch.paras = { paras: paras.map(({ id, file }) => [id,
            [genesisHead(file), JSON.parse(readFileSync(file)).genesis.raw.top['0x3a636f6465'], true]]) };
        // A group does not approve what it has backed: groups of one leave others.
        Object.assign(patch.configuration.config.scheduler_params,
            { num_cores: paras.length, lookahead: 3, group_rotation_frequency: 4, max_validators_per_core: 1 });
    }
    if (perGroup) patch.configuration.config.scheduler_params.max_validators_per_core = perGroup;
    const plain = join(folder, 'plain.json');
    writeFileSync(plain, JSON.stringify(spec));
    const file = join(folder, 'chain.json');
    const added = addsParas ? paras.flatMap((para) => ['--add-para', `${para.id}=${para.file}`]) : [];
    const raw = serinus(['build-spec', '--chain', plain, '--raw', '--disable-default-bootnode', ...added]);
    if (paras.length === 0 || addsParas) {
        writeFileSync(file, raw);
    } else {
        const withCores = JSON.parse(raw);
        assignCores(withCores, paras);
        writeFileSync(file, JSON.stringify(withCores));
    }
    return file;
}

export async function connect(node) {
    return ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true, throwOnConnect: true });
}

/** `count` signed transfers of an account from a nonce on, as hex. */
export function transfers(api, from, first, count, target = account('eve').address) {
    return Array.from({ length: count }, (_, i) => api.tx.balances.transferKeepAlive(target, 1_000_000_000n + BigInt(i)).sign(from, {
        nonce: first + i, era: 0, blockHash: api.genesisHash, genesisHash: api.genesisHash, runtimeVersion: api.runtimeVersion,
    }).toHex());
}

/** Options of a member that makes at most `blocks` by growChain() and growOn(): it takes a slot for each, faster than slots pass. Its clock is late by as many, so
 *  that none is of the future for nodes that have the time of this machine. */
export function authorOfMany(validator, blocks) {
    const seconds = (blocks + 50) * kSlotMs / 1000;
    return {
        validator,
        more: ['--state-pruning', 'archive', '--sealing', 'manual'],
        env: { ...process.env, LD_PRELOAD: kFakeTime, FAKETIME: `-${seconds}s`, DONT_FAKE_MONOTONIC: '1' },
    };
}

/** Makes blocks by hand with a node of ours that is alone, each with `count` transfers, until the best block is `last`.
 *  `onBlock(number, api)` comes before each block. */
export async function growChain(node, last, { count = 0, onBlock = async () => {} } = {}) {
    const api = await connect(node);
    const sender = account('bob');
    let nonce = 0;
    const bestOf = async () => Number((await node.call('chain_getHeader')).number);
    for (let number = (await bestOf()) + 1; number <= last; ++number) {
        await onBlock(number, api);
        const list = transfers(api, sender, nonce, count);
        nonce += count;
        for (const one of list) await node.call('author_submitExtrinsic', one);
        await node.call('engine_createBlock', true, false);
    }
    await api.disconnect();
}

/** Lets the node make another block each `kEveryMs`, until the returned function is called; that waits for the last one. */
export function growOn(node) {
    const kEveryMs = 1_500;
    let hasEnded = false;
    let wake;
    const done = (async () => {
        while (!hasEnded) {
            await node.call('engine_createBlock', true, false);
            await new Promise((resolve) => { wake = resolve; setTimeout(resolve, kEveryMs); });
        }
    })();
    // Told by the returned function.
    done.catch(() => {});
    return () => { hasEnded = true; wake?.(); return done; };
}
