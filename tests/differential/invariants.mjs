// The invariants of all pallets (`try_state`), which the module does not have: a native program looks at copies of its states.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const digits = (hex) => hex.slice(2);

export class Invariants {
    #process;
    #answers;

    /** `path`: kusama_try_state. */
    constructor(path) {
        this.#process = spawn(path, [], { stdio: ['pipe', 'pipe', 'inherit'] });
        this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
    }

    /** Of a state as [[key, value], ...]: null, or what does not hold. */
    async broken(pairs) {
        this.#process.stdin.write(`${pairs.map(([key, value]) => `${digits(key)} ${digits(value)}\n`).join('')}\n`);
        const { value, done } = await this.#answers.next();
        if (done) throw new Error('the program that looks at invariants has ended');
        return value === 'ok' ? null : value;
    }

    close() { this.#process.stdin.end(); }
}
