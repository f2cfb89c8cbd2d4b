#include "node/file_import.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "chain/client/client_test_support.hpp"
#include "platform/virtual_scheduler.hpp"

namespace serinus::node {
namespace {

using primitives::Block;
using test::put_extrinsic;
using test::TestChain;
using testing::AllOf;
using testing::HasSubstr;

class FileImportTest : public testing::Test {
  protected:
    /// Good blocks on top of each other, which `chain` does not have.
    std::vector<Block> blocks(size_t count, const std::string& name = "a") {
        std::vector<Block> out;
        Hash256 parent = source->genesis().hash;
        for (size_t i = 0; i < count; ++i) {
            out.push_back(source.build(parent, {.extrinsic = put_extrinsic(name, std::to_string(i))}).block);
            parent = source.import(out.back()).block.hash;
        }
        return out;
    }
    /// Imports them, or as many as are wanted; "" or the error.
    std::string import(const std::vector<Block>& all, const chain::ImportQueueOptions& options = {}) {
        FileImport::Hooks hooks;
        hooks.stop = [&] { return tally.imported >= stop_after; };
        hooks.progress = [&](const FileImport::Tally& now, std::optional<double> share) {
            tally = now;
            last_share = share;
        };
        hooks.bad_justification = [](const auto&, const chain::Refusal& refusal) { ADD_FAILURE() << refusal.text; };
        size_t next = 0;
        hooks.read = [&]() -> Result<std::optional<FileImport::Item>, std::string> {
            if (next == bad_at) return Err(std::string("it is no block"));
            if (next == all.size()) return std::optional<FileImport::Item>();
            const Block& block = all[next++];
            return std::optional(FileImport::Item{{block, std::nullopt}, static_cast<double>(next)});
        };
        size_t ended = 0;
        hooks.ended = [&] { ++ended; };
        FileImport import(*chain, *scheduler, std::move(hooks), options);
        import.start();
        while (ended == 0 && time.run_next()) {
        }
        const auto done = import.finish();
        while (time.run_next()) {
        }
        EXPECT_EQ(ended, 1u);
        tally = import.tally();
        return done ? "" : done.error();
    }
    static std::string name(const Block& block) {
        return "block " + std::to_string(block.header.number.value) + " (" +
               to_hex_prefixed(primitives::header_hash(block.header).bytes) + ")";
    }

    platform::VirtualTime time{1};
    std::unique_ptr<platform::Scheduler> scheduler = time.make_scheduler({});
    TestChain source;
    TestChain chain;
    size_t bad_at = SIZE_MAX;  ///< the block of the file that cannot be read
    uint64_t stop_after = UINT64_MAX;
    FileImport::Tally tally;
    std::optional<double> last_share;
};

TEST_F(FileImportTest, BlocksWaitWhereTheQueueHasRoomForOne) {
    const auto all = blocks(60);
    EXPECT_EQ(import(all, {.limits = {.max_blocks = 1}}), "");
    EXPECT_EQ(tally.imported, 60u);
    EXPECT_EQ(tally.last_number, 60u);
    EXPECT_EQ(last_share, 60.0);
    EXPECT_EQ(chain->best().hash, primitives::header_hash(all.back().header));
}

TEST_F(FileImportTest, KnownBlocksAreSkippedAndTwinsToo) {
    auto all = blocks(6);
    EXPECT_EQ(import({all.begin(), all.begin() + 3}), "");
    all.insert(all.begin() + 5, all[4]);
    EXPECT_EQ(import(all), "");
    EXPECT_EQ(tally.imported, 3u);
    EXPECT_EQ(tally.known, 4u);
}

// The seal of block 8 is looked at long before block 7 is executed.
TEST_F(FileImportTest, WhatComesBeforeABadBlockStaysAndTheFirstBadOneIsNamed) {
    auto all = blocks(7);
    const Hash256 last = primitives::header_hash(all.back().header);
    all.push_back(source.build(last, {.weight = 255}).block);
    EXPECT_EQ(import(all), name(all[7]) + " is refused: it is too heavy");
    EXPECT_EQ(tally.imported, 7u);
    EXPECT_EQ(chain->best().hash, last);

    chain.reopen();
    all[4].body[0].back() ^= 1;
    EXPECT_THAT(import(all), AllOf(HasSubstr(name(all[4]) + " is refused: "), HasSubstr("its extrinsics root is")));
    EXPECT_EQ(tally.imported, 4u);
    EXPECT_EQ(chain->best().number, 4u);
}

// A block that waits for room then is not in the queue, and no event says so.
TEST_F(FileImportTest, ABadBlockEndsTheImportWhileAnotherWaitsForRoom) {
    auto all = blocks(20);
    all[4].body[0].back() ^= 1;
    EXPECT_THAT(import(all, {.limits = {.max_blocks = 1}}), HasSubstr(name(all[4]) + " is refused: "));
    EXPECT_EQ(tally.imported, 4u);
}

TEST_F(FileImportTest, AFileThatIsNotInOrderIsRefused) {
    const auto all = blocks(4);
    const std::string parent = to_hex_prefixed(primitives::header_hash(all[2].header).bytes);
    EXPECT_EQ(import({all[0], all[3], all[1], all[2]}),
              name(all[3]) + " is refused: its parent " + parent + " is not known");
    EXPECT_EQ(chain->best().number, 1u);
    Block other = all[1];
    other.header.number.value = 0;
    EXPECT_THAT(import({all[0], other}), HasSubstr("genesis block of another chain"));
}

TEST_F(FileImportTest, WhatIsReadBeforeAMistakeInTheFileIsImported) {
    const auto all = blocks(10);
    bad_at = 6;
    EXPECT_EQ(import(all), "it is no block");
    EXPECT_EQ(tally.imported, 6u);
}

TEST_F(FileImportTest, ABlockThatNoQueueTakesIsNamed) {
    const auto all = blocks(2);
    EXPECT_EQ(import(all, {.limits = {.max_bytes = 100}}), "cannot import block 1: it is too large");
}

TEST_F(FileImportTest, AStopDropsWhatWaits) {
    const auto all = blocks(40);
    stop_after = 5;
    EXPECT_EQ(import(all), "");
    EXPECT_GE(tally.imported, 5u);
    EXPECT_EQ(chain->best().number, tally.imported);
    stop_after = UINT64_MAX;
    EXPECT_EQ(import(all), "");
    EXPECT_EQ(chain->best().number, 40u);
}

}  // namespace
}  // namespace serinus::node
