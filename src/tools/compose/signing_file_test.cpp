#include "tools/compose/signing_file.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::compose {
namespace {

using namespace literals;

SigningFile sample_file() {
    return {
        .chain = "Kusama",
        .shown = R"({"System":"remark"})",
        .account = {{5}},
        .transaction = {.format = 4,
                        .extension_version = 0,
                        .call = "0000"_hex,
                        .extensions = {{"CheckNonce", "0c"_hex, {}, false}, {"CheckGenesis", {}, "0102"_hex, false}},
                        .valid_until = 106},
        .by = {}};
}

TEST(SigningFile, ReadsWhatIsWritten) {
    SigningFile file = sample_file();
    auto read = read_signing_file(signing_file_json(file));
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(read->transaction.payload(), "00000c0102"_hex);
    EXPECT_EQ(read->account, file.account);
    EXPECT_EQ(read->transaction.valid_until, 106u);
    EXPECT_FALSE(read->by);

    file.by = Signed{.scheme = crypto::Scheme::kSr25519, .account = file.account, .signature = Bytes(64, 3)};
    read = read_signing_file(signing_file_json(file));
    ASSERT_TRUE(read) << read.error();
    ASSERT_TRUE(read->by);
    EXPECT_EQ(read->by->signature, file.by->signature);
    EXPECT_EQ(read->by->account, file.account);
}

// What is signed is the call of the file. The text that is shown of it is not checked.
TEST(SigningFile, ThePayloadOfTheFileIsNotTrusted) {
    std::string text = signing_file_json(sample_file());
    const size_t at = text.find("0x00000c0102");
    ASSERT_NE(at, text.npos);
    text.replace(at, 12, "0xffffffffff");
    const auto read = read_signing_file(text);
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(read->transaction.payload(), "00000c0102"_hex);
}

TEST(SigningFile, WhatIsNoSuchFileIsAnErrorThatSaysWhy) {
    EXPECT_EQ(read_signing_file("{}").error(), "it is no file that `serinus tx --prepare` has written");
    EXPECT_EQ(read_signing_file("nonsense").error(), "it is no file that `serinus tx --prepare` has written");
    EXPECT_EQ(read_signing_file(R"({"serinusTransaction": 2})").error(), "the file is of a later version of serinus");
    const std::string whole = signing_file_json(sample_file());
    for (size_t size = 0; size + 2 < whole.size(); ++size) EXPECT_FALSE(read_signing_file(whole.substr(0, size)));
    for (const char* field : {"\"call\"", "\"account\"", "\"extensions\"", "\"format\"", "\"validUntil\""}) {
        std::string without = whole;
        without.replace(without.find(field), 2, "\"_");
        EXPECT_FALSE(read_signing_file(without)) << field;
    }
}

}  // namespace
}  // namespace serinus::compose
