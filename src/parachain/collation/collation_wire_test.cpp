#include "parachain/collation/collation_wire.hpp"

#include <gtest/gtest.h>

namespace serinus::parachain {
namespace {

TEST(CollationWire, EachVersionReadsItsOwnMessages) {
    const AdvertiseSegment segment{.scheduling_parent = {{1}},
                                   .para_id = {1000},
                                   .descriptor_version = {},
                                   .candidates = *decltype(AdvertiseSegment::candidates)::from(
                                       std::vector{CandidateFingerprint{{{2}}, {{3}}, 0}})};
    const CollatorMessageV2 offer{CollatorMessageV2::Inner{AdvertiseCollationV2{{{1}}, {{{2}}}, {{3}}}}};
    for (const auto& [version, message] : {std::pair<uint8_t, CollationMessage>{4, segment}, {2, offer}}) {
        const Bytes bytes = encode_collation(message);
        const auto input = decode_collation(version, bytes);
        ASSERT_TRUE(input.has_value());
        EXPECT_TRUE(std::get<CollationMessage>(*input) == message);
        EXPECT_FALSE(decode_collation(version, concat(bytes, Bytes{0})).has_value()) << "a byte too many";
        EXPECT_FALSE(decode_collation(version, BytesView(bytes).first(bytes.size() - 1)).has_value());
    }
}

TEST(CollationWire, AViewIsTheSameInEachVersion) {
    const View view{.heads = {{{7}}}, .finalized_number = 5};
    const Bytes bytes = scale::encode(PeerMessage<AdvertiseSegment>{PeerMessage<AdvertiseSegment>::ViewUpdate{view}});
    for (uint8_t version = 1; version <= 4; ++version) {
        const auto input = decode_collation(version, bytes);
        ASSERT_TRUE(input.has_value());
        EXPECT_EQ(std::get<View>(*input).heads, view.heads);
    }
}

}  // namespace
}  // namespace serinus::parachain
