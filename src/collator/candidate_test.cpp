#include "collator/candidate.hpp"

#include <gtest/gtest.h>

#include "collator/collation_builder.hpp"

namespace serinus::collator {
namespace {

namespace v5 = polkadot_primitives::v5;
namespace v9 = polkadot_primitives::v9;

constexpr ParaId kOwnPara{1000};

v5::CandidateCommitments commitments_with(std::vector<Bytes> upward, std::vector<uint32_t> recipients = {}) {
    v5::CandidateCommitments out;
    out.upward_messages = *v5::UpwardMessages::from(std::move(upward));
    std::vector<polkadot_core_primitives::OutboundHrmpMessage<ParaId>> horizontal;
    for (const uint32_t one : recipients) horizontal.push_back({{one}, {}});
    out.horizontal_messages = *v5::HorizontalMessages::from(std::move(horizontal));
    out.processed_downward_messages = 2;
    out.hrmp_watermark = static_cast<uint32_t>(recipients.size());
    return out;
}

// Observed: cumulus-client-collator 0.36.0, `build_multi_block_collation`
TEST(Commitments, OfSeveralBlocksHaveTheSignalsBehindAllMessages) {
    std::vector<v5::CandidateCommitments> blocks{commitments_with({{1}, {}, {9}}, {5, 7}),
                                                 commitments_with({{2}}, {5, 6, 8})};
    blocks[0].new_validation_code = polkadot_primitives::ValidationCode{{4}};
    blocks[1].head_data = {{3}};
    const auto merged = merge_commitments(blocks);
    ASSERT_TRUE(merged.has_value());
    EXPECT_TRUE(merged->upward_messages == *v5::UpwardMessages::from({{1}, {2}, {}, {9}}));
    std::vector<uint32_t> recipients;
    for (const auto& one : merged->horizontal_messages) recipients.push_back(one.recipient._0);
    EXPECT_EQ(recipients, (std::vector<uint32_t>{5, 5, 6, 7, 8}));
    EXPECT_EQ(merged->processed_downward_messages, 4u);
    EXPECT_EQ(merged->hrmp_watermark, 3u);
    EXPECT_EQ(merged->head_data._0, Bytes{3});
    EXPECT_TRUE(merged->new_validation_code.has_value());
}

class CandidateTest : public testing::Test {
  protected:
    CandidateTest() {
        place.para = kOwnPara;
        place.validation_data.max_pov_size = 100;
        place.core = {3};
        place.session_index = 7;
        place.validator_count = 5;
    }
    auto make(size_t pov_size = 50) {
        return make_candidate(place, commitments_with({{}, scale::encode(v9::UmpSignal{v9::SelectCore{1, 0}})}),
                              {Bytes(pov_size)}, v9::transpose({{{2}, {kOwnPara}}, {{3}, {kOwnPara}}}));
    }
    CandidatePlace place;
};

TEST_F(CandidateTest, HasTheVersionOfItsSchedulingParent) {
    const auto second = make();
    ASSERT_TRUE(second.has_value()) << to_string(second.error());
    EXPECT_TRUE(v9::version_of(second->descriptor).is_v2());
    EXPECT_EQ(v9::core_of(second->descriptor), v5::CoreIndex{3});
    EXPECT_EQ(v9::session_of(second->descriptor), 7u);
    place.scheduling_parent = Hash256{};
    place.scheduling_parent->bytes.fill(8);
    const auto third = make();
    ASSERT_TRUE(third.has_value());
    EXPECT_TRUE(v9::version_of(third->descriptor).is_v3());
    EXPECT_EQ(v9::scheduling_parent_of(third->descriptor), *place.scheduling_parent);
}

TEST_F(CandidateTest, IsNotMadeWhereValidatorsWouldRefuseIt) {
    EXPECT_EQ(make(100).error(), CandidateFault::kTooLargePov) << "the length counts";
    place.core = {2};
    EXPECT_EQ(make().error(), CandidateFault::kSignals);
    place.core = {3};
    place.validator_count = 0;
    EXPECT_EQ(make().error(), CandidateFault::kValidators);
}

}  // namespace
}  // namespace serinus::collator
