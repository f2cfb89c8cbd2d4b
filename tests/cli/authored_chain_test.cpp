// Chains of many blocks, authored here on the genesis of development chains.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "tests/author/author.hpp"
#include "tests/cli/kusama_blocks.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "tests/support/random.hpp"

namespace serinus::test {
namespace {

using primitives::SignedBlock;
using testing::AllOf;
using testing::HasSubstr;

class AuthoredChain : public testing::Test {
  protected:
    void SetUp() override {
        const auto path = shared_data(std::string("genesis/") + kSpec);
        if (!path) GTEST_SKIP() << kNoSharedData;
        spec = *path;
        author = std::make_unique<Author>(spec);
    }

    std::vector<SignedBlock> build(size_t count) {
        std::vector<SignedBlock> out;
        for (size_t i = 0; i < count; ++i) out.push_back(author->build());
        return out;
    }
    static std::string id(const SignedBlock& block) {
        return "#" + std::to_string(block.block.header.number.value) + " (" +
               to_hex_prefixed(primitives::header_hash(block.block.header).bytes) + ")";
    }

    std::vector<std::string> with_chain(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--chain", spec, "--base-path", folder.path()});
        return arguments;
    }
    Outcome run(const std::vector<std::string>& arguments, const std::string& input = "") {
        return run_serinus(with_chain(arguments), input);
    }
    Outcome import(const std::vector<SignedBlock>& blocks, std::vector<std::string> more = {}) {
        more.insert(more.begin(), {"import-blocks", "--binary"});
        return run(more, binary_file(blocks));
    }
    void expect_best(const SignedBlock& block) {
        EXPECT_THAT(run({"import-blocks"}).err, HasSubstr("Best: " + id(block)));
    }

    /// Epochs of ten slots, one author, and a sudo key.
    static constexpr const char* kSpec = "rococo-dev-1014000.json";
    std::string spec;
    TemporaryFolder folder;
    std::unique_ptr<Author> author;
};

// Spec: defn-epoch-slot, defn-consensus-message-babe. The author's epochs are those that BabeApi tells of.
TEST_F(AuthoredChain, EpochsComeAndGo) {
    std::vector<SignedBlock> blocks = build(25);
    EXPECT_EQ(author->epoch_index(), 2u);
    blocks.push_back(author->build({.slot_gap = 47}));  // epochs without a block
    EXPECT_EQ(author->epoch_index(), 7u);
    for (const auto& block : build(15)) blocks.push_back(block);
    EXPECT_GT(author->primary_blocks(), 5u);
    const Outcome outcome = import(blocks);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("Imported 41 blocks. Best: " + id(blocks.back())));
    EXPECT_EQ(run({"export-blocks", "--binary"}).out, binary_file(blocks));
    for (const char* number : {"1", "11", "26", "41"}) {
        const Outcome checked = run({"check-block", number});
        EXPECT_EQ(checked.exit_code, 0) << checked.err;
    }
}

TEST_F(AuthoredChain, ABadBlockEndsTheImportAndTheOthersStay) {
    std::vector<SignedBlock> blocks = build(12);
    std::vector<SignedBlock> bad = blocks;
    bad[7].block.body.back().back() ^= 1;
    const Outcome outcome = import(bad);
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.err, AllOf(HasSubstr("Imported 7 blocks. Best: " + id(blocks[6])),
                                   HasSubstr("error: block 8 ("), HasSubstr("its extrinsics root is")));
    EXPECT_THAT(import(blocks).err, HasSubstr("Imported 5 blocks, 7 were there. Best: " + id(blocks[11])));
}

