#include "crypto/mnemonic.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "crypto/bip39_words.hpp"
#include "crypto/sr25519.hpp"
#include "hashing/hashing.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "tests/support/random.hpp"

namespace serinus::crypto {
namespace {

using namespace serinus::literals;
using mnemonic::Error;

// Observed: the vectors of substrate-bip39 0.6.1
TEST(Mnemonic, AgreesWithThePublishedVectors) {
    const auto path = test::shared_data("crypto/substrate-bip39.json");
    if (!path) GTEST_SKIP() << test::kNoSharedData;
    for (const auto& vector : test::Json::read(*path)["vectors"].items()) {
        const auto entropy = mnemonic::parse(vector["phrase"].text());
        ASSERT_TRUE(entropy.has_value()) << vector["phrase"].text();
        EXPECT_EQ(to_bytes(entropy->reveal()), vector["entropy"].hex());
        EXPECT_EQ(mnemonic::phrase_of(entropy->reveal()).reveal(), vector["phrase"].text());
        const std::string password = vector["password"].text();
        EXPECT_EQ(to_bytes(mnemonic::seed_of(entropy->reveal(), password).reveal()), vector["seed64"].hex());
        const auto mini_secret = mnemonic::mini_secret_of(entropy->reveal(), password);
        EXPECT_EQ(to_bytes(mini_secret.reveal()), vector["miniSecret"].hex());
        const auto expanded = sr25519::expand(mini_secret).secret.to_ed25519_bytes();
        EXPECT_EQ(to_bytes(expanded.reveal()), vector["expandedSecret"].hex());
    }
}

// The list as published (one word a line) has this SHA-256.
TEST(Mnemonic, TheWordListIsThatOfBip39) {
    std::string list;
    for (size_t i = 0; i < bip39::kWordCount; ++i) {
        list += std::string(bip39::word_at(i)) + "\n";
        EXPECT_EQ(bip39::find_word(bip39::word_at(i)), i);
    }
    EXPECT_EQ(to_hex(hashing::sha2_256(as_bytes(list))),
              "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda");
}

TEST(Mnemonic, TwelveToTwentyFourWords) {
    EXPECT_EQ(mnemonic::entropy_size(12), 16u);
    EXPECT_EQ(mnemonic::entropy_size(15), 20u);
    EXPECT_EQ(mnemonic::entropy_size(24), 32u);
    for (const size_t words : {0u, 3u, 9u, 11u, 13u, 25u, 27u}) EXPECT_EQ(mnemonic::entropy_size(words), std::nullopt);

    auto random = test::seeded_random();
    for (const size_t size : {16u, 20u, 24u, 28u, 32u}) {
        const Bytes entropy = test::random_bytes(random, size);
        const SecretText phrase = mnemonic::phrase_of(entropy);
        EXPECT_EQ(std::ranges::count(phrase.reveal(), ' ') + 1, static_cast<ptrdiff_t>(size / 4 * 3));
        EXPECT_EQ(to_bytes(mnemonic::parse(phrase.reveal())->reveal()), entropy);
    }
}

TEST(Mnemonic, WhiteSpaceDoesNotCount) {
    EXPECT_TRUE(
        mnemonic::parse("\n bottom drive obey  lake\tcurtain smoke basket hold race lonely fit walk \r\n").has_value());
}

TEST(Mnemonic, SaysWhatIsWrong) {
    const auto error_of = [](std::string_view phrase) { return mnemonic::parse(phrase).error(); };
    EXPECT_EQ(error_of(""), Error::kBadWordCount);
    EXPECT_EQ(error_of("bottom drive obey"), Error::kBadWordCount);
    EXPECT_EQ(error_of("bottom drive obey lake curtain smoke basket hold race lonely fit"), Error::kBadWordCount);
    EXPECT_EQ(error_of("bottom drive obey lake curtain smoke basket hold race lonely fit Walk"), Error::kUnknownWord);
    EXPECT_EQ(error_of("bottom drive obey lake curtain smoke basket hold race lonely fit wal"), Error::kUnknownWord);
    EXPECT_EQ(error_of("bottom drive obey lake curtain smoke basket hold race lonely walk fit"), Error::kBadChecksum);
}

// A phrase of twelve words has four bits of checksum: of the 2048 last words 128 fit.
TEST(Mnemonic, TheChecksumHasAsManyBitsAsItShould) {
    size_t fitting = 0;
    for (size_t i = 0; i < bip39::kWordCount; ++i) {
        std::string phrase = "bottom drive obey lake curtain smoke basket hold race lonely fit ";
        if (mnemonic::parse(phrase += bip39::word_at(i)).has_value()) ++fitting;
    }
    EXPECT_EQ(fitting, 128u);
}

}  // namespace
}  // namespace serinus::crypto
