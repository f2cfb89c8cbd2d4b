// The process that holds the runtimes; its requests are described in the README.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export class Runner {
    #process;
    #waiting = [];
    #ended = null;

    constructor(path, options = []) {
        this.#process = spawn(path, options, { stdio: ['pipe', 'pipe', 'inherit'] });
        createInterface({ input: this.#process.stdout }).on('line', (line) => this.#waiting.shift().resolve(line));
        const end = (why) => {
            this.#ended = new Error(`the runner ended: ${why}`);
            for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
        };
        this.#process.on('error', (error) => end(error.message));
        this.#process.on('exit', (code, signal) => end(signal ?? `exit code ${code}`));
        this.#process.stdin.on('error', () => {}); // 'exit' tells
    }

    /** The answer to one request, or the answers to a list of them, which are made one after the other. */
    async ask(request) {
        if (this.#ended) throw this.#ended;
        const line = await new Promise((resolve, reject) => {
            this.#waiting.push({ resolve, reject });
            this.#process.stdin.write(JSON.stringify(request) + '\n');
        });
        const answer = JSON.parse(line);
        const all = Array.isArray(answer) ? answer : [answer];
        for (const [i, one] of all.entries()) {
            if (one.error === undefined) continue;
            const { op, world, method } = Array.isArray(request) ? request[i] : request;
            throw new Error(`${[op, world, method].filter(Boolean).join(' ')}: ${one.error}`);
        }
        return answer;
    }

    get pid() {
        return this.#process.pid;
    }

    close() {
        this.#process.stdin.end();
    }
}
