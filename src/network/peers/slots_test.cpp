#include "network/peers/slots.hpp"

#include <gtest/gtest.h>

#include "network/link/test_network.hpp"

namespace serinus::network {
namespace {

using link::test_peer;

wire::Multiaddr ip(const std::string& text) { return *wire::Multiaddr::parse("/ip4/" + text + "/tcp/1"); }
constexpr uint64_t kSlotMinute = 60'000;

/// Takes an in slot from an address of its own network.
std::optional<Slots::Taken> take_in(Slots& slots, uint8_t number, uint64_t now) {
    return slots.take(test_peer(number), false, ip(std::to_string(number) + ".1.1.1"), now);
}

TEST(Slots, TheTwoKindsAreCountedApart) {
    Slots slots({.out_peers = 1, .in_peers = 2});
    EXPECT_EQ(slots.take(test_peer(1), true, ip("1.1.1.1"), 0)->kind, SlotKind::kOutbound);
    EXPECT_FALSE(slots.wants_out());
    // A peer that this node dialed for another reason may have one of the others.
    EXPECT_EQ(slots.take(test_peer(2), true, ip("2.1.1.1"), 0)->kind, SlotKind::kInbound);
    EXPECT_EQ(take_in(slots, 3, 0)->kind, SlotKind::kInbound);
    EXPECT_FALSE(take_in(slots, 4, 0));
    EXPECT_TRUE(take_in(slots, 3, 0)) << "who has a slot keeps it";
    slots.free(test_peer(2));
    EXPECT_TRUE(take_in(slots, 4, 0));
    EXPECT_EQ(slots.count(SlotKind::kInbound), 2u);
}

TEST(Slots, ReservedPeersStandOutside) {
    Slots slots({.out_peers = 0, .in_peers = 0});
    slots.add_reserved(test_peer(1));
    EXPECT_EQ(take_in(slots, 1, 0)->kind, SlotKind::kReserved);
    EXPECT_FALSE(take_in(slots, 2, 0));
    EXPECT_FALSE(slots.remove_reserved(test_peer(1), false)) << "there is no other place for it";
    EXPECT_EQ(slots.kind_of(test_peer(1)), std::nullopt);
    EXPECT_EQ(slots.count(SlotKind::kReserved), 0u);
}

TEST(Slots, AReservedPeerGetsAPlaceOfTheOthersIfThereIsOneWhenItIsReservedNoMore) {
    Slots slots({.out_peers = 1, .in_peers = 1});
    for (uint8_t i = 1; i <= 3; ++i) {
        slots.add_reserved(test_peer(i));
        EXPECT_EQ(take_in(slots, i, 0)->kind, SlotKind::kReserved);
    }
    EXPECT_TRUE(slots.remove_reserved(test_peer(1), true));
    EXPECT_EQ(slots.kind_of(test_peer(1)), SlotKind::kOutbound);
    EXPECT_TRUE(slots.remove_reserved(test_peer(2), true)) << "that this node dialed it does not harm";
    EXPECT_EQ(slots.kind_of(test_peer(2)), SlotKind::kInbound);
    EXPECT_FALSE(slots.remove_reserved(test_peer(3), true));
    EXPECT_EQ(slots.size(), 2u);
    slots.add_reserved(test_peer(1));
    EXPECT_EQ(slots.kind_of(test_peer(1)), SlotKind::kReserved);
    EXPECT_TRUE(slots.wants_out());
}

TEST(Slots, AuthoritiesOfTheEpochStandOutsideToo) {
    Slots slots({.out_peers = 0, .in_peers = 1});
    EXPECT_TRUE(slots.set_authorities({test_peer(1), test_peer(3)}).empty());
    EXPECT_EQ(take_in(slots, 1, 0)->kind, SlotKind::kReserved);
    EXPECT_EQ(take_in(slots, 2, 0)->kind, SlotKind::kInbound);
    EXPECT_EQ(take_in(slots, 3, 0)->kind, SlotKind::kReserved);
    Slots closed({.reserved_only = true});
    (void)closed.set_authorities({test_peer(1)});
    EXPECT_FALSE(take_in(closed, 1, 0));

    // In the next epoch 2 is one, which makes room for one of those that are none any more.
    EXPECT_EQ(slots.set_authorities({test_peer(2)}), (std::vector{test_peer(1), test_peer(3)}));
    EXPECT_EQ(slots.kind_of(test_peer(2)), SlotKind::kReserved);
    EXPECT_TRUE(slots.settle(test_peer(1), false));
    EXPECT_EQ(slots.kind_of(test_peer(1)), SlotKind::kInbound);
    EXPECT_FALSE(slots.settle(test_peer(3), false));
    EXPECT_TRUE(slots.settle(test_peer(2), false)) << "it has a right to its place";
    EXPECT_EQ(slots.kind_of(test_peer(2)), SlotKind::kReserved);
}

TEST(Slots, WhereNothingIsSharedOutOneNetworkMayHaveAllAndNobodyIsReplaced) {
    Slots slots({.in_peers = 3, .is_shared_out = false});
    for (uint8_t i = 1; i <= 3; ++i) EXPECT_TRUE(slots.take(test_peer(i), false, ip("5.5.1.1"), 0));
    EXPECT_FALSE(take_in(slots, 9, 100 * kSlotMinute));
}

TEST(Slots, ReservedOnlyMeansNobodyElse) {
    Slots slots({.reserved_only = true});
    slots.add_reserved(test_peer(1));
    EXPECT_FALSE(slots.wants_out());
    EXPECT_FALSE(slots.take(test_peer(2), true, ip("2.1.1.1"), 0));
    EXPECT_FALSE(take_in(slots, 3, 0));
    EXPECT_TRUE(take_in(slots, 1, 0));
}

TEST(Slots, OneNetworkOf24BitsHasOneInSlotAndOneOf16AQuarter) {
    Slots slots({.out_peers = 2, .in_peers = 8});
    EXPECT_TRUE(slots.take(test_peer(1), false, ip("5.5.1.1"), 0));
    EXPECT_FALSE(slots.take(test_peer(2), false, ip("5.5.1.2"), 0));
    EXPECT_TRUE(slots.take(test_peer(2), false, ip("5.5.2.1"), 0));
    EXPECT_FALSE(slots.take(test_peer(3), false, ip("5.5.3.1"), 0));
    EXPECT_TRUE(slots.take(test_peer(3), false, ip("5.6.3.1"), 0));
    // This node's own choice is not limited.
    EXPECT_TRUE(slots.take(test_peer(4), true, ip("5.5.1.9"), 0));
    // Nor are addresses that say nothing.
    EXPECT_TRUE(slots.take(test_peer(5), false, std::nullopt, 0));
    slots.free(test_peer(1));
    EXPECT_TRUE(slots.take(test_peer(6), false, ip("5.5.1.2"), 0));
}

TEST(Slots, NetworksOfIp6Have48And32Bits) {
    Slots slots({.in_peers = 8});
    const auto ip6 = [](const std::string& text) { return *wire::Multiaddr::parse("/ip6/" + text + "/tcp/1"); };
    EXPECT_TRUE(slots.take(test_peer(1), false, ip6("2a00:1:1::1"), 0));
    EXPECT_FALSE(slots.take(test_peer(2), false, ip6("2a00:1:1:ffff::1"), 0));
    EXPECT_TRUE(slots.take(test_peer(2), false, ip6("2a00:1:2::1"), 0));
    EXPECT_FALSE(slots.take(test_peer(3), false, ip6("2a00:1:3::1"), 0));
    EXPECT_TRUE(slots.take(test_peer(3), false, ip6("2a00:2:3::1"), 0));
}

TEST(Slots, PrivateNetworksAreSharedOutOnLiveChainsOnly) {
    for (const bool is_live : {false, true}) {
        Slots slots({.in_peers = 8, .limits_private_networks = is_live});
        EXPECT_TRUE(slots.take(test_peer(1), false, ip("127.0.0.1"), 0));
        EXPECT_EQ(slots.take(test_peer(2), false, ip("127.0.0.1"), 0).has_value(), !is_live);
    }
}

TEST(Slots, TheLeastUsefulPeerOfTenMinutesMakesRoom) {
    Slots slots({.in_peers = 8, .protected_oldest = 2, .protected_useful = 2});
    for (uint8_t i = 1; i <= 8; ++i) EXPECT_TRUE(take_in(slots, i, i));
    EXPECT_FALSE(take_in(slots, 20, 9 * kSlotMinute)) << "nobody had ten minutes to prove its use";
    // 1 and 2 are the oldest; 3 and 4 were useful last; 5 was useful twice, 6 once, 7 and 8 never.
    const uint64_t now = 10 * kSlotMinute + 100;
    for (const uint8_t useful : Bytes{5, 5, 6, 3, 4}) slots.on_useful(test_peer(useful), now);
    const auto taken = take_in(slots, 20, now);
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->replaced, test_peer(8)) << "of 7 and 8 the younger one";
    EXPECT_EQ(slots.kind_of(test_peer(8)), std::nullopt);
    EXPECT_FALSE(take_in(slots, 21, now + 59'000)) << "one in a minute";
    EXPECT_EQ(take_in(slots, 21, now + kSlotMinute)->replaced, test_peer(7));
    EXPECT_EQ(take_in(slots, 22, now + 2 * kSlotMinute)->replaced, test_peer(6));
    EXPECT_EQ(take_in(slots, 23, now + 3 * kSlotMinute)->replaced, test_peer(5));
    EXPECT_FALSE(take_in(slots, 24, now + 4 * kSlotMinute)) << "the oldest and the most useful stay";
}

TEST(Slots, UseIsForgottenAfterTwentyMinutes) {
    Slots slots({});
    ASSERT_TRUE(take_in(slots, 1, 0));
    slots.on_useful(test_peer(1), 5 * kSlotMinute);
    slots.on_useful(test_peer(1), 11 * kSlotMinute);
    EXPECT_EQ(slots.usefulness(test_peer(1), 11 * kSlotMinute), 2u);
    EXPECT_EQ(slots.usefulness(test_peer(1), 21 * kSlotMinute), 1u);
    EXPECT_EQ(slots.usefulness(test_peer(1), 31 * kSlotMinute), 0u);
    slots.on_useful(test_peer(2), 0);
    EXPECT_EQ(slots.usefulness(test_peer(2), 0), 0u);
}

TEST(Slots, TheBestOutPeersAreAnchors) {
    Slots slots({.out_peers = 4});
    for (uint8_t i = 1; i <= 4; ++i) ASSERT_TRUE(slots.take(test_peer(i), true, std::nullopt, i));
    ASSERT_TRUE(take_in(slots, 9, 0));
    slots.on_useful(test_peer(3), 10);
    slots.on_useful(test_peer(9), 10);
    EXPECT_EQ(slots.anchors(2, 10), (std::vector{test_peer(3), test_peer(1)}));
}

}  // namespace
}  // namespace serinus::network
