// Sets of peers under random use: the oracle is in the game.
#include <gtest/gtest.h>

#include "network/peers/peer_set_game.hpp"
#include "tests/support/random.hpp"

namespace serinus::network {
namespace {

TEST(PeerSetRandom, SlotsAreNeverExceededReservedPeersStayAndBansHold) {
    auto random = test::seeded_random();
    size_t joins = 0, dials = 0, put_out = 0;
    for (int game = 0; game < 16; ++game) {
        PeerSetGame sets([&random](uint64_t bound) { return random() % bound; }, random());
        for (int i = 0; i < 1'500; ++i) sets.step();
        sets.finish();
        joins += sets.joins();
        dials += sets.dials();
        put_out += sets.put_out();
    }
    // The games reach the situations they are for.
    EXPECT_GT(joins, 500u);
    EXPECT_GT(dials, 200u);
    EXPECT_GT(put_out, 5u);
}

}  // namespace
}  // namespace serinus::network
