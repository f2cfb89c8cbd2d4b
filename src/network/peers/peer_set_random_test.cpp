// Sets of peers under random use: the oracle is in the game.
#include <gtest/gtest.h>

#include <random>

#include "network/peers/peer_set_game.hpp"

namespace serinus::network {
namespace {

TEST(PeerSetRandom, SlotsAreNeverExceededReservedPeersStayAndBansHold) {
    // TODO: chance, when dials keep their bound as lists of reserved peers change: seed 2384117218 has one too many.
    std::mt19937_64 random(1);
    size_t joins = 0, dials = 0, put_out = 0;
    for (int game = 0; game < 16; ++game) {
        PeerSetGame sets([&random](uint64_t bound) { return random() % bound; }, random());
        for (int i = 0; i < 1'500; ++i) sets.step();
        sets.finish();
        joins += sets.joins();
        dials += sets.dials();
        put_out += sets.put_out();
    }
    // The games reach what they are for.
    EXPECT_GT(joins, 500u);
    EXPECT_GT(dials, 200u);
    EXPECT_GT(put_out, 5u);
}

}  // namespace
}  // namespace serinus::network
