// Repeatable random numbers.
import { createHash, randomBytes } from 'node:crypto';

// DIFF_RANDOM: another seed in each run, unless SEED says which.
const asked = process.env.SEED ?? (process.env.DIFF_RANDOM ? 'random' : 'serinus');
export const kSeed = asked === 'random' ? randomBytes(6).toString('hex') : asked;

/** Bytes of SHA-256 in counter mode, from the seed and a name. */
export class Random {
    #name;
    #counter = 0;
    #pool = Buffer.alloc(0);

    constructor(name) {
        this.#name = name;
    }

    bytes(size) {
        while (this.#pool.length < size) {
            const block = createHash('sha256').update(`${kSeed}/${this.#name}/${this.#counter++}`).digest();
            this.#pool = Buffer.concat([this.#pool, block]);
        }
        const out = new Uint8Array(this.#pool.subarray(0, size));
        this.#pool = this.#pool.subarray(size);
        return out;
    }

    /** Uniform in [low, high]. */
    between(low, high) {
        return low + (Buffer.from(this.bytes(6)).readUIntLE(0, 6) % (high - low + 1));
    }

    pick(list) {
        return list[this.between(0, list.length - 1)];
    }

    chance(percent) {
        return this.between(0, 99) < percent;
    }
}
