// Candidates of parachains from their backing to their inclusion, what nodes ask about them, and candidates that nobody takes.
import { kBacked, kIncluded, kTimedOut, Parachains } from '../parachains.mjs';

const kFirst = 2000;
const kSecond = 2001;

export async function run(t) {
    const { chain } = t;
    if (!chain.ourPallets.has('ParaInherent')) return; // nobody brings candidates
    const para = new Parachains(t);
    const absent = (name) => {
        if (t.last.events.some((one) => one.name === name)) chain.report.fault(chain, `there is ${name}`);
    };
    const both = async () => ({ candidates: [await para.candidate(kFirst), await para.candidate(kSecond)] });

    await t.next();
    await para.register([kFirst, kSecond]);
    await para.configure({ maxValidatorsPerCore: 1, groupRotationFrequency: 10, parasAvailabilityPeriod: 4, schedulingLookahead: 1 });
    await para.endSession();

    // The rhythm of two blocks: backed, included, backed.
    await para.block();
    for (let i = 0; i < 3; ++i) {
        await para.block(both);
        t.saw(kBacked);
        await para.askAll([kFirst, kSecond, 2002]);
        await para.block();
        t.saw(kIncluded);
        await para.askAll([kFirst, kSecond]);
    }
}
