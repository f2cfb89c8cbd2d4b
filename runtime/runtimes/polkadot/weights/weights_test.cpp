// Some weights of Polkadot's calls. Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights
#include <gtest/gtest.h>

#include "runtime/runtimes/polkadot/weights/balances.hpp"
#include "runtime/runtimes/polkadot/weights/conviction_voting.hpp"
#include "runtime/runtimes/polkadot/weights/staking.hpp"
#include "runtime/runtimes/polkadot/weights/system.hpp"

namespace serinus::polkadot::weights {
namespace {

TEST(PolkadotWeights, CountItsOwnTimeOfTheDatabase) {
    EXPECT_EQ(kDbWeight.read, 20'499'000u);
    EXPECT_EQ(kDbWeight.write, 83'471'000u);
}

TEST(PolkadotWeights, AreThoseOfItsOwnMeasurements) {
    EXPECT_EQ(kBalances.transfer_allow_death(), (Weight{154'149'000, 3593}));
    EXPECT_EQ(kConvictionVoting.vote_new(), (Weight{673'746'000, 42428}));
    EXPECT_EQ(kStaking.payout_stakers_alive_staked(2), (Weight{1'431'636'014, 60588}));
    EXPECT_EQ(kSystem.remark(1000), (Weight{2'309'914, 0}));
}

}  // namespace
}  // namespace serinus::polkadot::weights
