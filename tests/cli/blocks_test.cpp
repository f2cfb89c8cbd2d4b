#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "tests/cli/kusama_blocks.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::test {
namespace {

using primitives::SignedBlock;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;

/// The real Kusama, from its genesis to its first block, in a folder of its own.
class KusamaBlocks : public testing::Test {
  protected:
    void SetUp() override {
        auto loaded = KusamaStart::load();
        if (!loaded) GTEST_SKIP() << kNoSharedData;
        kusama = *std::move(loaded);
    }

    Outcome run(std::vector<std::string> arguments, const std::string& input = "", const std::string& base = "data") {
        arguments.insert(arguments.end(), {"--chain", kusama.spec, "--base-path", folder / base});
        return run_serinus(arguments, input);
    }
    Outcome import(const SignedBlock& block, const std::string& base = "data") {
        return run({"import-blocks", "--binary"}, binary_file({block}), base);
    }
    void expect_best(const std::string& hash, const std::string& base = "data") {
        const Outcome none = run({"import-blocks"}, "", base);
        EXPECT_EQ(none.exit_code, 0) << none.err;
        EXPECT_THAT(none.err,
                    HasSubstr("Best: #" + std::string(hash == kusama.hash_1 ? "1" : "0") + " (" + hash + ")"));
    }

