#include "tools/query/question.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>

#include "base/hex.hpp"
#include "metadata/sample_test.hpp"

namespace serinus::query {
namespace {

using namespace literals;

/// A state in memory that answers a call with what it was asked.
class MemoryReader final : public StateReader {
  public:
    std::map<Bytes, Bytes> state;
    std::string last_call;

    Result<std::optional<Bytes>, std::string> storage(BytesView key) override {
        const auto found = state.find(to_bytes(key));
        return found == state.end() ? std::optional<Bytes>() : std::optional(found->second);
    }
    Result<std::vector<std::optional<Bytes>>, std::string> values(const std::vector<Bytes>& keys) override {
        std::vector<std::optional<Bytes>> out;
        for (const Bytes& key : keys) out.push_back(*storage(key));
        return out;
    }
    Result<std::vector<Bytes>, std::string> keys(BytesView prefix, BytesView after, size_t count) override {
        std::vector<Bytes> out;
        for (const auto& [key, _] : state) {
            const bool is_meant = key.size() >= prefix.size() && equal(BytesView(key).first(prefix.size()), prefix);
            if (is_meant && compare(key, after) > 0 && out.size() < count) out.push_back(key);
        }
        return out;
    }
    Result<Bytes, std::string> call_runtime(std::string_view function, BytesView arguments) override {
        last_call = std::string(function) + " " + to_hex(arguments);
        if (function.starts_with("Runtime")) return "001007000000"_hex;
        return "07"_hex;
    }
};

class SampleQuestion : public testing::Test {
  protected:
    void SetUp() override {
        metadata = *metadata::Metadata::decode(metadata::sample::encoded(16, metadata::sample::sample_v16()));
        state.state[metadata::item_prefix("System", "Number")] = "2a000000"_hex;
        for (uint8_t i = 0; i < 5; ++i) state.state[account_key(i)] = {i, 0, 0, 0};
    }
    Bytes account_key(uint8_t which) const {
        const Bytes account(32, which);
        const std::array<BytesView, 1> keys{BytesView(account)};
        return *metadata::map_key(*metadata->find_item(metadata::item_prefix("System", "Account")), keys);
    }
    Result<Answer, std::string> asked(const std::vector<std::string>& words, const QuestionOptions& options = {}) {
        compose::TextReader reader(*metadata, {}, [](const std::string&) -> Result<Bytes, std::string> {
            return Err(std::string("no file"));
        });
        return ask(state, reader, words, options);
    }
    std::string value(const std::vector<std::string>& words) {
        const auto answer = asked(words);
        return answer ? boost::json::serialize(answer->value) : answer.error();
    }

    std::unique_ptr<const metadata::Metadata> metadata;
    MemoryReader state;
};

TEST_F(SampleQuestion, AnItemIsItsValueOrItsDefault) {
    EXPECT_EQ(value({"system.number"}), "42");
    state.state.clear();
    // Its default has no bytes, which are no number.
    EXPECT_EQ(value({"system.number"}), "\"0x\"");
}

TEST_F(SampleQuestion, AMapIsAnsweredByKeyOrWhole) {
    EXPECT_EQ(value({"system.account", to_hex_prefixed(Bytes(32, 3))}), "3");
    EXPECT_EQ(value({"system.account", to_hex_prefixed(Bytes(32, 9))}), "null");
    const auto all = asked({"System.Account"});
    ASSERT_TRUE(all) << all.error();
    EXPECT_TRUE(all->is_map);
    EXPECT_EQ(all->entries.size(), 5u);
    EXPECT_FALSE(all->is_cut);
}

TEST_F(SampleQuestion, AMapIsCutAtTheBound) {
    const auto some = asked({"system.account"}, {.max_entries = 3, .keys_only = true});
    ASSERT_TRUE(some) << some.error();
    EXPECT_EQ(some->entries.size(), 3u);
    EXPECT_TRUE(some->is_cut);
    EXPECT_TRUE(some->entries[0].value.is_null());
    EXPECT_FALSE(asked({"system.account"}, {.max_entries = 5, .keys_only = false})->is_cut);
}

TEST_F(SampleQuestion, ConstantsRuntimeApisAndViewFunctionsAreFoundByTheirNames) {
    EXPECT_EQ(value({"system.ss58_prefix"}), "42");
    EXPECT_EQ(value({"core.add", "5"}), "7");
    EXPECT_EQ(state.last_call, "Core_add 05000000");
    EXPECT_EQ(value({"system.sum", "0x0102"}), "7");
    EXPECT_EQ(state.last_call, "RuntimeViewFunction_execute_view_function 0102" + std::string(60, '0') + "0c080102");
}

TEST_F(SampleQuestion, ErrorsNameWhatThereIs) {
    EXPECT_EQ(value({"system.acount"}),
              "the pallet System has neither an item nor a constant `acount`; did you mean `Account`? `serinus query "
              "system` lists what it has");
    EXPECT_EQ(value({"balances.account"}).substr(0, 54), "the chain has neither a pallet nor an API `balances` `");
    EXPECT_EQ(value({"system.number", "1"}), "System.Number has 0 keys, not 1");
    EXPECT_EQ(value({"core.add"}), "Core.add takes number (u32)");
    EXPECT_EQ(value({"core.add", "x"}), "number (u32): \"x\" is no u32");
    EXPECT_EQ(value({"system"}).substr(0, 17), "write pallet.item");
}

TEST_F(SampleQuestion, WhatCanBeAskedForIsListed) {
    EXPECT_EQ(*list_of(*metadata, ""), "System\nCore\n");
    EXPECT_EQ(*list_of(*metadata, "core"), "version () → RuntimeVersion\nadd (u32) → u8\n");
    EXPECT_NE(list_of(*metadata, "system")->find("item     Account  account → u32"), std::string::npos);
    EXPECT_FALSE(list_of(*metadata, "nothing"));
}

}  // namespace
}  // namespace serinus::query
