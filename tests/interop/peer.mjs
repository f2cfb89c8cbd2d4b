// Drives interop_peer, and random input for the tests: printed seed, repeatable with INTEROP_SEED.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';

/** 0x and hex digits. */
export const hex = (bytes) => '0x' + Buffer.from(bytes).toString('hex');
export const fromHex = (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex'));
/** Text as an argument that may hold anything. */
export const hexText = (text) => hex(Buffer.from(text, 'utf8'));

/** Our side: `await peer.call('blake2b_256', '0x00')` is the answer; a refusal starts with '!'. */
export class Peer {
    #child;
    #waiting = [];

    constructor() {
        const program = process.env.INTEROP_PEER;
        if (!program) throw new Error('INTEROP_PEER must name the program interop_peer');
        this.#child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
        createInterface({ input: this.#child.stdout }).on('line', (line) => this.#waiting.shift().resolve(line));
        this.#child.on('close', (code, signal) => {
            for (const { reject, request } of this.#waiting) {
                reject(new Error(`interop_peer ended (${code ?? signal}) before it answered: ${request}`));
            }
        });
        this.#child.stdin.on('error', () => {}); // told by 'close'
    }

    /** Requests are answered in order; many may be under way. */
    call(command, ...args) {
        const request = [command, ...args].join('\t');
        return new Promise((resolve, reject) => {
            this.#waiting.push({ resolve, reject, request });
            this.#child.stdin.write(request + '\n');
        });
    }

    close() {
        this.#child.stdin.end();
    }
}

/** Bytes of SHA-256 in counter mode: slow and the same everywhere. */
class Random {
    #seed;
    #counter = 0;
    #pool = Buffer.alloc(0);

    constructor(seed) {
        this.#seed = seed;
    }

    bytes(size) {
        while (this.#pool.length < size) {
            const block = createHash('sha256').update(`${this.#seed}/${this.#counter++}`).digest();
            this.#pool = Buffer.concat([this.#pool, block]);
        }
        const out = new Uint8Array(this.#pool.subarray(0, size));
        this.#pool = this.#pool.subarray(size);
        return out;
    }

    /** Uniform in [low, high]; the range must be below 2^48. */
    between(low, high) {
        return low + (Buffer.from(this.bytes(6)).readUIntLE(0, 6) % (high - low + 1));
    }

    pick(list) {
        return list[this.between(0, list.length - 1)];
    }
}

const seed = process.env.INTEROP_SEED ?? randomBytes(6).toString('hex');
console.log(`# repeat with INTEROP_SEED=${seed}`);
/** Each test takes its own stream, so that it does not depend on the others. */
export const seededRandom = (name) => new Random(`${seed}/${name}`);

/** How many random cases a test runs. */
export const cases = Number(process.env.INTEROP_CASES ?? 1000);
