// Signatures that the host expects in blocks, before it executes them: those of candidates' backers, of bitfields, of disputes of this session
// and of the one before. The runtimes must ask for exactly these.
import { candidateHash, statementSet } from '../disputes.mjs';
import { Parachains } from '../parachains.mjs';

const kAll = [2000, 2001];
const kValidators = 10;

export async function run(t) {
    const { chain } = t;
    const para = new Parachains(t);
    const both = (parent) => async () => ({
        candidates: await Promise.all(kAll.map((id) => para.candidate(id, parent === undefined ? {} : { parentHead: para.headOf(id, parent) }))),
    });
    /** The block ends; so many signatures were in it. */
    const expect = async (what, count) => {
        await chain.close();
        await chain.expectForecast(what, count);
    };

    await t.next();
    await chain.close({ execute: false });
    await para.appoint(kValidators);
    await para.register(kAll);
    await para.configure({ maxValidatorsPerCore: 5, groupRotationFrequency: 3, parasAvailabilityPeriod: 3, schedulingLookahead: 1 });
    await chain.open();
    await para.endSession();
    await para.endSession();
    await expect('an inherent that brings nothing', 0);
    // Groups change cores twice meanwhile.
    let made;
    for (let i = 0; i < 4; ++i) {
        made = para.parent.number;
        await para.block(both());
        await expect('candidates of two cores', kValidators);
        if (i === 3) break;
        await para.block();
        await expect('bitfields', kValidators);
    }
    // Cores become free, and are taken again, in one block.
    await para.block(both(made));
    await expect('bitfields and candidates', 2 * kValidators);

    const disputed = async (what, mark, session, validators) => {
        const votes = validators.map((pair, i) => [['seconded', 'backed', 'approved', 'explicit', 'invalid'][i % 5], i, pair]);
        await para.block(async () => ({ bitfields: [], disputes: [statementSet(candidateHash(mark), session, votes)] }));
        await expect(what, kValidators);
    };
    const session = await para.session();
    const validators = await para.validators(); // their order changes with the session
    await disputed('a dispute', 1, session, validators);
    await chain.open();
    await para.endSession();
    await disputed('a dispute of the session before', 2, session, validators);
}
