// A chain of the real Kusama 1.0.0, for the upgrade from it: its genesis state, calls by the sudo key, heartbeats, candidates as they were.
import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { bnToU8a, compactAddLength, compactToU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';

import { Chain } from './chain.mjs';
import { kData } from './data.mjs';
import { bits, Parachains } from './parachains.mjs';
import { Scenario } from './scenario.mjs';

export const kSpec = join(kData, 'genesis/kusama-local-1000000.json');
const kParachain = 2; // a life cycle
const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const list = (encoded) => u8aConcat(compactToU8a(encoded.length), ...encoded);
const bytes = (value) => compactAddLength(typeof value === 'string' ? hexToU8a(value) : value);

/** The local chain of 1.0.0, on both worlds of the runner. */
export async function startOldChain(runner, report) {
    const { top } = JSON.parse(readFileSync(kSpec, 'utf8')).genesis.raw;
    const folder = mkdtempSync(join(tmpdir(), 'kusama-1.0.0-'));
    const code = join(folder, 'code.wasm');
    writeFileSync(code, hexToU8a(top[u8aToHex(stringToU8a(':code'))]));
    try {
        return await Chain.start(runner, { code, entries: Object.entries(top) }, report, undefined);
    } finally {
        rmSync(folder, { recursive: true });
    }
}

export class OldScenario extends Scenario {
    /** By the sudo key. */
    async root(tx, expected = 'ok', options = {}) {
        const done = await this.ok(this.Alice, this.tx.sudo.sudo(tx), options);
        this.saw('Sudo.Sudid', expected ?? undefined);
        return done;
    }

    /** A validator has sent a heartbeat in a session: entries of the storage. */
    heard(session, index) {
        return [[this.chain.key('imOnline', 'receivedHeartbeats', session, index), '0x01']];
    }
}

export class OldParachains extends Parachains {
    /** Paras with a head and code each, as parachains from the next session on. */
    async register(ids, { code = (id) => new Uint8Array(40).fill(id % 256), head = (id) => new Uint8Array(9).fill(id % 251) } = {}) {
        const { chain } = this;
        const key = (item, ...args) => chain.key('paras', item, ...args);
        const codes = ids.map((id) => code(id));
        await chain.put([
            [key('parachains'), u8aToHex(list([...ids].sort((a, b) => a - b).map(u32)))],
            ...ids.flatMap((id, i) => [
                [key('paraLifecycles', id), u8aToHex([kParachain])],
                [key('heads', id), u8aToHex(bytes(head(id)))],
                [key('currentCodeHash', id), u8aToHex(blake2AsU8a(codes[i]))],
                [key('codeByHash', blake2AsU8a(codes[i])), u8aToHex(bytes(codes[i]))],
                [key('codeByHashRefs', blake2AsU8a(codes[i])), u8aToHex(u32(1))],
            ]),
        ]);
    }

    /** Fields of the configuration, at once. */
    async configure(fields) {
        const { chain } = this;
        const now = await chain.read('configuration', 'activeConfig');
        const next = chain.registry.createType(now.toRawType(), { ...now.toJSON(), ...fields });
        await chain.put([[chain.key('configuration', 'activeConfig'), u8aToHex(next.toU8a())]]);
    }

    async cores() {
        const cores = await this.chain.read('paraScheduler', 'availabilityCores');
        return (cores ?? []).map((core) => (core.isFree ? null : core.asParas.assignment.paraId.toNumber()));
    }

    async facts() {
        const { chain } = this;
        const { maxPovSize, groupRotationFrequency } = await chain.read('configuration', 'activeConfig');
        const groups = (await chain.read('paraScheduler', 'validatorGroups')) ?? [];
        return {
            paras: ((await chain.read('paras', 'parachains')) ?? []).map((one) => one.toNumber()), maxPovSize: maxPovSize.toNumber(),
            validators: await this.validators(), groups: groups.map((group) => group.map((index) => index.toNumber())),
            start: (await chain.read('paraScheduler', 'sessionStartBlock'))?.toNumber() ?? 0, rotation: groupRotationFrequency.toNumber(),
            session: await this.session(),
        };
    }

    /** A candidate of a para on the last block, with the signatures of its group. `commitments`: processed. */
    async candidate(para, { commitments = {} } = {}) {
        const { chain } = this;
        const { number, hash, stateRoot } = this.parent;
        const common = await this.facts();
        const { paras, maxPovSize, validators } = common;
        const head = this.headOf(para, number);
        const encoded = u8aConcat(list([]), list([]), [0], bytes(head), u32(commitments.processed ?? 0), u32(number));
        const [before, codeHash] = await chain.get(chain.key('paras', 'heads', para), chain.key('paras', 'currentCodeHash', para));
        const data = blake2AsU8a(u8aConcat(hexToU8a(before), u32(number), stateRoot, u32(maxPovSize)));
        const [pov, erasure] = ['pov', 'erasure'].map((text) => blake2AsU8a(stringToU8a(text)));
        const signature = this.collator.sign(u8aConcat(hash, u32(para), data, pov, hexToU8a(codeHash)));
        const plain = u8aConcat(u32(para), hash, this.collator.publicKey, data, pov, erasure, signature, blake2AsU8a(head), hexToU8a(codeHash));
        const candidate = blake2AsU8a(u8aConcat(plain, blake2AsU8a(encoded)));
        const indices = this.groupOf(common, Math.max(paras.indexOf(para), 0), number + 1);
        const behind = await this.context({ session: common.session });
        const attestations = indices.map((index) => u8aConcat([1], (validators[index] ?? this.t.Charlie).sign(u8aConcat(stringToU8a('BKNG'), [1], candidate, behind))));
        return u8aConcat(plain, encoded, list(attestations), bits(indices.map(() => true)));
    }
}
