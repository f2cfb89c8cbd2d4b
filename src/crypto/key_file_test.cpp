#include "crypto/key_file.hpp"

#include <gtest/gtest.h>

namespace serinus::crypto {
namespace {

std::string written(std::string_view text) { return std::string(write_key_file(text).reveal()); }

std::optional<std::string> parsed(std::string_view content) {
    const auto text = parse_key_file(content);
    return text ? std::optional<std::string>(text->reveal()) : std::nullopt;
}

// Observed: serde_json 1.0.154 writes the short escapes where there are such, and leaves what is above 0x7f alone
TEST(KeyFile, IsAJsonString) {
    EXPECT_EQ(written("//Alice"), R"("//Alice")");
    EXPECT_EQ(written("a\"\\/\b\f\n\r\t\x01\x1f\x7fé"), R"("a\"\\/\b\f\n\r\t\u0001\u001f)"
                                                        "\x7fé\"");
}

// RFC 8259 section 7
TEST(KeyFile, EveryEscapeIsRead) {
    EXPECT_EQ(parsed(R"("//Alice")"), "//Alice");
    EXPECT_EQ(parsed(" \t\r\n\"x\"\n"), "x");
    EXPECT_EQ(parsed(R"("\"\\\/\b\f\n\r\t")"), "\"\\/\b\f\n\r\t");
    EXPECT_EQ(parsed(R"("\u0041\u00e9\u20AC\ud83d\ude00")"), "Aé€😀");
    EXPECT_EQ(parsed(R"("")"), "");
}

TEST(KeyFile, AnythingElseIsRefused) {
    for (const char* content :
         {"", "\"", "x", "'x'", "\"x", "x\"", "\"a\"b\"", "\"a\" \"b\"", "\"\n\"", "\"\\\"", "\"\\x\"", "\"\\u12\"",
          "\"\\u12g4\"", "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83d\\u0041\"", "\"\\ud83dxxxxxx\"", "[\"x\"]", "null"}) {
        EXPECT_EQ(parsed(content), std::nullopt) << content;
    }
}

TEST(SecretText, AMoveLeavesNothingBehind) {
    SecretText text("secret");
    const SecretText other = std::move(text);
    EXPECT_EQ(other.reveal(), "secret");
    EXPECT_TRUE(text.empty());  // NOLINT(bugprone-use-after-move)
}

}  // namespace
}  // namespace serinus::crypto
