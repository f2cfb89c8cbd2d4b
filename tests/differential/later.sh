#!/bin/sh
# later.sh short|whole RUNNER [SCENARIO ...]: the real Kusama 1.7.1 beside itself, or beside the runtime OURS=FILE: scenarios and random calls.
# short: what takes two minutes at most. 77: skipped.
here=$(dirname "$0")
kind=$1
runner=$2
shift 2
[ -n "$OURS" ] || unset OURS
export DIFF_REFERENCE=kusama-1.7.1
if [ "$kind" = short ]; then
    set -- genesis balances utility indices multisig vesting preimage scheduler era later_beefy later_calls later_governance later_small later_extrinsics later_parachains later_pools later_session later_treasury \
        candidate_messages disputed_cores downward para_inherent host_channels host_disputes host_walk xcm_messages
    "$here/run.sh" run.mjs "$runner" --reference kusama-1.7.1 "$@" || exit
    DIFF_COUNT=150 exec "$here/run.sh" sequences.mjs "$runner" --reference kusama-1.7.1
fi
if [ $# -gt 0 ]; then
    exec "$here/run.sh" run.mjs "$runner" --reference kusama-1.7.1 "$@"
fi
failed=0
"$here/run.sh" run.mjs "$runner" --reference kusama-1.7.1 || { failed=$?; [ $failed = 77 ] && exit 77; }
for script in compare_metadata calls; do
    "$here/run.sh" $script.mjs "$runner" --reference kusama-1.7.1 || failed=$?
done
DIFF_COUNT=1500 DIFF_ERAS=${DIFF_ERAS:-6} "$here/run.sh" sequences.mjs "$runner" --reference kusama-1.7.1 || failed=$?
exit $failed