    TemporaryFolder folder;
    KusamaStart kusama;
};

// Spec: algo-import-and-validate-block, sect-rte-metadata-metadata
TEST_F(KusamaBlocks, TheFirstBlockIsImportedInBothFormatsFromFileAndStandardInput) {
    const std::string json = folder.save("blocks.json", json_file({kusama.block_1}));
    const std::string binary = folder.save("blocks.bin", binary_file({kusama.block_1}));
    int database = 0;
    const auto check = [&](std::vector<std::string> arguments, const std::string& input) {
        const std::string base = "data" + std::to_string(++database);
        arguments.insert(arguments.begin(), "import-blocks");
        const Outcome outcome = run(arguments, input, base);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        EXPECT_EQ(outcome.out, "");
        EXPECT_EQ(outcome.err, "Imported 1 blocks. Best: #1 (" + kusama.hash_1 + ")\n");
        const Outcome state = run({"export-state"}, "", base);
        EXPECT_EQ(state.exit_code, 0) << state.err;
        const std::string spec = folder.save("state.json", state.out);
        EXPECT_EQ(Json::parse(run_serinus({"chain-info", "--chain", spec}).out)["stateRoot"].text(),
                  kusama.state_root_1);
    };
    check({json}, "");
    check({}, read_file(json));
    check({"--binary", binary}, "");
    check({"--binary"}, read_file(binary));
}

TEST_F(KusamaBlocks, AnImportCanBeRepeated) {
    ASSERT_EQ(import(kusama.block_1).exit_code, 0);
    const Outcome again = import(kusama.block_1);
    EXPECT_EQ(again.exit_code, 0);
    EXPECT_EQ(again.err, "Imported 0 blocks, 1 were there. Best: #1 (" + kusama.hash_1 + ")\n");
}

TEST_F(KusamaBlocks, WhatIsExportedIsWhatWasImported) {
    ASSERT_EQ(import(kusama.block_1).exit_code, 0);
    const Outcome json = run({"export-blocks"});
    EXPECT_EQ(json.exit_code, 0) << json.err;
    EXPECT_EQ(json.out, json_file({kusama.block_1}) + "\n");
    const Outcome binary = run({"export-blocks", "--binary", "--from", "1", "--to", "1"});
    EXPECT_EQ(binary.out, binary_file({kusama.block_1}));
    const std::string file = folder / "out.bin";
    EXPECT_EQ(run({"export-blocks", "--binary", file}).out, "");
    EXPECT_EQ(read_file(file), binary.out);
    // With the genesis, which the importer knows.
    const Outcome all = run({"export-blocks", "--from", "0"});
    const Outcome imported = run({"import-blocks"}, all.out, "copy");
    EXPECT_EQ(imported.exit_code, 0) << imported.err;
    EXPECT_THAT(imported.err, HasSubstr("Imported 1 blocks, 1 were there."));
    EXPECT_EQ(run({"export-blocks", "--from", "0"}, "", "copy").out, all.out);
}

TEST_F(KusamaBlocks, ARangeThatIsNotThereIsRefused) {
    ASSERT_EQ(import(kusama.block_1).exit_code, 0);
    for (const auto& [from, to] : {std::pair("1", "2"), std::pair("1", "0"), std::pair("2", "2")}) {
        const Outcome outcome = run({"export-blocks", "--from", from, "--to", to});
        EXPECT_EQ(outcome.exit_code, 1);
        EXPECT_EQ(outcome.out, "");
        EXPECT_THAT(outcome.err, HasSubstr("the last one is #1 (" + kusama.hash_1 + ")"));
    }
}

TEST_F(KusamaBlocks, ABlockIsCheckedByNumberAndByHash) {
    ASSERT_EQ(import(kusama.block_1).exit_code, 0);
    for (const std::string& name : {std::string("1"), kusama.hash_1}) {
        const Outcome outcome = run({"check-block", name});
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        EXPECT_THAT(outcome.out, HasSubstr("block #1 (" + kusama.hash_1 + ") is good: 2 extrinsics"));
    }
    EXPECT_THAT(run({"check-block", "0"}).out, HasSubstr("is the genesis"));
    EXPECT_THAT(run({"check-block", "2"}).err, HasSubstr("block 2 is not there: the last one is #1"));
    EXPECT_THAT(run({"check-block", kusama.state_root_1}).err, HasSubstr("is not there"));
    EXPECT_THAT(run({"check-block", "0x12"}).err, HasSubstr("is not a block hash"));
    EXPECT_THAT(run({"check-block", "one"}).err, HasSubstr("neither a block number nor a block hash"));
    EXPECT_EQ(run({"check-block"}).exit_code, 2);
}

TEST_F(KusamaBlocks, ARevertedBlockCanBeImportedAgain) {
    ASSERT_EQ(import(kusama.block_1).exit_code, 0);
    const Outcome reverted = run({"revert", "1"});
    EXPECT_EQ(reverted.exit_code, 0) << reverted.err;
    EXPECT_EQ(reverted.err, "Reverted 1 blocks. Best: #0 (" + kusama.genesis_hash + ")\n");
    EXPECT_EQ(run({"check-block", "1"}).exit_code, 1);
    EXPECT_THAT(run({"revert"}).err, HasSubstr("There aren't any non-finalized blocks to revert."));
    EXPECT_EQ(import(kusama.block_1).exit_code, 0);
    EXPECT_EQ(run({"check-block", "1"}).exit_code, 0);
}

TEST_F(KusamaBlocks, APurgedChainIsGone) {
    ASSERT_EQ(import(kusama.block_1).exit_code, 0);
    EXPECT_EQ(run({"purge-chain"}, "n\n").out.ends_with("Aborted\n"), true);
    expect_best(kusama.hash_1);
    const Outcome purged = run({"purge-chain", "-y"});
    EXPECT_EQ(purged.exit_code, 0);
    EXPECT_EQ(purged.out, "\"" + folder / "data/chains/ksmcc3/db" + "\" removed.\n");
    EXPECT_THAT(run({"purge-chain", "-y"}).err, HasSubstr("did not exist."));
    expect_best(kusama.genesis_hash);
    EXPECT_THAT(run({"purge-chain"}, "yes\n").out, EndsWith("removed.\n"));
}

TEST_F(KusamaBlocks, ATemporaryChainLeavesNothing) {
    const Outcome outcome = run_serinus({"import-blocks", "--chain", kusama.spec, "--tmp", "--binary"},
                                        binary_file({kusama.block_1}), {{"TMPDIR", folder.path()}});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("Imported 1 blocks."));
    EXPECT_EQ(run_serinus({"purge-chain", "--chain", kusama.spec, "-y"}, "", {{"XDG_DATA_HOME", folder.path()}}).out,
              "");
}

// ---- Bad blocks are refused, and leave nothing

class Refused : public KusamaBlocks {
  protected:
    /// Imports the changed block and says why it was refused.
    std::string refusal(const std::function<void(SignedBlock&)>& change) {
        SignedBlock block = kusama.block_1;
        change(block);
        const Outcome outcome = import(block);
        EXPECT_EQ(outcome.exit_code, 1);
        const Hash256 hash = primitives::header_hash(block.block.header);
        EXPECT_THAT(outcome.err, HasSubstr("error: block " + std::to_string(block.block.header.number.value) + " (" +
                                           to_hex_prefixed(hash.bytes) + ") is refused: "));
        EXPECT_THAT(outcome.err, HasSubstr("Imported 0 blocks. Best: #0 (" + kusama.genesis_hash + ")"));
        return outcome.err;
    }
};

