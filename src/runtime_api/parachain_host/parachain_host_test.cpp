#include "runtime_api/parachain_host/parachain_host.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::runtime_api::parachain_host {
namespace {

using namespace literals;

// Observed: polkadot-primitives 26.0.0, v9::async_backing::Constraints, field by field.
TEST(ParachainHost, ConstraintsHaveTheFieldsOfVersion13) {
    const Bytes answer = concat("01"_hex,                 // Some
                                "64000000"_hex,           // min_relay_parent_number
                                "00000500"_hex,           // max_pov_size
                                "00000300"_hex,           // max_code_size
                                "00500000"_hex,           // max_head_data_size
                                "0a00000014000000"_hex,   // UMP: messages and bytes that remain
                                "10000000"_hex,           // UMP messages a candidate
                                "086100000062000000"_hex  // DMP: two blocks
    );
    const Bytes rest = concat("0463000000"_hex,                            // valid watermarks
                              "04d00700002000000003000000"_hex,            // channel to 2000
                              "05000000"_hex,                              // HRMP messages a candidate
                              "08aabb"_hex,                                // required parent
                              Bytes(32, 0x11),                             // code hash
                              "0100"_hex,                                  // upgrade restriction: Present
                              concat("01c8000000"_hex, Bytes(32, 0x22)));  // future code
    const auto decoded = kBackingConstraints.decode(concat(answer, rest));
    ASSERT_TRUE(decoded) << decoded.error().reason;
    const Constraints& found = **decoded;
    EXPECT_EQ(found.min_relay_parent_number, 100u);
    EXPECT_EQ(found.max_pov_size, 0x50000u);
    EXPECT_EQ(found.max_head_data_size, 0x5000u);
    EXPECT_EQ(found.ump_remaining_bytes, 20u);
    EXPECT_EQ(found.dmp_remaining_messages, (std::vector<BlockNumber>{0x61, 0x62}));
    EXPECT_EQ(found.hrmp_valid_watermarks, (std::vector<BlockNumber>{0x63}));
    ASSERT_EQ(found.hrmp_channels_out.size(), 1u);
    EXPECT_EQ(found.hrmp_channels_out[0].first, ParaId{2000});
    EXPECT_EQ(found.hrmp_channels_out[0].second.messages_remaining, 3u);
    EXPECT_EQ(found.required_parent._0, "aabb"_hex);
    EXPECT_TRUE(found.upgrade_restriction);
    EXPECT_EQ(found.future_validation_code->first, 200u);
    EXPECT_EQ(scale::encode(*decoded), concat(answer, rest));
}

TEST(ParachainHost, TheClaimQueueIsByCore) {
    const auto queue = kClaimQueue.decode("080100000008e8030000d00700000500000000"_hex);
    ASSERT_TRUE(queue) << queue.error().reason;
    EXPECT_EQ(queue->size(), 2u);
    EXPECT_EQ(queue->at({1}), (std::vector<ParaId>{{1000}, {2000}}));
    EXPECT_TRUE(queue->at({5}).empty());
}

TEST(ParachainHost, EventsOfCandidatesNameCoreAndGroup) {
    const Bytes receipt(292 + 32, 0x33);
    const Bytes tail = "04aa07000000"_hex;
    const auto events = kCandidateEvents.decode(
        concat("0c00"_hex, receipt, tail, "0900000001"_hex, receipt, tail, "0900000002"_hex, receipt, tail));
    ASSERT_TRUE(events) << events.error().reason;
    ASSERT_EQ(events->size(), 3u);
    EXPECT_EQ(std::get<CandidateEvent::Included>((*events)[1].v).group, v5::GroupIndex{9});
    EXPECT_EQ(std::get<CandidateEvent::TimedOut>((*events)[2].v).core, v5::CoreIndex{7});
}

TEST(ParachainHost, ASlashOfVersion15HasAThirdKind) {
    const Bytes start = concat("0403000000"_hex, Bytes(32, 1), "0402000000"_hex, Bytes(32, 2));
    for (uint8_t kind = 0; kind < 3; ++kind) {
        const auto slashes = kUnappliedSlashesV2.decode(concat(start, Bytes{kind}));
        ASSERT_TRUE(slashes) << slashes.error().reason;
        EXPECT_EQ(std::get<PendingSlashes>((*slashes)[0]).kind, static_cast<OffenceKind>(kind));
    }
    EXPECT_FALSE(kUnappliedSlashesV2.decode(concat(start, Bytes{3})));
}

TEST(ParachainHost, CallsOfTheConfigurationHoldForASession) {
    EXPECT_EQ(kMinimumBackingVotes.reuse, Reuse::kInSession);
    EXPECT_EQ(kNodeFeatures.reuse, Reuse::kInSession);
    EXPECT_EQ(kSessionInfo.reuse, Reuse::kForArguments);
    EXPECT_EQ(kValidationCodeByHash.reuse, Reuse::kForArguments);
    EXPECT_EQ(kSubmitPvfCheckStatement.reuse, Reuse::kNever);
    EXPECT_EQ(kSubmitReportDisputeLost.reuse, Reuse::kNever);
    EXPECT_EQ(kValidators.reuse, Reuse::kAtBlock);
}

}  // namespace
}  // namespace serinus::runtime_api::parachain_host
