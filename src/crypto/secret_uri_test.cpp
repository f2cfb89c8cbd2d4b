#include "crypto/secret_uri.hpp"

#include <gtest/gtest.h>
#include <regex.h>

#include "base/hex.hpp"
#include "tests/support/random.hpp"

namespace serinus::crypto {
namespace {

using namespace serinus::literals;

Bytes padded(Bytes bytes) {
    bytes.resize(32);
    return bytes;
}

Bytes chain_code(std::string_view text) { return to_bytes(junction_of(text, false).chain_code); }

// Observed: polkadot-stable2407: sp_core::crypto::DeriveJunction
TEST(KeyUri, NumbersAreEightBytesAndTextIsAScaleString) {
    EXPECT_EQ(chain_code("1"), padded("01"_hex));
    EXPECT_EQ(chain_code("0001"), chain_code("1"));
    EXPECT_EQ(chain_code("+1"), chain_code("1"));
    EXPECT_EQ(chain_code("18446744073709551615"), padded("ffffffffffffffff"_hex));
    EXPECT_EQ(chain_code("foo"), padded("0c666f6f"_hex));
    EXPECT_EQ(chain_code("-1"), padded("082d31"_hex));
    EXPECT_EQ(chain_code("+"), padded("042b"_hex));
    EXPECT_EQ(chain_code("1 "), padded("083120"_hex));
    EXPECT_EQ(chain_code("0x01"), padded("1030783031"_hex));
    // 2^64 is text of 20 digits.
    EXPECT_EQ(chain_code("18446744073709551616"), padded(concat("50"_hex, as_bytes("18446744073709551616"))));
}

// 31 characters and their length are 32 bytes, one more is hashed. The hash is by Python's hashlib.
TEST(KeyUri, LongTextIsHashed) {
    const std::string text(31, 'a');
    EXPECT_EQ(chain_code(text), concat("7c"_hex, as_bytes(text)));
    EXPECT_EQ(to_hex(chain_code(text + "a")), "75ad2af4378b683f716ddf82fef713e873c85a6376ce2acf71d04f79e221a068");
    EXPECT_EQ(to_hex(chain_code(std::string(100, 'a'))),
              "0cc6ae1565611349f15a291549fc38c30273d4bf600eec3ec6dfffff6d5bb8d8");
    EXPECT_EQ(to_hex(chain_code(std::string(20000, 'a'))),
              "72eb93ce40aeea6f84d8e0f0b17f247388c2092acebdd910f987f9ba851c6569");
}

TEST(KeyUri, HasPhraseJunctionsAndPassword) {
    const auto uri = parse_key_uri("hello world/s//h///pass/wo rd");
    ASSERT_TRUE(uri.has_value());
    EXPECT_EQ(uri->phrase, "hello world");
    EXPECT_EQ(uri->junctions, (std::vector{junction_of("s", false), junction_of("h", true)}));
    EXPECT_EQ(uri->password, "pass/wo rd");

    EXPECT_EQ(parse_key_uri("//Alice")->phrase, std::nullopt);
    EXPECT_EQ(parse_key_uri("//Alice")->password, std::nullopt);
    EXPECT_EQ(parse_key_uri("///")->password, "");
    EXPECT_EQ(parse_key_uri("////////")->password, "/////");
    EXPECT_EQ(parse_key_uri("")->phrase, std::nullopt);
}

TEST(KeyUri, SaysWhatIsWrong) {
    EXPECT_EQ(parse_key_uri("sd.asd").error(), KeyUriError::kBadCharacterInPhrase);
    EXPECT_EQ(parse_key_uri("sd.asd//asd.a").error(), KeyUriError::kBadCharacterInPhrase);
    EXPECT_EQ(parse_key_uri("sdasd//").error(), KeyUriError::kBadCharacterInHardPath);
    EXPECT_EQ(parse_key_uri("sdasd/xx/").error(), KeyUriError::kBadCharacterInSoftPath);
    EXPECT_EQ(parse_key_uri("///a\n").error(), KeyUriError::kBadCharacterInPassword);
}

// Observed: polkadot-stable2407: the regular expression in the documentation of sp_core::crypto::AddressUri
TEST(KeyUri, AgreesWithTheRegularExpression) {
    regex_t expression;
    ASSERT_EQ(::regcomp(&expression, "^([a-zA-Z0-9 ]+)?((//?[^/]+)*)(///([^\n]*))?$", REG_EXTENDED), 0);
    auto random = test::seeded_random();
    size_t good = 0;
    for (int i = 0; i < 5000; ++i) {
        std::string text;
        const size_t size = test::random_between(random, 0, 12);
        while (text.size() < size) text.push_back("//////aZ9 .\n"[test::random_between(random, 0, 11)]);
        regmatch_t groups[6];
        const bool expected = ::regexec(&expression, text.c_str(), 6, groups, 0) == 0;
        const auto uri = parse_key_uri(text);
        ASSERT_EQ(uri.has_value(), expected) << text;
        if (!expected) continue;
        ++good;
        const auto group = [&](size_t n) -> std::optional<std::string_view> {
            if (groups[n].rm_so < 0) return std::nullopt;
            return std::string_view(text).substr(static_cast<size_t>(groups[n].rm_so),
                                                 static_cast<size_t>(groups[n].rm_eo - groups[n].rm_so));
        };
        ASSERT_EQ(uri->phrase, group(1)) << text;
        ASSERT_EQ(uri->password, group(5)) << text;
    }
    ::regfree(&expression);
    EXPECT_GT(good, 100u);
}

}  // namespace
}  // namespace serinus::crypto
