// Calls of XcmPallet with random programs, and random messages of parachains, as bytes.
import { bnToU8a, compactToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { KSM } from './scenario.mjs';
import { Messages } from './xcm.mjs';
import { assetOf, kPlaces, XcmPrograms } from './xcm_programs.mjs';

const kPallet = 99;
const kKeptBytes = 300; // of calls that programs may carry
const kKeptCalls = 8;

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const shown = (value) => JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? one.toString() : one));

export class XcmCalls {
    /** `known`: accounts (public keys), and what XcmPrograms knows besides but for `calls`. */
    constructor(t, random, known) {
        Object.assign(this, { t, random, known });
        this.chain = t.chain;
        this.messages = new Messages(t);
        this.plainCalls = this.#plainCalls();
        this.keptCalls = [];
        known.calls = this.plainCalls;
        this.programs = new XcmPrograms(random, known);
        const { fields } = t.tx.xcmPallet.transferAssetsUsingTypeAndThen.meta;
        this.types = { assets: fields[1].type, transfer: fields[2].type, id: fields[3].type };
    }

    /** What Transact may carry: small calls, some of which their callers may not make. */
    #plainCalls() {
        const { tx: { balances, nis, staking, system, utility } } = this.chain;
        const to = this.t.addressOf(this.known.accounts[0]);
        return [
            system.remarkWithEvent('0x1234'), balances.transferAllowDeath(to, KSM), balances.transferKeepAlive(to, 10n ** 24n), balances.transferAll(to, true),
            utility.batchAll([system.remark('0x'), balances.transferAllowDeath(to, KSM / 100n)]), utility.batch([balances.transferAllowDeath(to, 10n ** 24n), system.remark('0x')]),
            system.setStorage([['0x1234', '0x5678']]), nis.placeBid(KSM, 3), staking.chill(), utility.asDerivative(3, system.remarkWithEvent('0x')),
        ].map((one) => this.chain.encodeCall(one));
    }

    /** A call: { bytes, text }. */
    next() {
        const { random, programs } = this;
        const x = programs.dialect();
        const kind = random.between(0, 99);
        if (kind < 64) {
            const { x: y, instructions } = programs.program('account');
            const weight = random.chance(95) ? [30_000_000_000, 230_000] : [random.between(0, 1_000_000_000), random.between(0, 20_000)];
            return this.#made(3, [this.messages.program(y, instructions), ...weight.map((one) => compactToU8a(one))], [y.version, instructions, weight]);
        }
        if (kind < 76) {
            const { x: y, instructions } = programs.program(random.pick(['system', 'user']));
            const dest = programs.chain(x);
            return this.#made(0, [this.messages.location(x, dest), this.messages.program(y, instructions)], [x.version, dest, y.version, instructions]);
        }
        return this.#transfer(x);
    }

    #made(index, args, said) {
        const bytes = u8aConcat([kPallet, index], ...args);
        if (bytes.length <= kKeptBytes) {
            this.keptCalls.push(bytes);
            this.keptCalls.splice(0, this.keptCalls.length - kKeptCalls);
            this.known.calls = [...this.plainCalls, ...this.keptCalls];
        }
        return { bytes, text: `call ${index} ${shown(said)} ${u8aToHex(bytes)}` };
    }

    #transfer(x) {
        const { random, programs } = this;
        const [dest, to] = [programs.chain(x, 40), programs.beneficiary(x)];
        const native = () => x.asset(random.chance(85) ? KSM * BigInt(random.between(1, 5)) / BigInt(random.between(1, 40)) : programs.amount());
        const assets = random.chance(80) ? [native()] : programs.assets(x);
        const item = random.chance(85) ? 0 : random.between(0, 2);
        const limit = programs.limit();
        const head = () => [this.messages.location(x, dest), this.messages.location(x, to), this.#encode('assets', x.of(assets))];
        const limited = this.#limit(limit);
        const said = [x.version, dest, to, assets, item, limit];
        const index = random.pick([1, 2, 8, 9, 9, 11, 11, 12, 13, 13]);
        if (index === 12) {
            const claimed = random.chance(70) ? random.pick(this.known.trapped).map((one) => assetOf(x, one)) : assets;
            return this.#made(12, [this.#encode('assets', x.of(claimed)), this.messages.location(x, to)], [x.version, claimed, to]);
        }
        if (index !== 13) return this.#made(index, [...head(), u32(item), ...(index > 2 ? [limited] : [])], said);
        const type = () => (random.chance(75) ? random.pick(['Teleport', 'LocalReserve', 'DestinationReserve']) : { RemoteReserve: x.of(programs.chain(x)) });
        const [ofAssets, ofFees] = [type(), type()];
        const id = random.chance(85) || assets.length === 0 ? x.id(x.here) : assets[0].id;
        const inside = [{ DepositAsset: { assets: x.all(1), beneficiary: to } }];
        return this.#made(13, [head()[0], head()[2], this.#encode('transfer', ofAssets), this.#encode('id', x.of(id)), this.#encode('transfer', ofFees), this.messages.program(x, inside), limited],
            [...said, ofAssets, id, ofFees]);
    }

    #limit(limit) {
        if (limit === 'Unlimited') return Uint8Array.of(0);
        return u8aConcat([1], compactToU8a(limit.Limited.refTime), compactToU8a(limit.Limited.proofSize));
    }

    #encode(kind, value) {
        const { registry } = this.chain;
        return registry.createTypeUnsafe(registry.createLookupType(this.types[kind]), [value]).toU8a();
    }

    /** A message of a para: { bytes, text }. */
    message(para) {
        const { x, instructions } = this.programs.program(para === kPlaces.system ? 'system' : 'user');
        const bytes = this.messages.program(x, instructions);
        return { bytes, text: `message of ${para} in version ${x.version}: ${shown(instructions)} ${u8aToHex(bytes)}` };
    }

    /** Assets of one version, encoded. */
    assets(x, list) {
        return this.#encode('assets', x.of(list.map((one) => assetOf(x, one))));
    }
}
