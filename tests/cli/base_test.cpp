// export-blocks on a chain that began with the state of a later block.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "chain/files/exported_state.hpp"
#include "consensus/open_client.hpp"
#include "tests/author/author.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/data.hpp"

namespace serinus::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(ExportBlocks, SaysWhichBlocksAreMissingBelowTheBase) {
    const TemporaryFolder folder;
    const std::string spec = own_chain("kusama-local");
    const auto open = [&](const std::string& database) {
        chain::ClientOptions options;
        options.database.folder = database;
        auto client = consensus::open_client(*chain::read_chain_spec_file(spec), options);
        SERINUS_ASSERT(client.has_value());
        return *std::move(client);
    };
    const auto source = open("");
    Author author(spec);
    std::vector<primitives::SignedBlock> blocks;
    for (int i = 0; i < 6; ++i) {
        blocks.push_back(author.build());
        SERINUS_ASSERT(source->import(blocks.back(), chain::BlockOrigin::kFile).has_value());
    }
    {
        const auto& [header, body] = blocks[3].block;
        const auto state = source->state_of(primitives::header_hash(header));
        const auto client = open(folder.path() + "/chains/" + source->spec().id + "/db/full");
        ASSERT_TRUE(
            client->import_base({.header = header, .body = body, .state = chain::export_state(**state).value()}));
        ASSERT_TRUE(client->import(blocks[4], chain::BlockOrigin::kFile));
        ASSERT_TRUE(client->import_historic({blocks[0].block.header, blocks[0].block.body}));
    }
    const auto run = [&](std::vector<std::string> range) {
        std::vector<std::string> arguments{"export-blocks", "--chain", spec, "--base-path", folder.path()};
        arguments.insert(arguments.end(), range.begin(), range.end());
        return run_serinus(arguments);
    };
    const Outcome all = run({});
    EXPECT_NE(all.exit_code, 0);
    EXPECT_THAT(all.err, HasSubstr("blocks 2 to 3 are not there (yet): this chain began with the state of block 4"));
    EXPECT_THAT(all.out, IsEmpty());
    EXPECT_NE(run({"--from", "3", "--to", "4"}).exit_code, 0);
    for (const auto& range : {std::vector<std::string>{"--from", "4"}, {"--from", "1", "--to", "1"}}) {
        const Outcome part = run(range);
        EXPECT_EQ(part.exit_code, 0) << part.err;
        EXPECT_THAT(part.out, HasSubstr("\"parentHash\""));
    }
}

}  // namespace
}  // namespace serinus::test
