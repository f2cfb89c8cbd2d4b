#include "rpc/methods/dev_params.hpp"

#include <gtest/gtest.h>

namespace serinus::rpc {
namespace {

Json json_of(const char* text) { return boost::json::parse(text); }

TEST(DevParams, DatesAreMillisecondsOrText) {
    const auto read = [](const char* text) {
        const Json value = json_of(text);
        const auto date = read_date(&value);
        return date ? std::to_string(*date) : "none";
    };
    EXPECT_EQ(read("1760000000000"), "1760000000000");
    EXPECT_EQ(read("\"1970-01-02\""), "86400000");
    EXPECT_EQ(read("\"2025-10-09T08:53:20Z\""), "1760000000000");
    EXPECT_EQ(read("\"2025-10-09T08:53:20\""), "1760000000000");
    EXPECT_EQ(read("\"2025-10-09T08:53:20.2509Z\""), "1760000000250");
    EXPECT_EQ(read("\"2025-10-09T10:53:20+02:00\""), "1760000000000");
    EXPECT_EQ(read("\"2025-10-09 07:23:20-0130\""), "1760000000000");
    EXPECT_EQ(read("\"Jan 2, 1970\""), "86400000");
    EXPECT_EQ(read("\"2 january 1970\""), "86400000");
    EXPECT_EQ(read("\"Thu, 09 Oct 2025 08:53:20 GMT\""), "1760000000000");
    EXPECT_EQ(read("\"Oct 9 2025 10:53:20+0200\""), "1760000000000");
    for (const char* text : {"\"2025-02-30\"",
                             "\"2025-1-1\"",
                             "\"1960-01-01\"",
                             "\"2025-10-09T25:00:00\"",
                             "\"2025-10-09T10:00:00+99:00\"",
                             "\"2025-10-09x\"",
                             "\"2025-10-09T10:00:00.\"",
                             "\"1970-01-01T00:00:00+01:00\"",
                             "\"tomorrow\"",
                             "\"Jan 2025\"",
                             "\"Jan 40, 2025\"",
                             "\"Jan 1, 2025 1:2\"",
                             "\"Jan 1 2 2025\"",
                             "\"Foo 1, 2025\"",
                             "\"Jan 1, 1969\"",
                             "\"\"",
                             "-1",
                             "1.5",
                             "253402300800000",
                             "null",
                             "[]"}) {
        EXPECT_EQ(read(text), "none") << text;
    }
}

TEST(DevParams, StorageIsGivenInPairs) {
    const auto read = [](const char* text) {
        const Json value = json_of(text);
        return read_storage_pairs(&value);
    };
    const auto changes = read(R"([["0x01","0x0203"],["0x02",null],["0x03","0x"]])");
    ASSERT_TRUE(changes);
    EXPECT_EQ(changes->top, (state::ChangeSet{{{1}, Bytes{2, 3}}, {{2}, std::nullopt}, {{3}, Bytes{}}}));
    EXPECT_TRUE(read("[]"));
    const auto of_child = read((R"([["0x0a0b","0x01","0x02"],["0x3a6368696c645f73746f726167653a64656661756c743a)" +
                                std::string(64, '7') + R"(0203",null]])")
                                   .c_str());
    ASSERT_TRUE(of_child);
    EXPECT_TRUE(of_child->top.empty());
    EXPECT_EQ(of_child->children, (std::map<Bytes, state::ChangeSet>{{{10, 11}, {{{1}, Bytes{2}}}},
                                                                     {Bytes(32, 0x77), {{{2, 3}, std::nullopt}}}}));
    for (const char* text : {"null", "1", "[1]", R"([["0x01"]])", R"([["0x01","0x02","0x03","0x04"]])",
                             R"([[1,"0x02","0x03"]])", R"([["01","0x"]])", R"([["0x","0x01"]])", R"([["0x01",1]])",
                             R"([["0x01","0x0"]])", R"([["0x3a6368696c645f73746f726167653a61","0x"]])"}) {
        EXPECT_FALSE(read(text)) << text;
    }
}

TEST(DevParams, ANewBlockIsDescribedByAnObjectOrNothing) {
    EXPECT_EQ(read_new_block(nullptr)->count, 1u);
    const auto read = [](const char* text) {
        const Json value = json_of(text);
        return read_new_block(&value);
    };
    const auto all = read(R"({"count":3,"to":9,"transactions":["0x0401"],"hrmp":{},"dmp":[],"ump":null})");
    ASSERT_TRUE(all);
    EXPECT_EQ(all->count, 3u);
    EXPECT_EQ(all->to, 9u);
    EXPECT_EQ(all->transactions, std::vector<Bytes>({{4, 1}}));
    EXPECT_EQ(read(R"({"count":0})")->count, 1u);
    const auto messages = read(R"({"ump":{"1000":["0x01","0x0203"],"7":["0x"]}})");
    ASSERT_TRUE(messages);
    using Upward = std::map<uint32_t, std::vector<Bytes>>;
    using Inbound = chain::GivenMessages::Inbound;
    EXPECT_EQ(messages->messages.upward, (Upward{{7, {{}}}, {1000, {{1}, {2, 3}}}}));
    EXPECT_FALSE(messages->messages.downward);
    EXPECT_FALSE(messages->messages.horizontal);
    const auto inbound = read(
        R"({"dmp":[{"sentAt":7,"msg":"0x0102"},{"msg":"0x","sentAt":8}],"hrmp":{"2000":[{"sentAt":9,"data":"0x03"}],"5":[]}})");
    ASSERT_TRUE(inbound);
    EXPECT_EQ(inbound->messages.downward, (std::vector<Inbound>{{7, {1, 2}}, {8, {}}}));
    EXPECT_EQ(inbound->messages.horizontal, (std::map<uint32_t, std::vector<Inbound>>{{5, {}}, {2000, {{9, {3}}}}}));
    EXPECT_FALSE(inbound->messages.upward) << "what waits";
    EXPECT_TRUE(all->messages.downward && all->messages.downward->empty()) << "none of those that wait";
    for (const char* text : {"1",
                             "[]",
                             R"({"count":-1})",
                             R"({"count":100001})",
                             R"({"to":"x"})",
                             R"({"transactions":"0x00"})",
                             R"({"transactions":[1]})",
                             R"({"unsafeBlockHeight":"x"})",
                             R"({"dmp":[{"msg":"0x"}]})",
                             R"({"dmp":{}})",
                             R"({"dmp":[{"sentAt":-1,"msg":"0x"}]})",
                             R"({"dmp":[{"sentAt":1,"msg":"x"}]})",
                             R"({"dmp":[{"sentAt":1,"data":"0x"}]})",
                             R"({"dmp":[{"sentAt":1,"msg":"0x","more":1}]})",
                             R"({"hrmp":[]})",
                             R"({"hrmp":{"x":[]}})",
                             R"({"hrmp":{"1":{}}})",
                             R"({"hrmp":{"1":[{"sentAt":1,"msg":"0x"}]}})",
                             R"({"hrmp":{"4294967296":[]}})",
                             R"({"relayParentNumber":1})",
                             R"({"counts":1})",
                             R"({"ump":[1]})",
                             R"({"ump":{"x":["0x01"]}})",
                             R"({"ump":{"1":[1]}})"}) {
        EXPECT_FALSE(read(text)) << text;
    }
}

}  // namespace
}  // namespace serinus::rpc
