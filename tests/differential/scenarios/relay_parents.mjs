// Candidates on relay parents of some blocks ago, with ancestries of several lengths, up to the one that leaves none; queues of claims
// that look further ahead; sessions end in between.
import { Parachains } from '../parachains.mjs';

const kAges = [0, 1, 2, 3, 4, 5]; // of the relay parents, in blocks
const kOtherAges = [3, 0, 0, 2, 1];
const kMost = 2 ** 32 - 1;

/** Makes candidates on any relay parent; where there is no group, the first validator signs. */
class OldParents extends Parachains {
    get parent() {
        return this.chosen ?? super.parent;
    }

    groupOf(...place) {
        return super.groupOf(...place) ?? [0];
    }

    async on(parent, id) {
        this.chosen = parent;
        try {
            return await this.candidate(id);
        } finally {
            this.chosen = undefined;
        }
    }
}

export async function run(t) {
    const { chain } = t;
    await t.next();
    await chain.close();
    const saved = await chain.save();
    for (const [ancestry, lookahead, ttl, blocks] of [[3, 1, 5, 30], [1, 2, 0, 16], [0, 3, 1, 12], [kMost, 1, 5, 12], [kMost - 1, 0, kMost, 12]]) {
        await chain.restore(saved);
        await withParents(t, { ancestry, lookahead, ttl, blocks });
    }
}

async function withParents(t, { ancestry, lookahead, ttl, blocks }) {
    const { chain } = t;
    const para = new OldParents(t);
    await t.next();
    await para.register([2000, 2001]);
    await para.configure({ maxValidatorsPerCore: 1, groupRotationFrequency: 4, parasAvailabilityPeriod: 3, schedulingLookahead: lookahead,
        onDemandTtl: ttl, asyncBackingParams: { maxCandidateDepth: 3, allowedAncestryLen: ancestry } });
    await para.endSession();
    const history = [];
    const parentAt = (age) => history.at(-1 - Math.min(age, history.length - 1));
    for (let i = 0; i < blocks; ++i) {
        if (chain.inBlock) await chain.close();
        history.push(para.parent);
        const waits = i % 4 === 3; // nothing becomes available in this block
        await t.mayTrap(() => para.block(async () => {
            const busy = waits ? await para.cores() : [];
            const candidates = busy.includes(2000) ? [] : [await para.on(parentAt(kAges[i % kAges.length]), 2000)];
            if (!busy.includes(2001) && i % 9 < 2) candidates.push(await para.on(parentAt(kOtherAges[i % kOtherAges.length]), 2001));
            return { candidates, ...(waits ? { bitfields: [] } : {}) };
        }));
        if (!chain.inBlock) continue;
        await para.askAll([2000, 2001]);
        if (i === 10 || i === 20) await para.endSession();
    }
    if (chain.inBlock) await t.mayTrap(() => t.next(2));
}
