// The costs of calls in Kusama's runtime and ours, measured while a scenario makes them: each call that is asked for is first made some times on
// a copy of its state (the runner's `cost`), and then once as ever.

const kRepeats = Number(process.env.REPEATS ?? 5);

export class Costs {
    /**
     * Method and world -> costs in the order of the calls: { ms, known, ahead }. `known`: the host knows the verdicts on all signatures;
     * `ahead`, of blocks alone: it forecasts the signatures, and verifies them in batches first, which is in the time.
     */
    #found = new Map();
    #methods = new Set();

    constructor(runner) {
        if (!process.env.OURS) throw new Error('OURS names our runtime, which is measured beside the real one');
        this.#ask = runner.ask.bind(runner);
        runner.ask = async (request) => {
            for (const one of Array.isArray(request) ? request : [request]) {
                if (one.op === 'call' && this.#methods.has(one.method)) await this.#measure(one);
            }
            return this.#ask(request);
        };
    }

    #ask;

    async #measure({ world, method, args, at }) {
        const answer = await this.#ask({ op: 'cost', world, method, args, repeats: kRepeats, ...(at === undefined ? {} : { at }) });
        if (answer.us === undefined) throw new Error(`${method}: ${answer.trap ?? answer.error}`);
        const key = `${method} ${world}`;
        this.#found.set(key, [...(this.#found.get(key) ?? []), { ms: answer.us / 1000, known: answer.us_known / 1000, ahead: (answer.us_ahead ?? NaN) / 1000 }]);
    }

    /** From now on calls of these methods are measured; what was found before is forgotten. */
    watch(...methods) {
        this.#methods = new Set(methods);
        this.#found.clear();
    }

    /** Of the method's calls that `choose` keeps (their number is its argument), the sum for each side: { ours, real }. */
    sum(method, choose = () => true) {
        const of = (world) => {
            const all = (this.#found.get(`${method} ${world}`) ?? []).filter((_, i) => choose(i));
            if (all.length === 0) throw new Error(`no call of ${method} was seen`);
            return all.reduce((sum, one) => ({ ms: sum.ms + one.ms, known: sum.known + one.known, ahead: sum.ahead + one.ahead }), { ms: 0, known: 0, ahead: 0 });
        };
        return { ours: of('ours'), real: of('real') };
    }

    tell(what, ...sums) {
        const all = (world, field) => sums.reduce((sum, one) => sum + one[world][field], 0);
        const shown = (field) => {
            const [ours, real] = [all('ours', field), all('real', field)];
            return `ours ${ours.toFixed(2)} ms, Kusama's ${real.toFixed(2)} ms, ${(ours / real).toFixed(2)}`;
        };
        const ahead = Number.isNaN(all('ours', 'ahead')) ? '' : `; verified ahead: ${shown('ahead')}`;
        console.log(`${what}: ${shown('ms')}; signatures known: ${shown('known')}${ahead}`);
    }
}