TEST_F(Refused, AFlippedBitInAnyFieldOfTheHeader) {
    EXPECT_THAT(refusal([](auto& b) { b.block.header.parent_hash[7] ^= 16; }), HasSubstr("its parent 0x"));
    EXPECT_THAT(refusal([](auto& b) { b.block.header.number.value ^= 2; }), HasSubstr("its number does not follow"));
    EXPECT_THAT(refusal([](auto& b) { b.block.header.number.value = 0; }), HasSubstr("genesis block of another chain"));
    // The seal signs everything else.
    const auto no_signature = HasSubstr("its seal is not the signature of authority 1");
    EXPECT_THAT(refusal([](auto& b) { b.block.header.state_root[0] ^= 1; }), no_signature);
    EXPECT_THAT(refusal([](auto& b) { b.block.header.extrinsics_root[31] ^= 128; }), no_signature);
    EXPECT_THAT(refusal([](auto& b) { std::get<1>(b.block.header.digest[1]).data.back() ^= 1; }), no_signature);
    EXPECT_THAT(refusal([](auto& b) { b.block.header.digest.erase(b.block.header.digest.begin()); }),
                HasSubstr("no BABE pre-digest"));
    expect_best(kusama.genesis_hash);
    EXPECT_EQ(import(kusama.block_1).exit_code, 0);
}

TEST_F(Refused, AFlippedBitInTheSeal) {
    for (const size_t byte : {size_t{0}, size_t{31}, size_t{32}, size_t{63}}) {
        EXPECT_THAT(
            refusal([&](auto& b) { std::get<primitives::digest::Seal>(b.block.header.digest[2]).data[byte] ^= 4; }),
            HasSubstr("its seal is not the signature"));
    }
    EXPECT_THAT(refusal([](auto& b) { b.block.header.digest.pop_back(); }), HasSubstr("it has no seal"));
}

// Spec: defn-block-header
TEST_F(Refused, AFlippedBitInAnExtrinsic) {
    for (size_t i = 0; i < kusama.block_1.block.body.size(); ++i) {
        for (size_t byte = 0; byte < kusama.block_1.block.body[i].size(); ++byte) {
            EXPECT_THAT(refusal([&](auto& b) { b.block.body[i][byte] ^= 1; }),
                        HasSubstr("its extrinsics root is " +
                                  to_hex_prefixed(kusama.block_1.block.header.extrinsics_root.bytes)));
        }
    }
    EXPECT_THAT(refusal([](auto& b) { b.block.body.pop_back(); }), HasSubstr("its extrinsics root is"));
    EXPECT_THAT(refusal([](auto& b) { b.block.body.push_back({}); }), HasSubstr("its extrinsics root is"));
}

// Without the seal's protection it is the execution that tells.
TEST_F(Refused, AWrongStateRootIsFoundByExecution) {
    SignedBlock block = kusama.block_1;
    block.block.header.state_root[5] ^= 1;
    const Outcome outcome = run({"import-blocks", "--binary", "--no-seal-check"}, binary_file({block}));
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.err, AllOf(HasSubstr("is refused: "), HasSubstr("Best: #0")));
    // A seal more or less makes no difference to the runtime.
    SignedBlock unsealed = kusama.block_1;
    primitives::take_seal(unsealed.block.header);
    const Outcome taken = run({"import-blocks", "--binary", "--no-seal-check"}, binary_file({unsealed}));
    EXPECT_EQ(taken.exit_code, 0) << taken.err;
    EXPECT_THAT(taken.err, HasSubstr("Imported 1 blocks. Best: #1"));
}

TEST_F(Refused, AStateWithAFlippedBit) {
    // Another genesis is another chain: its block 1 has no parent here.
    std::string spec = read_file(kusama.spec);
    const size_t at = spec.find("\"0xc2261276cc9d1f8598ea4b6a74b15c2f6482b9ade7bc6657aaca787ba1add3b4");
    ASSERT_NE(at, spec.npos);
    const size_t value = spec.find("0x", spec.find(':', at)) + 2;
    spec[value] = spec[value] == '0' ? '1' : '0';
    const std::string changed = folder.save("changed.json", spec);
    const Outcome outcome = run_serinus({"import-blocks", "--binary", "--chain", changed, "-d", folder / "changed"},
                                        binary_file({kusama.block_1}));
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.err, HasSubstr("its parent " + kusama.genesis_hash + " is not known"));
    // And its database is not Kusama's.
    const Outcome mixed = run_serinus({"import-blocks", "--chain", kusama.spec, "-d", folder / "changed"});
    EXPECT_EQ(mixed.exit_code, 1);
    EXPECT_THAT(mixed.err,
                AllOf(HasSubstr("is of another chain"), HasSubstr(kusama.genesis_hash), HasSubstr("purge-chain")));
}

