#include "fork/relay_descendants.hpp"

#include <gtest/gtest.h>

#include "crypto/sr25519.hpp"

namespace serinus::fork {
namespace {

constexpr uint32_t kNumber = 1'000;
constexpr uint64_t kSlot = 280'000'000;
const Hash256 kRoot{{7, 7}};

// Observed: cumulus-pallet-parachain-system 0.25.0, descendant_validation.rs
TEST(RelayDescendants, BeginWithTheRelayParentAndFollowEachOther) {
    const auto headers = make_relay_descendants(kNumber, kRoot, kSlot, 2);
    ASSERT_EQ(headers.size(), 3u);
    EXPECT_EQ(headers[0].state_root, kRoot);
    for (uint32_t i = 0; i < headers.size(); ++i) {
        EXPECT_EQ(headers[i].number, kNumber + i);
        if (i > 0) EXPECT_EQ(headers[i].parent_hash, primitives::header_hash(headers[i - 1]));
        const auto digests = consensus::babe::find_digests(headers[i]);
        ASSERT_TRUE(digests && digests->claim);
        EXPECT_EQ(consensus::babe::slot_of(*digests->claim), kSlot + i);
        EXPECT_EQ(consensus::babe::authority_index_of(*digests->claim), 0u);
        EXPECT_FALSE(digests->next_epoch) << "other authorities would have to be known";
    }
}

TEST(RelayDescendants, AreSealedByTheAuthorityOfTheRelayState) {
    const auto authorities = relay_authorities();
    ASSERT_EQ(authorities.size(), 1u);
    for (const auto& header : make_relay_descendants(kNumber, kRoot, kSlot, 1)) {
        const auto* seal = std::get_if<primitives::digest::Seal>(&header.digest.back());
        ASSERT_NE(seal, nullptr);
        crypto::sr25519::Signature signature;
        ASSERT_EQ(seal->data.size(), signature.bytes.size());
        std::ranges::copy(seal->data, signature.bytes.begin());
        EXPECT_TRUE(
            crypto::sr25519::verify(signature, primitives::unsealed_hash(header).bytes, authorities.front().key));
    }
}

}  // namespace
}  // namespace serinus::fork
