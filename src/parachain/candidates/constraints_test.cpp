// The constraints that candidates leave for those behind them.
// Observed: polkadot-node-subsystem-util 36.0.0, inclusion_emulator
#include "parachain/candidates/constraints.hpp"

#include <gtest/gtest.h>

#include "codec/encoding_test.hpp"
#include "parachain/candidates/candidates_test_support.hpp"

namespace serinus::parachain {
namespace {

using Watermark = Modifications::Watermark;

ConstraintFault fault(const auto& result) { return result ? ConstraintFault{} : result.error(); }
const ConstraintFault kFits{};

/// Both ways to check say the same.
ConstraintFault fault_of(const Constraints& constraints, const Modifications& modifications) {
    const ConstraintFault applied = fault(apply(constraints, modifications));
    EXPECT_EQ(fault(check(constraints, modifications)), applied);
    return applied;
}

TEST(Constraints, AreWhatTheRuntimeSays) {
    Constraints constraints = wide_constraints("a", 5);
    constraints.dmp_remaining_messages = {1, 2};
    constraints.hrmp_inbound.valid_watermarks = {6};
    constraints.upgrade_restriction = polkadot_primitives::v5::UpgradeRestriction::Present;
    constraints.future_validation_code = {9, kCode};
    const auto code = std::string(64, 'c');
    scale::expect_encoding(constraints, from_hex("05000000"
                                                 "40420f00"
                                                 "40420f00"
                                                 "00500000"
                                                 "0a000000"
                                                 "e8030000"
                                                 "0a000000"
                                                 "080100000002000000"
                                                 "0406000000"
                                                 "08"
                                                 "01000000"
                                                 "64000000"
                                                 "05000000"
                                                 "02000000"
                                                 "64000000"
                                                 "05000000"
                                                 "05000000"
                                                 "0461" +
                                                 code + "0100" +
                                                 "01"
                                                 "09000000" +
                                                 code)
                                            .value());
}

TEST(Constraints, AWatermarkIsABlockWithMessagesOrTheRelayParent) {
    Constraints constraints = wide_constraints("a");
    constraints.hrmp_inbound.valid_watermarks = {6, 8};
    const auto left_by = [&](Watermark watermark) {
        Modifications modifications;
        modifications.hrmp_watermark = watermark;
        EXPECT_EQ(fault_of(constraints, modifications), kFits);
        return apply(constraints, modifications).value().hrmp_inbound.valid_watermarks;
    };
    using Numbers = std::vector<BlockNumber>;
    EXPECT_EQ(left_by({6, false}), (Numbers{6, 8}));
    EXPECT_EQ(left_by({8, false}), (Numbers{8}));
    EXPECT_EQ(left_by({5, true}), (Numbers{6, 8}));
    EXPECT_EQ(left_by({7, true}), (Numbers{8}));
    EXPECT_EQ(left_by({9, true}), (Numbers{}));
    Modifications other;
    other.hrmp_watermark = {7, false};
    EXPECT_EQ(fault_of(constraints, other), ConstraintFault::kWatermarkNotAllowed);
}

TEST(Constraints, MessagesAndBytesAreUsedUp) {
    const Constraints constraints = wide_constraints("a");
    Modifications modifications;
    modifications.outbound_hrmp[ParaId{1}] = {100, 5};
    modifications.ump_messages = 10;
    modifications.ump_bytes = 1000;
    const Constraints left = apply(constraints, modifications).value();
    EXPECT_EQ(left.hrmp_channels_out[0].second.bytes_remaining, 0u);
    EXPECT_EQ(left.hrmp_channels_out[0].second.messages_remaining, 0u);
    EXPECT_EQ(left.hrmp_channels_out[1].second.messages_remaining, 5u);
    EXPECT_EQ(left.ump_remaining, 0u);
    EXPECT_EQ(left.ump_remaining_bytes, 0u);

    const auto with = [](auto change) {
        Modifications out;
        change(out);
        return out;
    };
    const std::pair<Modifications, ConstraintFault> kCases[] = {
        {with([](auto& m) { m.outbound_hrmp[ParaId{1}] = {101, 1}; }), ConstraintFault::kHrmpBytes},
        {with([](auto& m) { m.outbound_hrmp[ParaId{1}] = {1, 6}; }), ConstraintFault::kHrmpMessages},
        {with([](auto& m) { m.outbound_hrmp[ParaId{3}] = {0, 0}; }), ConstraintFault::kNoSuchHrmpChannel},
        {with([](auto& m) { m.ump_messages = 11; }), ConstraintFault::kUmpMessages},
        {with([](auto& m) { m.ump_bytes = 1001; }), ConstraintFault::kUmpBytes},
        {with([](auto& m) { m.dmp_messages = 1; }), ConstraintFault::kDmpMessages},
        {with([](auto& m) { m.applies_upgrade = true; }), ConstraintFault::kNoUpgradeToApply},
    };
    for (const auto& [one, expected] : kCases) EXPECT_EQ(fault_of(constraints, one), expected) << to_string(expected);
}

TEST(Constraints, AnUpgradeIsAppliedOnce) {
    Constraints constraints = wide_constraints("a");
    constraints.future_validation_code = {7, {block_hash(9)}};
    constraints.dmp_remaining_messages = {1, 2, 3};
    Modifications modifications;
    modifications.applies_upgrade = true;
    modifications.dmp_messages = 2;
    modifications.required_parent = head_of("b");
    const Constraints left = apply(constraints, modifications).value();
    EXPECT_EQ(left.validation_code_hash, (ValidationCodeHash{block_hash(9)}));
    EXPECT_EQ(left.future_validation_code, std::nullopt);
    EXPECT_EQ(left.dmp_remaining_messages, (std::vector<BlockNumber>{3}));
    EXPECT_EQ(left.required_parent, head_of("b"));
    modifications.dmp_messages = 0;
    EXPECT_EQ(fault_of(left, modifications), ConstraintFault::kNoUpgradeToApply);
}

TEST(Constraints, WhatFollowsAddsUp) {
    Modifications a;
    a.outbound_hrmp = {{ParaId{1}, {100, 5}}, {ParaId{2}, {100, 5}}};
    a.ump_messages = 6;
    a.ump_bytes = 1000;
    a.dmp_messages = 5;
    a.required_parent = head_of("a");
    a.hrmp_watermark = {4, true};
    Modifications b = a;
    b.outbound_hrmp = {{ParaId{2}, {100, 5}}, {ParaId{3}, {100, 5}}};
    b.applies_upgrade = true;
    b.required_parent = head_of("b");
    b.hrmp_watermark = {5, false};
    Modifications sum;
    sum.add(a);
    sum.add(b);
    Modifications expected;
    expected.outbound_hrmp = {{ParaId{1}, {100, 5}}, {ParaId{2}, {200, 10}}, {ParaId{3}, {100, 5}}};
    expected.ump_messages = 12;
    expected.ump_bytes = 2000;
    expected.dmp_messages = 10;
    expected.required_parent = head_of("b");
    expected.hrmp_watermark = {5, false};
    expected.applies_upgrade = true;
    EXPECT_EQ(sum, expected);
}

/// A candidate on relay block 7 that changes nothing, and constraints that just allow it.
class OneCandidate : public testing::Test {
  protected:
    ConstraintFault check_it() { return fault(check_candidate(constraints, relay_parent, candidate)); }