TEST_F(Refused, ABlockOfALaterTimeOrAnotherChain) {
    const auto path = shared_data("blocks/kusama-2-header.json");
    ASSERT_TRUE(path);
    SignedBlock second;
    second.block.header = *scale::decode<primitives::Header>(Json::read(*path)["headerScale"].hex());
    const Outcome early = import(second);
    EXPECT_EQ(early.exit_code, 1);
    EXPECT_THAT(early.err, HasSubstr("block 2 (0x2df84d4c6bb8441f7a1702b4589dc33f8dc43a0794a4df446c74110636456989) is "
                                     "refused: its parent " +
                                     kusama.hash_1 + " is not known"));
    // Its seal is good, its body is not known: blocks before it stay.
    const Outcome both = run({"import-blocks", "--binary"}, binary_file({kusama.block_1, second}));
    EXPECT_EQ(both.exit_code, 1);
    EXPECT_THAT(both.err, AllOf(HasSubstr("Imported 1 blocks. Best: #1"), HasSubstr("its extrinsics root is")));
    expect_best(kusama.hash_1);
}

TEST_F(Refused, DamagedFiles) {
    const std::string binary = binary_file({kusama.block_1, kusama.block_1});
    const auto error = [&](const std::vector<std::string>& arguments, const std::string& input) {
        std::vector<std::string> all = {"import-blocks"};
        all.insert(all.end(), arguments.begin(), arguments.end());
        const Outcome outcome = run(all, input);
        EXPECT_EQ(outcome.exit_code, 1);
        return outcome.err;
    };
    EXPECT_THAT(error({"--binary"}, binary.substr(0, 100)),
                HasSubstr("block 1 of the file (near byte 8): cannot be decoded"));
    EXPECT_THAT(error({"--binary"}, binary.substr(0, binary.size() - 1)), HasSubstr("block 2 of the file"));
    EXPECT_THAT(error({"--binary"}, binary.substr(0, 5)), HasSubstr("the number of its blocks"));
    EXPECT_THAT(error({"--binary"}, binary + "x"), HasSubstr("continues behind them"));
    EXPECT_THAT(error({}, binary), HasSubstr("not JSON lines"));
    EXPECT_THAT(error({"--binary"}, json_file({kusama.block_1})), HasSubstr("of the file"));
    EXPECT_THAT(error({}, json_file({kusama.block_1}).substr(0, 500)), HasSubstr("the file ends inside of it"));
    EXPECT_THAT(error({folder / "none"}, ""), HasSubstr("cannot open"));
    EXPECT_THAT(error({folder.path()}, ""), HasSubstr("it is a directory"));
    EXPECT_THAT(run({"import-blocks", "--state-pruning", "none"}).err, HasSubstr("is no pruning mode"));
}

TEST_F(Refused, ASpecificationWithoutStateMakesNoDatabase) {
    const auto light = shared_data("light/kusama-light.json");
    ASSERT_TRUE(light);
    const Outcome outcome = run_serinus({"import-blocks", "--chain", *light, "-d", folder / "light"});
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.err, HasSubstr("only the root of the genesis state"));
    // But it opens the one that the full specification made.
    ASSERT_EQ(import(kusama.block_1).exit_code, 0);
    const Outcome opened = run_serinus({"export-blocks", "--chain", *light, "-d", folder / "data"});
    EXPECT_EQ(opened.exit_code, 0) << opened.err;
    EXPECT_EQ(opened.out, json_file({kusama.block_1}) + "\n");
}

TEST_F(KusamaBlocks, TheKindOfPruningStays) {
    const auto error = [&](const char* mode) { return run({"import-blocks", "--state-pruning", mode}).err; };
    ASSERT_EQ(run({"import-blocks", "--state-pruning", "archive", "--binary"}, binary_file({kusama.block_1})).exit_code,
              0);
    EXPECT_THAT(error("256"), HasSubstr("was made with --state-pruning archive"));
    EXPECT_THAT(error("archive"), HasSubstr("Best: #1"));
    EXPECT_THAT(run({"import-blocks"}).err, HasSubstr("Best: #1"));
}

}  // namespace
}  // namespace serinus::test
