#include "chain/spec/genesis_state.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/files.hpp"

namespace serinus::chain {
namespace {

using testing::HasSubstr;

Result<RawGenesis, SpecError> read(const std::string& text) {
    const std::string folder = *platform::create_temporary_directory("serinus-state-");
    const std::string path = folder + "/state.json";
    SERINUS_ASSERT(platform::write_file_atomically(path, as_bytes(text), 0600).has_value());
    auto out = read_state_file(path);
    SERINUS_ASSERT(*platform::remove_tree(folder));
    return out;
}

TEST(StateFile, IsAMapOfKeysAndValues) {
    const auto state = read(" {\"0x3a636f6465\": \"0x00ff\",\n \"0x01\":\"0x\", \"02\":\"03\"}\n");
    ASSERT_TRUE(state) << state.error().to_string();
    const auto changes = changes_of(*state);
    EXPECT_EQ(
        changes.top,
        (state::ChangeSet{{Bytes{1}, Bytes{}}, {Bytes{2}, Bytes{3}}, {to_bytes(as_bytes(":code")), Bytes{0, 255}}}));
    EXPECT_TRUE(changes.children.empty());
    EXPECT_TRUE(read("{}")->top.empty());
}

TEST(StateFile, MayHaveChildren) {
    const auto state = read(R"({"top": {"0x01":"0x02"}, "childrenDefault": {"0xaa": {"0x03": "0x04"}}})");
    ASSERT_TRUE(state) << state.error().to_string();
    const auto changes = changes_of(*state);
    EXPECT_EQ(changes.top, (state::ChangeSet{{Bytes{1}, Bytes{2}}}));
    EXPECT_EQ(changes.children.at(Bytes{0xaa}), (state::ChangeSet{{Bytes{3}, Bytes{4}}}));
}

TEST(StateFile, FaultsAreNamed) {
    EXPECT_THAT(read("").error().to_string(), HasSubstr("state.json"));
    EXPECT_THAT(read("[]").error().to_string(), HasSubstr("must be"));
    EXPECT_THAT(read("{\"0x01\":\"0xzz\"}").error().to_string(), HasSubstr("[\"0x01\"]"));
    EXPECT_THAT(read("{\"0x01\":1}").error().to_string(), HasSubstr("[\"0x01\"]"));
    EXPECT_THAT(read("{\"0x01\":\"0x\"").error().to_string(), HasSubstr("state.json"));
    EXPECT_THAT(read("{\"0x01\":\"0x\",\"0x01\":\"0x\"}").error().to_string(), HasSubstr("0x01"));
    EXPECT_EQ(read_state_file("/nowhere/state.json").error().fault, SpecFault::kNotFound);
}

}  // namespace
}  // namespace serinus::chain
