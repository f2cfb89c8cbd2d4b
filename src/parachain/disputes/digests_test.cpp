// What headers say of parachains, and which blocks they give up. Guide: chain-selection
// Observed: polkadot-node-core-chain-selection 36.0.0; polkadot-node-core-approval-voting 36.0.0
#include "parachain/disputes/digests.hpp"

#include <gtest/gtest.h>

#include "parachain/candidates/candidates_test_support.hpp"

namespace serinus::parachain {
namespace {

using polkadot_primitives::v5::ConsensusLog;
using Numbers = std::vector<BlockNumber>;

primitives::Header header_with(BlockNumber number, const std::vector<ConsensusLog>& logs) {
    primitives::Header out;
    out.number = {number};
    for (const ConsensusLog& log : logs) {
        out.digest.push_back(primitives::digest::Consensus{polkadot_primitives::v5::kEngine, scale::encode(log)});
    }
    return out;
}

TEST(ParachainLogsOf, AHeaderNameBlocksToGiveUpAscending) {
    const auto logs = read_parachain_logs(
        header_with(10, {{ConsensusLog::Revert{9}}, {ConsensusLog::Revert{3}}, {ConsensusLog::Revert{10}}}));
    EXPECT_EQ(logs.reverts, (Numbers{3, 9, 10}));
    EXPECT_EQ(logs.force_approved, std::nullopt);
}

TEST(ParachainLogsOf, AHeaderNameNoLaterBlocks) {
    EXPECT_EQ(read_parachain_logs(header_with(10, {{ConsensusLog::Revert{11}}})).reverts, Numbers{});
    EXPECT_EQ(read_parachain_logs(header_with(10, {{ConsensusLog::ForceApprove{10}}})).force_approved, std::nullopt);
    EXPECT_EQ(read_parachain_logs(header_with(10, {{ConsensusLog::ForceApprove{9}}})).force_approved, 9u);
}

TEST(ParachainLogsOf, AHeaderForceApprovalByTheFirstOfThem) {
    const auto logs = read_parachain_logs(header_with(
        10, {{ConsensusLog::ForceApprove{12}}, {ConsensusLog::ForceApprove{4}}, {ConsensusLog::ForceApprove{6}}}));
    EXPECT_EQ(logs.force_approved, 4u);
}

TEST(ParachainLogsOf, OthersSayNothing) {
    primitives::Header header = header_with(10, {{ConsensusLog::ParaUpgradeCode{kPara, {}}}});
    const Bytes revert = scale::encode(ConsensusLog{ConsensusLog::Revert{3}});
    header.digest.push_back(primitives::digest::Consensus{primitives::kBabeEngine, revert});
    header.digest.push_back(primitives::digest::PreRuntime{polkadot_primitives::v5::kEngine, revert});
    header.digest.push_back(primitives::digest::Consensus{polkadot_primitives::v5::kEngine, {4, 1}});
    header.digest.push_back(primitives::digest::Consensus{polkadot_primitives::v5::kEngine, {}});
    EXPECT_EQ(read_parachain_logs(header).reverts, Numbers{});
    Bytes longer = revert;
    longer.push_back(7);
    header.digest.push_back(primitives::digest::Consensus{polkadot_primitives::v5::kEngine, longer});
    EXPECT_EQ(read_parachain_logs(header).reverts, Numbers{3}) << "what stands behind it is not read";
}

// --- blocks that are given up ---

/// Of the branch of blocks 1 to 20, whose hashes have the byte of their number.
GivenUp given_up_by(BlockNumber number, const Numbers& reverts, BlockNumber final_number = 0) {
    std::vector<ConsensusLog> logs;
    for (const BlockNumber revert : reverts) logs.push_back({ConsensusLog::Revert{revert}});
    const auto parent_of = [](const Hash256& block) -> std::optional<Hash256> {
        if (block[0] <= 1) return std::nullopt;
        return block_hash(static_cast<uint8_t>(block[0] - 1));
    };
    return blocks_given_up(block_hash(static_cast<uint8_t>(number)), header_with(number, logs), final_number,
                           parent_of);
}
using Hashes = std::vector<Hash256>;

TEST(BlocksGivenUp, AreThoseOfTheHeadersOwnBranch) {
    EXPECT_EQ(given_up_by(10, {}).blocks, Hashes{});
    EXPECT_EQ(given_up_by(10, {7}).blocks, Hashes{block_hash(7)});
    EXPECT_EQ(given_up_by(10, {7, 9, 3}).blocks, (Hashes{block_hash(9), block_hash(7), block_hash(3)}));
    EXPECT_EQ(given_up_by(10, {7, 7}).blocks, Hashes{block_hash(7)});
    EXPECT_EQ(given_up_by(10, {10}).blocks, Hashes{block_hash(10)}) << "itself";
    EXPECT_FALSE(given_up_by(10, {7}).names_final);
}

TEST(BlocksGivenUp, AreNotFinal) {
    const GivenUp given_up = given_up_by(10, {5, 6, 7}, 6);
    EXPECT_EQ(given_up.blocks, Hashes{block_hash(7)});
    EXPECT_TRUE(given_up.names_final);
    EXPECT_TRUE(given_up_by(10, {0}, 0).names_final);
    EXPECT_TRUE(given_up_by(10, {0}, 0).blocks.empty());
}

TEST(BlocksGivenUp, AreKnown) {
    EXPECT_EQ(blocks_given_up(block_hash(10), header_with(10, {{ConsensusLog::Revert{8}}}), 0,
                              [](const Hash256&) { return std::optional<Hash256>(); })
                  .blocks,
              Hashes{});
}

}  // namespace
}  // namespace serinus::parachain
