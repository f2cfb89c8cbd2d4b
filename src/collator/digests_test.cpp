#include "collator/digests.hpp"

#include <gtest/gtest.h>

namespace serinus::collator {
namespace {

namespace digest = primitives::digest;

// Observed: cumulus-primitives-core 0.27.0, `CumulusDigestItem`: written down by hand
TEST(CumulusDigest, ItemsOfTheAuthorStandInFrontOfTheRuntime) {
    EXPECT_EQ(digest_item_of(CoreInfo{2, 1, uint16_t{3}}),
              primitives::DigestItem(digest::PreRuntime{kCumulusEngine, {1, 2, 1, 12}}));
    EXPECT_EQ(digest_item_of(BlockBundleInfo{4, true}),
              primitives::DigestItem(digest::PreRuntime{kCumulusEngine, {2, 4, 1}}));
}

TEST(CumulusDigest, WhatWasPutInIsFound) {
    const CoreInfo core{2, 1, uint16_t{300}};
    const BlockBundleInfo bundle{4, false};
    const primitives::Digest items{digest::PreRuntime{kCumulusEngine, {7}}, digest_item_of(core),
                                   digest_item_of(bundle)};
    EXPECT_EQ(find_core_info(items), core);
    EXPECT_EQ(find_bundle_info(items), bundle);
    EXPECT_EQ(find_relay_parent(items), std::nullopt);
    EXPECT_FALSE(uses_full_core(items));
    EXPECT_EQ(is_last_in_bundle(items), false);
    EXPECT_EQ(is_last_in_bundle({}), std::nullopt);
}

TEST(CumulusDigest, AnItemInTheWrongPlaceIsNone) {
    EXPECT_EQ(find_core_info({digest::Consensus{kCumulusEngine, {1, 2, 1, 12}}}), std::nullopt);
    EXPECT_EQ(find_core_info({digest::PreRuntime{kCumulusEngine, {1, 2, 1, 12, 0}}}), std::nullopt)
        << "bytes behind it";
    EXPECT_EQ(find_core_info({digest::PreRuntime{primitives::kAuraEngine, {1, 2, 1, 12}}}), std::nullopt);
    EXPECT_FALSE(uses_full_core({digest::PreRuntime{kCumulusEngine, {3}}}));
}

// Observed: cumulus-primitives-core 0.27.0, `is_last_block_in_core`
TEST(CumulusDigest, ABundleEndsWithItsLastBlockAFullCoreOrNewCode) {
    const primitives::DigestItem open = digest_item_of(BlockBundleInfo{0, false});
    EXPECT_EQ(is_last_in_bundle({digest_item_of(BlockBundleInfo{3, true})}), true);
    EXPECT_EQ(is_last_in_bundle({open, digest::Consensus{kCumulusEngine, {3}}}), true);
    EXPECT_EQ(is_last_in_bundle({open, digest::RuntimeEnvironmentUpdated{}}), true);
}

TEST(CumulusDigest, TheRelayParentIsNamedByHashOrByRootAndNumber) {
    Hash256 hash;
    hash.bytes.fill(9);
    const digest::Consensus by_hash{kCumulusEngine, concat(Bytes{0}, hash.bytes)};
    EXPECT_EQ(find_relay_parent({by_hash}), (RelayParentOfBlock{.hash = hash}));
    const digest::Consensus by_root{kRelayStateRootEngine, concat(hash.bytes, Bytes{20})};
    EXPECT_EQ(find_relay_parent({by_root}), (RelayParentOfBlock{.state_root = hash, .number = 5}));
    EXPECT_EQ(find_relay_parent({digest::Consensus{kRelayStateRootEngine, Bytes(32)}}), std::nullopt);
}

}  // namespace
}  // namespace serinus::collator
