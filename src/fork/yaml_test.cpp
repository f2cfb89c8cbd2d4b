#include "fork/yaml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace serinus::fork {
namespace {

std::string read(std::string_view text) {
    const auto value = read_yaml(text);
    return value ? boost::json::serialize(*value) : value.error();
}

TEST(Yaml, OptionsAreWhatTheyAreInJson) {
    EXPECT_EQ(read("# a fork\n"
                   "endpoint: ws://127.0.0.1:9944\n"
                   "at: 20000000   # a block\n"
                   "mock-signature-host: true\n"
                   "cache:\n"
                   "sealing: 'interval=6000'\n"),
              R"({"endpoint":"ws://127.0.0.1:9944","at":20000000,"mock-signature-host":true,"cache":null,)"
              R"("sealing":"interval=6000"})");
    EXPECT_EQ(read("forks:\n  relay:\n    at: 5\n  assets: {at: 6, list: [1, a, [~]]}\n"),
              R"({"forks":{"relay":{"at":5},"assets":{"at":6,"list":[1,"a",[null]]}}})");
    EXPECT_EQ(read(R"({"a": [1, "b", null, true, -2]})"), R"({"a":[1,"b",null,true,-2]})");
    EXPECT_EQ(read("- |\n  two\n  lines\n- >\n  one\n  line\n"), R"(["two\nlines\n","one line\n"])");
    EXPECT_EQ(read(""), "null");
    EXPECT_EQ(read("---\na: 1\n...\n"), R"({"a":1})");
}

// Source: YAML 1.2.2, 10.3.2; in YAML 1.1 `no` was false. A hash is not a number that is too large.
TEST(Yaml, WhatLooksLikeANumberOrAWordIsText) {
    EXPECT_EQ(read("[yes, no, on, off, 0x5f01, 1_000, 012, 1.2.3, 1.5, -, '5', \"true\", .inf]"),
              R"(["yes","no","on","off","0x5f01","1_000","012","1.2.3","1.5","-","5","true",".inf"])");
    EXPECT_EQ(read("[18446744073709551615, 18446744073709551616]"), "[18446744073709551615,\"18446744073709551616\"]");
}

TEST(Yaml, ErrorsNameTheLine) {
    EXPECT_EQ(read("a: 1\nb: 2\na: 3\n"), "line 3: `a` stands twice");
    EXPECT_THAT(read("a: 1\n  b: 2\n"), testing::StartsWith("line 2: mapping values are not allowed"));
    EXPECT_THAT(read("a: [1, 2\nb: 3\n"), testing::StartsWith("line 2: did not find expected"));
    EXPECT_THAT(read("a:\n\t- b\n"), testing::StartsWith("line 2: found character that cannot start any token"));
    EXPECT_EQ(read("a: 1\n---\nb: 1\n"), "line 2: a second document: one is read");
    EXPECT_EQ(read("\n? [a]\n: 1\n"), "line 2: a key is a word, not a list or a map");
    EXPECT_EQ(read("\na: !!str 1\n"), "line 2: tags (!) are not read here");
    EXPECT_THAT(read("a: \xff\n"), testing::StartsWith("byte 3: "));
}

TEST(Yaml, ShortTextsDoNotStandForLargeValues) {
    // Nine lists, each of nine times the one before.
    std::string bomb = "a: &a [lol]\n";
    for (char c = 'b'; c <= 'i'; ++c) {
        const std::string before = std::string("*") + static_cast<char>(c - 1);
        bomb += std::string(1, c) + ": &" + c + " [" + before;
        for (int i = 0; i < 8; ++i) bomb += ", " + before;
        bomb += "]\n";
    }
    EXPECT_THAT(read(bomb), testing::StartsWith("line 1: anchors (&) are not read here"));
    EXPECT_THAT(read("a: *b\n"), testing::StartsWith("line 1: aliases (*) are not read here"));
    EXPECT_THAT(read("<<: *b\n"), testing::StartsWith("line 1: aliases (*) are not read here"));
    EXPECT_THAT(read("*a : 1\n"), testing::StartsWith("line 1: aliases (*) are not read here"));
    EXPECT_EQ(read(std::string(kMaxYamlBytes / 2, '[')), "line 1: too many lists or maps in each other");
    std::string many = "[";
    for (size_t i = 0; i <= kMaxYamlValues; ++i) many += "1,";
    EXPECT_EQ(read(many + "]"), "line 1: too many values");
    EXPECT_EQ(read(std::string(kMaxYamlBytes + 1, ' ')), "it has more than 1 MiB");
    std::string deep;
    for (size_t i = 0; i < kMaxYamlDepth; ++i) deep += '[';
    EXPECT_EQ(read(deep + std::string(kMaxYamlDepth, ']')), deep + std::string(kMaxYamlDepth, ']'));
}

}  // namespace
}  // namespace serinus::fork
