#include "consensus/babe/author.hpp"

#include <gtest/gtest.h>

namespace serinus::consensus::babe {
namespace {

using primitives::Header;

struct KeyedAuthorities {
    explicit KeyedAuthorities(size_t count) {
        for (uint32_t i = 0; i < count; ++i) {
            crypto::sr25519::MiniSecret secret;
            secret.reveal_mutable()[0] = uint8_t(i + 1);
            own.push_back({i, crypto::sr25519::expand(secret)});
            list.push_back({own.back().key.public_key, 1});
        }
    }
    Epoch epoch(AllowedSlots allowed) const {
        Epoch out;
        out.frame = {.index = 3, .start_slot = 100, .announced_by = {}, .config = {{1, 4}, allowed}};
        out.authorities = list;
        out.randomness[5] = 7;
        return out;
    }
    std::vector<OwnAuthority> own;
    std::vector<Authority> list;
};

Header block_of(const WonSlot& won) {
    Header header;
    header.number = 7;
    header.digest.push_back(pre_runtime(won.claim));
    header.digest.emplace_back(make_seal(primitives::header_hash(header), won.author->key, {}));
    return header;
}

// Spec: algo-block-production-lottery, algo-verify-slot-winner, defn-block-signature
TEST(BabeAuthor, WhatWasClaimedIsFoundGood) {
    const KeyedAuthorities authorities(3);
    for (const auto allowed : {AllowedSlots::kPrimary, AllowedSlots::kSecondaryPlain, AllowedSlots::kSecondaryVrf}) {
        const Epoch epoch = authorities.epoch(allowed);
        size_t primary = 0, other = 0, none = 0;
        for (Slot slot = 100; slot < 200; ++slot) {
            const auto won = claim_slot(epoch, slot, authorities.own, {});
            if (!won) {
                ++none;
                continue;
            }
            EXPECT_EQ(slot_of(won->claim), slot);
            EXPECT_EQ(check_claim(block_of(*won), won->claim, epoch), std::nullopt);
            ++(std::holds_alternative<Primary>(won->claim) ? primary : other);
        }
        // With all keys a slot has a primary author in one of four cases.
        EXPECT_GT(primary, 10u);
        EXPECT_LT(primary, 45u);
        EXPECT_EQ(other, allowed == AllowedSlots::kPrimary ? 0u : 100 - primary);
        EXPECT_EQ(none, allowed == AllowedSlots::kPrimary ? 100 - primary : 0u);
    }
}

// Spec: algo-block-production-lottery, defn-babe-secondary-slots
TEST(BabeAuthor, EachSecondarySlotIsWonByOneAlone) {
    const KeyedAuthorities authorities(3);
    const Epoch epoch = authorities.epoch(AllowedSlots::kSecondaryVrf);
    for (Slot slot = 100; slot < 150; ++slot) {
        size_t secondary = 0;
        for (const OwnAuthority& one : authorities.own) {
            const auto won = claim_slot(epoch, slot, std::span(&one, 1), {});
            secondary += won && std::holds_alternative<SecondaryVrf>(won->claim);
            if (won) EXPECT_EQ(authority_index_of(won->claim), one.index);
        }
        const bool owner_is_primary =
            std::holds_alternative<Primary>(claim_slot(epoch, slot, authorities.own, {})->claim);
        EXPECT_LE(secondary, 1u);
        if (!owner_is_primary) EXPECT_EQ(secondary, 1u);
    }
}

TEST(BabeAuthor, WithoutAKeyInTheEpochNothingIsWon) {
    const KeyedAuthorities authorities(3);
    const Epoch epoch = authorities.epoch(AllowedSlots::kSecondaryPlain);
    EXPECT_FALSE(claim_slot(epoch, 100, {}, {}));
    Epoch empty = epoch;
    empty.authorities.clear();
    EXPECT_FALSE(claim_slot(empty, 100, {}, {}));
}

}  // namespace
}  // namespace serinus::consensus::babe