TEST_F(AuthoredChain, OfTwoBranchesTheHeavierIsTheBest) {
    const std::vector<SignedBlock> ours = build(12);
    Author other(spec);
    std::vector<SignedBlock> theirs;
    for (int i = 0; i < 12; ++i) theirs.push_back(other.build({.slot_gap = 2}));
    ASSERT_EQ(import(ours).exit_code, 0);
    const Outcome outcome = import(theirs);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    const bool theirs_wins = other.primary_blocks() > author->primary_blocks();
    EXPECT_NE(other.primary_blocks(), author->primary_blocks());  // or the test shows nothing
    const auto& best = theirs_wins ? theirs : ours;
    expect_best(best.back());
    EXPECT_EQ(run({"export-blocks", "--binary"}).out, binary_file(best));
    // The blocks of the other branch are still there, by their hashes.
    const auto& rest = theirs_wins ? ours : theirs;
    const std::string hash = to_hex_prefixed(primitives::header_hash(rest[5].block.header).bytes);
    EXPECT_THAT(run({"check-block", hash}).out, HasSubstr("is good"));
}

TEST_F(AuthoredChain, AFewBlocksAreReverted) {
    const std::vector<SignedBlock> blocks = build(30);
    ASSERT_EQ(import(blocks).exit_code, 0);
    const Outcome reverted = run({"revert", "7"});
    EXPECT_THAT(reverted.err, HasSubstr("Reverted 7 blocks. Best: " + id(blocks[22])));
    EXPECT_THAT(run({"check-block", "24"}).err, HasSubstr("block 24 is not there: the last one is " + id(blocks[22])));
    EXPECT_EQ(run({"check-block", "23"}).exit_code, 0);
    EXPECT_THAT(import(blocks).err, HasSubstr("Imported 7 blocks, 23 were there. Best: " + id(blocks[29])));
    EXPECT_THAT(run({"revert", "100"}).err, HasSubstr("Reverted 30 blocks. Best: #0"));
    EXPECT_THAT(import(blocks).err, HasSubstr("Imported 30 blocks. Best: " + id(blocks[29])));
}

TEST_F(AuthoredChain, OldStatesAndBodiesArePrunedIfTheyAreToBe) {
    const std::vector<SignedBlock> blocks = build(160);
    ASSERT_EQ(import(blocks, {"--state-pruning", "10", "--blocks-pruning", "20"}).exit_code, 0);
    EXPECT_EQ(run({"check-block", "160", "--state-pruning", "10"}).exit_code, 0);
    EXPECT_EQ(run({"check-block", "100", "--state-pruning", "10"}).exit_code, 0);
    EXPECT_THAT(run({"check-block", "3"}).err, HasSubstr("the body of block #3"));
    EXPECT_THAT(run({"check-block", "80"}).err, AllOf(HasSubstr("the state of block"), HasSubstr("--state-pruning")));
    EXPECT_THAT(run({"export-blocks"}).err, HasSubstr("the body of block 1 is not kept"));
    EXPECT_EQ(run({"export-blocks", "--from", "120"}).exit_code, 0);
    EXPECT_THAT(run({"revert", "1000"}).err, HasSubstr("--state-pruning"));
    expect_best(blocks.back());
}

TEST_F(AuthoredChain, AnArchiveKeepsAll) {
    const std::vector<SignedBlock> blocks = build(120);
    ASSERT_EQ(import(blocks, {"--state-pruning", "archive", "--blocks-pruning", "archive"}).exit_code, 0);
    for (const char* number : {"1", "17", "60", "120"}) EXPECT_EQ(run({"check-block", number}).exit_code, 0);
    EXPECT_EQ(run({"export-blocks", "--binary"}).out, binary_file(blocks));
}

// ---- Interrupted at any time

