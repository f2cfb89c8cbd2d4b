#include "services/parachain/peer_gates.hpp"

#include <gtest/gtest.h>

#include "network/link/test_network.hpp"

namespace serinus::services::paras {
namespace {

using network::link::test_peer;

// A peer that opens several pairs takes one place, and gives it up when all of them have ended.
TEST(CollatorGates, APeerIsOneCollatorHoweverManyPairsItHas) {
    CollatorGates gates;
    const PeerId peer = test_peer(1);
    const PeerNumber first = with_gate(2, 7), second = with_gate(4, 7);
    EXPECT_EQ(gates.join(first, peer).begins, Gate{2});
    EXPECT_EQ(gates.join(second, peer).begins, std::nullopt);
    EXPECT_TRUE(gates.counts(first, peer));
    EXPECT_FALSE(gates.counts(second, peer));
    const auto changed = gates.leave(first, peer);
    EXPECT_TRUE(changed.is_gone);
    EXPECT_EQ(changed.begins, Gate{4});
    EXPECT_TRUE(gates.counts(second, peer));
    const auto last = gates.leave(second, peer);
    EXPECT_TRUE(last.is_gone);
    EXPECT_EQ(last.begins, std::nullopt);
    EXPECT_FALSE(gates.counts(second, peer));
}

TEST(CollatorGates, TheEndOfAPairThatDoesNotCountChangesNothing) {
    CollatorGates gates;
    (void)gates.join(with_gate(1, 1), test_peer(1));
    (void)gates.join(with_gate(2, 1), test_peer(1));
    EXPECT_FALSE(gates.leave(with_gate(2, 1), test_peer(1)).is_gone);
    EXPECT_FALSE(gates.leave(with_gate(2, 1), test_peer(1)).is_gone) << "twice";
    EXPECT_TRUE(gates.counts(with_gate(1, 1), test_peer(1)));
}

}  // namespace
}  // namespace serinus::services::paras
