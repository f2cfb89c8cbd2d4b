// The blocks that matter at the node's leaves.
// Observed: polkadot-node-subsystem-util 36.0.0, backing_implicit_view
#include "parachain/view/implicit_view.hpp"

#include <gtest/gtest.h>

namespace serinus::parachain {
namespace {

Hash256 numbered(uint8_t byte) {
    Hash256 out;
    out.bytes.fill(byte);
    return out;
}
using Hashes256 = std::vector<Hash256>;

TEST(ImplicitView, ALeafAllowsItselfAndItsAncestors) {
    ImplicitView view;
    view.activate({numbered(6), numbered(5), numbered(4)}, 6);
    EXPECT_EQ(view.leaves(), Hashes256{numbered(6)});
    EXPECT_EQ(*view.allowed_at(numbered(6)), (Hashes256{numbered(6), numbered(5), numbered(4)}));
    EXPECT_EQ(view.allowed_at(numbered(5)), nullptr);
    EXPECT_EQ(view.number_of(numbered(4)), 4u);
    EXPECT_EQ(view.blocks(), (Hashes256{numbered(4), numbered(5), numbered(6)}));
    EXPECT_EQ(view.paths_via(numbered(5)), (std::vector<Hashes256>{{numbered(4), numbered(5), numbered(6)}}));
    EXPECT_TRUE(view.paths_via(numbered(3)).empty());
}

TEST(ImplicitView, ForgetsBlocksThatNoLeafNeeds) {
    ImplicitView view;
    view.activate({numbered(6), numbered(5), numbered(4)}, 6);
    view.activate({numbered(7), numbered(6), numbered(5)}, 7);
    EXPECT_EQ(view.deactivate(numbered(6)), Hashes256{numbered(4)});
    EXPECT_NE(view.allowed_at(numbered(6)), nullptr) << "what was a leaf still says what was allowed there";
    EXPECT_EQ(view.deactivate(numbered(7)), (Hashes256{numbered(5), numbered(6), numbered(7)}));
    EXPECT_TRUE(view.blocks().empty());
    EXPECT_TRUE(view.deactivate(numbered(7)).empty());
}

TEST(ImplicitView, KeepsTwoBlocksBehindALeafThatAllowsItselfAlone) {
    ImplicitView view;
    view.activate({numbered(6), numbered(5), numbered(4)}, 6);
    view.activate({numbered(7)}, 7);
    EXPECT_EQ(view.deactivate(numbered(6)), Hashes256{numbered(4)});
    EXPECT_TRUE(view.contains(numbered(5)));
}

TEST(ImplicitView, ForksShareBlocks) {
    ImplicitView view;
    view.activate({numbered(6), numbered(5), numbered(4)}, 6);
    view.activate({numbered(16), numbered(5), numbered(4)}, 6);
    EXPECT_EQ(view.paths_via(numbered(5)).size(), 2u);
    EXPECT_TRUE(view.deactivate(numbered(16)).empty()) << "of the same height as what is left";
    EXPECT_EQ(view.paths_via(numbered(5)).size(), 1u);
}

TEST(ImplicitView, NumbersDoNotGoBelowZero) {
    ImplicitView view;
    view.activate({numbered(1), numbered(0)}, 1);
    EXPECT_EQ(view.number_of(numbered(0)), 0u);
    EXPECT_EQ(view.deactivate(numbered(1)), (Hashes256{numbered(0), numbered(1)}));
}

}  // namespace
}  // namespace serinus::parachain
