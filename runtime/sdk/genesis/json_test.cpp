// JSON for a runtime: RFC-8259, with the bounds of serde_json.
#include "runtime/sdk/genesis/json.hpp"

#include <gtest/gtest.h>

namespace serinus::sdk::json {
namespace {

/// The fault of reading `text` as any value; empty if there is none.
std::string fault_of(std::string_view text) {
    Reader in(text);
    if (in.skip() && in.finish()) return "";
    EXPECT_FALSE(in.fault().empty()) << text;
    return in.fault();
}

// RFC-8259
TEST(JsonReader, TakesEveryKindOfValue) {
    for (const char* const text :
         {"null", "true", " false ", "0", "-0", "12.5e-3", "1E+2", R"("")", R"("a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00")",
          "[]", "[1, [2], {}]", "{}", R"({"a": 1, "b": {"c": [null]}})", "\t{\r\n}"}) {
        EXPECT_EQ(fault_of(text), "") << text;
    }
}

TEST(JsonReader, RefusesEverythingElse) {
    for (const char* const text : {"",
                                   " ",
                                   "nul",
                                   "True",
                                   "01",
                                   "-",
                                   "1.",
                                   ".5",
                                   "1e",
                                   "+1",
                                   "0x1",
                                   "'a'",
                                   "\"",
                                   R"("\x")",
                                   R"("\u12g4")",
                                   R"("\ud800")",
                                   R"("\ud800\u0041")",
                                   R"("\udc00")",
                                   "\"\n\"",
                                   "\"\xff\"",
                                   "[",
                                   "[1",
                                   "[1,",
                                   "[1,]",
                                   "[1 2]",
                                   "[,1]",
                                   "{",
                                   "{\"a\"",
                                   "{\"a\":",
                                   "{\"a\":1",
                                   "{\"a\":1,}",
                                   "{a:1}",
                                   "{1:1}",
                                   "{\"a\" 1}",
                                   "]",
                                   "}",
                                   ",",
                                   "1 2",
                                   "[] []",
                                   "//x",
                                   "[1}"}) {
        EXPECT_NE(fault_of(text), "") << text;
    }
}

TEST(JsonReader, SaysWhereTheFirstFaultIs) {
    EXPECT_EQ(fault_of("[1,\n 2,\n  x]"), "expected a value at line 3 column 3");
    EXPECT_EQ(fault_of("{\"a\": 1} 2"), "trailing characters at line 1 column 10");
}

TEST(JsonReader, NestsSoDeepAndNoDeeper) {
    EXPECT_EQ(fault_of(std::string(kMaxDepth, '[') + std::string(kMaxDepth, ']')), "");
    EXPECT_EQ(fault_of(std::string(kMaxDepth + 1, '[')).substr(0, 24), "recursion limit exceeded");
    std::string objects;
    for (uint32_t i = 0; i < kMaxDepth; ++i) objects += "{\"a\":";
    EXPECT_EQ(fault_of(objects + "1" + std::string(kMaxDepth, '}')), "");
    EXPECT_EQ(fault_of(objects + "{}").substr(0, 24), "recursion limit exceeded");
}

TEST(JsonReader, ReadsWholeNumbersOf128Bits) {
    uint128_t value;
    Reader largest("340282366920938463463374607431768211455");
    ASSERT_TRUE(largest.number(value, max_value<uint128_t>()));
    EXPECT_EQ(value, max_value<uint128_t>());
    for (const char* const text :
         {"340282366920938463463374607431768211456", "256", "1000000000000000000000000000000000000000"}) {
        Reader in(text);
        EXPECT_FALSE(in.number(value, text[0] == '2' ? 255 : max_value<uint128_t>())) << text;
    }
    for (const char* const text : {"-1", "1.0", "1e3", "01", "\"1\"", "null", ""}) {
        Reader in(text);
        EXPECT_FALSE(in.number(value, 1000)) << text;
    }
}

TEST(JsonReader, ResolvesEscapes) {
    std::string value;
    Reader in(R"("\u0041\u00e9\u20ac\ud83d\ude00\n\"")");
    ASSERT_TRUE(in.text(value));
    EXPECT_EQ(value, "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\n\"");
}

TEST(JsonReader, WalksObjectsAndArrays) {
    Reader in(R"({"list": [1, 2], "skipped": {"x": [true, {"y": "]"}]}, "none": null})");
    std::string name;
    uint128_t number;
    uint128_t sum = 0;
    ASSERT_TRUE(in.begin_object());
    ASSERT_TRUE(in.next_member(name));
    ASSERT_TRUE(in.begin_array());
    while (in.next_element()) {
        ASSERT_TRUE(in.number(number, 9));
        sum += number;
    }
    EXPECT_EQ(sum, 3u);
    ASSERT_TRUE(in.next_member(name));
    std::string_view span;
    ASSERT_TRUE(in.skip(&span));
    EXPECT_EQ(span, R"({"x": [true, {"y": "]"}]})");
    ASSERT_TRUE(in.next_member(name));
    EXPECT_EQ(name, "none");
    EXPECT_TRUE(in.null());
    EXPECT_FALSE(in.next_member(name));
    EXPECT_TRUE(in.finish());
}

TEST(JsonReader, DoesNothingAfterAFault) {
    Reader in("[1, 2]");
    std::string text;
    EXPECT_FALSE(in.text(text));
    const std::string first = in.fault();
    EXPECT_FALSE(in.begin_array());
    EXPECT_FALSE(in.next_element());
    EXPECT_FALSE(in.skip());
    EXPECT_FALSE(in.finish());
    EXPECT_EQ(in.fault(), first);
}

TEST(JsonWriter, WritesWhatTheReaderReads) {
    Writer out;
    out.begin_object();
    out.member("a\"b");
    out.begin_array();
    out.number(0);
    out.number(max_value<uint128_t>());
    out.boolean(true);
    out.null();
    out.begin_object();
    out.end_object();
    out.end_array();
    out.member("c");
    out.text("\\\n\x01é");
    out.end_object();
    const std::string text = std::move(out).finish();
    EXPECT_EQ(text,
              "{\"a\\\"b\":[0,340282366920938463463374607431768211455,true,null,{}],\"c\":\"\\\\\\u000a\\u0001é\"}");
    EXPECT_EQ(fault_of(text), "");
}

TEST(JsonText, LosesOnlySpaceBetweenTokens) {
    EXPECT_EQ(compact(" { \"a b\" : [1 ,\t2,\n null] }\r\n"), "{\"a b\":[1,2,null]}");
    EXPECT_EQ(compact(R"(["\" ", "\\" , " "])"), R"(["\" ","\\"," "])") << "a quote behind a backslash ends no string";
    EXPECT_EQ(compact(""), "");
}

}  // namespace
}  // namespace serinus::sdk::json