    RelayParent relay_parent = relay_block(7);
    Constraints constraints = wide_constraints("a", 7);
    ProspectiveCandidate candidate = *candidate_between("a", "b", relay_block(7)).entry().candidate;
};

TEST_F(OneCandidate, Fits) {
    const Modifications modifications = check_candidate(constraints, relay_parent, candidate).value();
    EXPECT_EQ(modifications.required_parent, head_of("b"));
    EXPECT_EQ(modifications.hrmp_watermark, (Watermark{7, true}));
    EXPECT_FALSE(modifications.applies_upgrade);
}

TEST_F(OneCandidate, HasTheInputThatFollows) {
    for (int i = 0; i < 4; ++i) {
        ProspectiveCandidate other = candidate;
        if (i == 0) other.validation_data.parent_head = head_of("x");
        if (i == 1) ++other.validation_data.relay_parent_number;
        if (i == 2) other.validation_data.relay_parent_storage_root = block_hash(1);
        if (i == 3) ++other.validation_data.max_pov_size;
        EXPECT_EQ(fault(check_candidate(constraints, relay_parent, other)), ConstraintFault::kOtherInput) << i;
    }
}

TEST_F(OneCandidate, IsExecutedByTheParasCode) {
    constraints.validation_code_hash = {block_hash(1)};
    EXPECT_EQ(check_it(), ConstraintFault::kOtherCode);
}

TEST_F(OneCandidate, IsOnARelayParentThatIsNotTooOld) {
    constraints.min_relay_parent_number = 8;
    EXPECT_EQ(check_it(), ConstraintFault::kRelayParentTooOld);
}

TEST_F(OneCandidate, HasAHeadOfLimitedSize) {
    constraints.max_head_data_size = 1;
    EXPECT_EQ(check_it(), kFits);
    constraints.max_head_data_size = 0;
    EXPECT_EQ(check_it(), ConstraintFault::kHeadTooLarge);
}

TEST_F(OneCandidate, BringsNewCodeIfItMay) {
    candidate.commitments.new_validation_code = polkadot_primitives::ValidationCode{Bytes(10)};
    constraints.max_code_size = 10;
    EXPECT_EQ(check_it(), kFits);
    constraints.max_code_size = 9;
    EXPECT_EQ(check_it(), ConstraintFault::kCodeTooLarge);
    constraints.upgrade_restriction = polkadot_primitives::v5::UpgradeRestriction::Present;
    EXPECT_EQ(check_it(), ConstraintFault::kUpgradeRestricted);
}

TEST_F(OneCandidate, AppliesAnUpgradeFromItsBlockOn) {
    constraints.future_validation_code = {8, {block_hash(1)}};
    EXPECT_FALSE(check_candidate(constraints, relay_parent, candidate).value().applies_upgrade);
    constraints.future_validation_code = {7, {block_hash(1)}};
    EXPECT_TRUE(check_candidate(constraints, relay_parent, candidate).value().applies_upgrade);
}

TEST_F(OneCandidate, ReadsDownwardMessagesThatItCanSee) {
    constraints.dmp_remaining_messages = {8};
    EXPECT_EQ(check_it(), kFits) << "sent behind the relay parent";
    constraints.dmp_remaining_messages = {7};
    EXPECT_EQ(check_it(), ConstraintFault::kDmpNotAdvanced);
    candidate.commitments.processed_downward_messages = 1;
    EXPECT_EQ(check_it(), kFits);
    candidate.commitments.processed_downward_messages = 2;
    EXPECT_EQ(check_it(), ConstraintFault::kDmpMessages);
}

// Spec: RFC-103. Signals are no messages.
TEST_F(OneCandidate, SendsUpwardMessagesWithinLimits) {
    using polkadot_primitives::v5::UpwardMessages;
    constraints.max_ump_num_per_candidate = 2;
    candidate.commitments.upward_messages = *UpwardMessages::from({{1}, {2, 3}, {}, {0, 0, 0}});
    const Modifications modifications = check_candidate(constraints, relay_parent, candidate).value();
    EXPECT_EQ(modifications.ump_messages, 2u);
    EXPECT_EQ(modifications.ump_bytes, 3u);
    candidate.commitments.upward_messages = *UpwardMessages::from({{1}, {2, 3}, {4}});
    EXPECT_EQ(check_it(), ConstraintFault::kUmpPerCandidate);
}

TEST_F(OneCandidate, SendsHorizontalMessagesToAscendingRecipients) {
    using polkadot_primitives::v5::HorizontalMessages;
    const auto send = [&](std::vector<polkadot_core_primitives::OutboundHrmpMessage<ParaId>> messages) {
        candidate.commitments.horizontal_messages = *HorizontalMessages::from(std::move(messages));
        return check_it();
    };
    EXPECT_EQ(send({{{1}, {1}}, {{2}, {1}}}), kFits);
    EXPECT_EQ(send({{{2}, {1}}, {{1}, {1}}}), ConstraintFault::kHrmpOrder);
    EXPECT_EQ(send({{{1}, {1}}, {{1}, {1}}}), ConstraintFault::kHrmpOrder);
    EXPECT_EQ(send({{{3}, {1}}}), ConstraintFault::kNoSuchHrmpChannel);
    EXPECT_EQ(send({{{1}, Bytes(101)}}), ConstraintFault::kHrmpBytes);
    constraints.max_hrmp_num_per_candidate = 1;
    EXPECT_EQ(send({{{1}, {1}}, {{2}, {1}}}), ConstraintFault::kHrmpPerCandidate);
}

TEST_F(OneCandidate, WhosePlaceIsNotKnownIsCheckedWithoutItsInput) {
    candidate.validation_data.parent_head = head_of("x");
    const auto check_alone = [&] {
        return fault(check_commitments(constraints, 7, candidate.commitments, candidate.validation_code_hash));
    };
    EXPECT_EQ(check_alone(), kFits);
    constraints.min_relay_parent_number = 8;
    EXPECT_EQ(check_alone(), ConstraintFault::kRelayParentTooOld);
}

}  // namespace
}  // namespace serinus::parachain
