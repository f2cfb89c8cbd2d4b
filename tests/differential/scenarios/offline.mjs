// A validator who makes no block in a session is reported by ImOnline at its end, which the pallets of ours hear of.
export async function run(t) {
    const { Alice, Bob, chain, tx: { balances } } = t;
    await t.next();
    for (let i = 0; i < 4; ++i) {
        await t.next(1, { skip: 600, author: 0 });
        if (i > 0) { // after the first session, in which both made blocks
            const reports = await chain.runner.ask({ op: 'keys', world: 'real', prefix: chain.judge.keys.reports });
            if (reports.pairs.length < i) chain.report.fault(chain, `nobody was reported by session ${i}`);
        }
        await t.next(1, { author: 0 });
        await t.ok(Alice, balances.transferKeepAlive(Bob.address, 1));
        for (const api of ['GrandpaApi_grandpa_authorities', 'BabeApi_next_epoch', 'AuthorityDiscoveryApi_authorities']) await t.api(api);
        await t.next(2, { author: 0 });
    }
    await t.next();
}
