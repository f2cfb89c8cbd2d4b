#include "erasure/chunk_mapping.hpp"

#include <gtest/gtest.h>

#include <set>

namespace serinus::erasure {
namespace {

TEST(ChunkMapping, WithoutTheFeatureValidatorsKeepTheChunkOfTheirIndex) {
    const Code code = *Code::for_validators(30);
    for (uint32_t i = 0; i < 30; ++i) {
        EXPECT_EQ(chunk_of_validator(code, ChunkMapping::kByIndex, 5, i), i);
        EXPECT_EQ(validator_of_chunk(code, ChunkMapping::kByIndex, 5, i), i);
    }
}

// Spec: RFC-47. 30 validators have k = 8.
TEST(ChunkMapping, WithTheFeatureTheFirstChunksMoveOnByTheThresholdWithEachCore) {
    const Code code = *Code::for_validators(30);
    EXPECT_EQ(chunk_of_validator(code, ChunkMapping::kByCore, 0, 4), 4u);
    EXPECT_EQ(chunk_of_validator(code, ChunkMapping::kByCore, 1, 4), 12u);
    EXPECT_EQ(chunk_of_validator(code, ChunkMapping::kByCore, 4, 4), 6u);
    EXPECT_EQ(validator_of_chunk(code, ChunkMapping::kByCore, 1, 0), 22u);
}

TEST(ChunkMapping, EachCoreGivesEachValidatorAChunkOfItsOwn) {
    for (const size_t validators : {2, 3, 10, 500, 1000}) {
        const Code code = *Code::for_validators(validators);
        for (const uint32_t core : {0u, 1u, 7u, 199u, 65'535u, UINT32_MAX}) {
            std::set<uint32_t> chunks;
            for (uint32_t i = 0; i < validators; ++i) {
                const uint32_t chunk = chunk_of_validator(code, ChunkMapping::kByCore, core, i);
                ASSERT_LT(chunk, validators);
                chunks.insert(chunk);
                ASSERT_EQ(validator_of_chunk(code, ChunkMapping::kByCore, core, chunk), i);
            }
            EXPECT_EQ(chunks.size(), validators);
        }
    }
}

}  // namespace
}  // namespace serinus::erasure