TEST_F(AuthoredChain, NothingIsLostByKillNine) {
    const std::vector<SignedBlock> blocks = build(100);
    const std::string file = folder.save("blocks.bin", binary_file(blocks));
    auto random = seeded_random();
    size_t killed = 0;
    for (int round = 0; round < 12; ++round) {
        RunningSerinus import(with_chain({"import-blocks", "--binary", file}));
        ::usleep(static_cast<useconds_t>(random_between(random, 0, 250'000)));
        import.send(SIGKILL);
        if (import.wait().exit_code == -1) ++killed;
        // The stored blocks are a whole chain from the genesis on.
        const Outcome exported = run({"export-blocks", "--from", "0"});
        ASSERT_EQ(exported.exit_code, 0) << exported.err;
    }
    EXPECT_GT(killed, 0u);
    const Outcome last = run({"import-blocks", "--binary", file});
    EXPECT_EQ(last.exit_code, 0) << last.err;
    expect_best(blocks.back());
    EXPECT_EQ(run({"export-blocks", "--binary"}).out, binary_file(blocks));
    EXPECT_EQ(run({"check-block", "100"}).exit_code, 0);
}

TEST_F(AuthoredChain, ASignalEndsTheImportAtAWholeBlock) {
    const std::vector<SignedBlock> blocks = build(400);
    const std::string file = folder.save("blocks.bin", binary_file(blocks));
    RunningSerinus import(with_chain({"import-blocks", "--binary", file}));
    ::usleep(400'000);
    import.send(SIGINT);
    const Outcome outcome = import.wait();
    if (outcome.exit_code == 0) GTEST_SKIP() << "this machine is too fast for the test";
    if (outcome.exit_code == -1) GTEST_SKIP() << "this machine is too slow for the test";  // not even started
    EXPECT_EQ(outcome.exit_code, 130);
    EXPECT_THAT(outcome.err,
                AllOf(HasSubstr("Best: #"), HasSubstr("Stopped before the end. The same command goes on")));
    const Outcome rest = run({"import-blocks", "--binary", file});
    EXPECT_EQ(rest.exit_code, 0) << rest.err;
    EXPECT_THAT(rest.err, HasSubstr("Best: " + id(blocks.back())));
    EXPECT_EQ(run({"export-blocks", "--binary"}).out, binary_file(blocks));
}

// ---- Finality

/// The justification that the last of these blocks has, or nothing to spoil.
Bytes* last_justification(std::vector<SignedBlock>& blocks) {
    auto& given = blocks.back().justifications;
    return given && given->size() == 1 ? &given->front().data : nullptr;
}

/// Of a file of `export-blocks --binary`.
std::vector<SignedBlock> blocks_of(const std::string& file) {
    BytesView rest = as_bytes(file).subspan(8);
    std::vector<SignedBlock> out;
    while (!rest.empty()) {
        auto block = scale::take<SignedBlock>(rest);
        if (!block) {
            ADD_FAILURE() << "no block behind " << out.size();
            break;
        }
        out.push_back(*std::move(block));
    }
    return out;
}

// Spec: defn-finalizing-justification. A node makes the blocks final by its votes, and a node that imports them by
// the proof.
TEST_F(AuthoredChain, WhatANodeMadeFinalIsFinalWhereItIsImported) {
    const std::vector<SignedBlock> blocks = build(12);
    const std::vector<std::string> node_options = {"--alice", "--sealing",       "manual",         "--rpc-port",
                                                   "0",       "--no-prometheus", "-lgrandpa=debug"};
    ASSERT_EQ(import(blocks).exit_code, 0);
    {
        RunningSerinus node(with_chain(node_options));
        ASSERT_TRUE(node.wait_for_error_text("Finalizing blocks up to #12 (")) << node.error_text();
        node.send(SIGTERM);
        ASSERT_EQ(node.wait().exit_code, 0);
    }
    const Outcome all = run({"export-blocks", "--binary"});
    ASSERT_EQ(all.exit_code, 0) << all.err;
    std::vector<SignedBlock> made = blocks_of(all.out);
    // A node that votes while it still learns what is approved makes them final in several steps; of these the first
    // one leaves its proof for good.
    while (!made.empty() && last_justification(made) == nullptr) made.pop_back();
    ASSERT_FALSE(made.empty());
    const std::string last = id(made.back());
    const std::string number = last.substr(0, last.find(' '));
    const std::string count = std::to_string(made.size());
    const std::string exported = binary_file(made);

    const TemporaryFolder elsewhere;
    const auto run_at = [&](const TemporaryFolder& place, std::vector<std::string> arguments, const std::string& in) {
        arguments.insert(arguments.end(), {"--chain", spec, "-d", place.path()});
        return run_serinus(arguments, in);
    };
    const Outcome imported = run_at(elsewhere, {"import-blocks", "--binary"}, exported);
    EXPECT_EQ(imported.err, "Imported " + count + " blocks. Best: " + last + ", final: " + last + "\n");
    EXPECT_EQ(run_at(elsewhere, {"export-blocks", "--binary"}, "").out, exported);
    EXPECT_THAT(run_at(elsewhere, {"revert", "5"}, "").err, HasSubstr("There aren't any non-finalized blocks"));
    auto arguments = node_options;
    arguments.insert(arguments.end(), {"--chain", spec, "-d", elsewhere.path()});
    const RunningSerinus node(arguments);
    EXPECT_TRUE(node.wait_for_error_text("Best block: " + number + ", finalized: " + number)) << node.error_text();

    // Behind the round (8), the target (36), the number of votes (1) and the first one's target (36): its signature.
    last_justification(made)->at(81) ^= 1;
    const TemporaryFolder third;
    const Outcome warned = run_at(third, {"import-blocks", "--binary"}, binary_file(made));
    EXPECT_EQ(warned.exit_code, 0);
    EXPECT_EQ(warned.err, "warning: the justification of block " + last +
                              " is bad and makes nothing final: a signature is wrong\nImported " + count +
                              " blocks. Best: " + last + "\n");
    EXPECT_THAT(run_at(third, {"revert", "20"}, "").err, HasSubstr("Reverted " + count + " blocks. Best: #0"));
}

// ---- Measuring

TEST_F(AuthoredChain, BlocksAndStatesAreMeasured) {
    ASSERT_EQ(import(build(3)).exit_code, 0);
    const Outcome blocks = run({"benchmark", "block", "--from", "1", "--to", "3", "--repeat", "2", "--json"});
    EXPECT_EQ(blocks.exit_code, 0) << blocks.err;
    const auto measured = Json::parse(blocks.out).items();
    ASSERT_EQ(measured.size(), 3u);
    EXPECT_EQ(measured[2]["block"].unsigned_integer(), 3u);
    EXPECT_GE(measured[0]["medianNs"].unsigned_integer(), measured[0]["leastNs"].unsigned_integer());
    EXPECT_GT(measured[0]["weightNs"].unsigned_integer(), 0u);
    EXPECT_THAT(run({"benchmark", "block"}).out, AllOf(HasSubstr("| 3 "), HasSubstr("1 blocks with")));
    EXPECT_THAT(run({"benchmark", "block", "--from", "4"}).err, HasSubstr("the last one is #3"));
    const Outcome storage = run({"benchmark", "storage", "--keys", "50", "--changes", "5", "--json"});
    EXPECT_EQ(storage.exit_code, 0) << storage.err;
    EXPECT_EQ(Json::parse(storage.out).items()[0]["count"].unsigned_integer(), 50u);
    EXPECT_THAT(run({"benchmark", "storage", "--at", "1"}).out, HasSubstr("The state of block #1"));
}

// ---- Runtime upgrades

// Observed: polkadot 1.25.1: `:code` that a block writes is that of the next block.
TEST_F(AuthoredChain, NewCodeRunsFromTheNextBlockOn) {
    std::vector<SignedBlock> blocks = build(2);
    // The same module in other bytes: a zstd frame may be followed by one that is to be skipped.
    const Bytes key = to_bytes(as_bytes(":code"));
    Bytes code = *author->storage(key);
    append(code, *from_hex("502a4d1804000000deadbeef"));
    // System.set_code_without_checks is call 3 of pallet 0.
    const Bytes call = concat(Bytes{0, 3}, scale::encode(code));
    blocks.push_back(author->build({.extrinsics = {author->sudo(call)}}));
    EXPECT_EQ(author->storage(key), code);
    for (const auto& block : build(3)) blocks.push_back(block);
    const Outcome outcome = import(blocks);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    expect_best(blocks.back());
    EXPECT_EQ(run({"check-block", "3"}).exit_code, 0);
    EXPECT_EQ(run({"check-block", "4"}).exit_code, 0);
    const auto& digest = blocks[2].block.header.digest;
    EXPECT_TRUE(std::ranges::any_of(digest, [](const auto& item) {
        return std::holds_alternative<primitives::digest::RuntimeEnvironmentUpdated>(item);
    }));
}

}  // namespace
}  // namespace serinus::test
