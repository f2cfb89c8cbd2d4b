#include "crypto/keystore.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "base/hex.hpp"

namespace serinus::crypto {
namespace {

using Kind = KeystoreError::Kind;

class KeystoreOnDisk : public testing::Test {
  protected:
    void SetUp() override {
        char name[] = "/tmp/serinus-keystore-XXXXXX";
        folder_ = ::mkdtemp(name);
    }
    void TearDown() override {
        for (const auto& name : platform::list_directory(folder_).value_or({}))
            ::unlink((folder_ + "/" + name).c_str());
        ::rmdir(folder_.c_str());
    }
    Keystore open(std::optional<SecretText> password = {}) { return *Keystore::open(folder_, std::move(password)); }
    void write(const std::string& name, std::string_view content) {
        ASSERT_TRUE(platform::write_file_atomically(folder_ + "/" + name, as_bytes(content), 0600).has_value());
    }

    std::string folder_;
    const Bytes alice_ = key_from_uri(Scheme::kSr25519, "//Alice", {})->pair.public_key();
    const std::string alice_name_ = "62616265" + to_hex(alice_);  // "babe"
};

// Observed: polkadot 1.25.1: the file that `polkadot key insert` writes
TEST_F(KeystoreOnDisk, AKeyIsAFileNamedByTypeAndPublicKey) {
    ASSERT_TRUE(open().insert(key_types::kBabe, "//Alice", alice_).has_value());
    EXPECT_EQ(platform::list_directory(folder_).value(), std::vector<std::string>{alice_name_});
    EXPECT_EQ(platform::read_file(folder_ + "/" + alice_name_, 100).value(), "\"//Alice\"");
    struct stat info{};
    ASSERT_EQ(::stat((folder_ + "/" + alice_name_).c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(KeystoreOnDisk, WhatIsInsertedIsFound) {
    Keystore store = open();
    for (const Scheme scheme : {Scheme::kSr25519, Scheme::kEd25519, Scheme::kEcdsa}) {
        const Bytes key = key_from_uri(scheme, "//Bob//1", {})->pair.public_key();
        ASSERT_TRUE(store.insert(key_types::kImOnline, "//Bob//1", key).has_value());
        const auto found = store.find(key_types::kImOnline, scheme, key);
        ASSERT_TRUE(found.has_value() && found->has_value());
        EXPECT_EQ((*found)->public_key(), key);
    }
    EXPECT_EQ(store.public_keys(key_types::kImOnline)->size(), 3u);
    EXPECT_TRUE(store.public_keys(key_types::kGrandpa)->empty());
    EXPECT_FALSE(store.find(key_types::kGrandpa, Scheme::kSr25519, alice_)->has_value());
}

TEST_F(KeystoreOnDisk, OtherFilesAreIgnored) {
    write("62616265", "\"x\"");
    write("6261", "\"x\"");
    write("notes.txt", "x");
    write(alice_name_ + "0", "x");
    write(alice_name_, "\"//Alice\"");
    EXPECT_EQ(open().public_keys(key_types::kBabe).value(), std::vector<Bytes>{alice_});
}

TEST_F(KeystoreOnDisk, AWrongFileIsAnErrorThatSaysWhy) {
    const auto error_of = [&](const char* content) {
        write(alice_name_, content);
        return open().find(key_types::kBabe, Scheme::kSr25519, alice_).error();
    };
    EXPECT_EQ(error_of("//Alice").kind, Kind::kFile);
    EXPECT_EQ(error_of("\"hello world\"").kind, Kind::kBadUri);
    EXPECT_EQ(error_of("\"//Bob\"").kind, Kind::kPublicKeyMismatch);
    EXPECT_EQ(error_of("\"//Bob\"").message.find("Bob"), std::string::npos) << "a message holds no secret";
    EXPECT_EQ(error_of(std::string(70'000, ' ').c_str()).kind, Kind::kFile);
}

// Observed: the test `password_being_used` of sc-keystore 43.0.0
TEST_F(KeystoreOnDisk, ThePasswordIsPartOfTheSecret) {
    const Bytes key = key_from_uri(Scheme::kEd25519, kDevPhrase, "password")->pair.public_key();
    ASSERT_TRUE(open(SecretText("password")).insert(key_types::kGrandpa, kDevPhrase, key).has_value());
    EXPECT_TRUE(open(SecretText("password")).find(key_types::kGrandpa, Scheme::kEd25519, key).has_value());
    EXPECT_EQ(open().find(key_types::kGrandpa, Scheme::kEd25519, key).error().kind, Kind::kPublicKeyMismatch);
}

TEST_F(KeystoreOnDisk, AnOldFileIsReplaced) {
    write(alice_name_, "\"//Bob\"");
    Keystore store = open();
    ASSERT_TRUE(store.insert(key_types::kBabe, "//Alice", alice_).has_value());
    EXPECT_TRUE(store.find(key_types::kBabe, Scheme::kSr25519, alice_).has_value());
}

TEST(Keystore, AFolderThatCannotBeMadeIsAnError) {
    EXPECT_EQ(Keystore::open("/dev/null/keystore", {}).error().kind, Kind::kFile);
}

TEST(Keystore, ItsFolderIsThatOfThePolkadotBinary) {
    EXPECT_EQ(keystore_folder("/base", "ksmcc3"), "/base/chains/ksmcc3/keystore");
}

TEST(KeyType, HasFourBytes) {
    EXPECT_EQ(parse_key_type("babe"), key_types::kBabe);
    EXPECT_EQ(parse_key_type("bab"), std::nullopt);
    EXPECT_EQ(parse_key_type("babes"), std::nullopt);
}

TEST_F(KeystoreOnDisk, AGeneratedKeyIsFoundAgainWithTheSamePassword) {
    ByteArray<16> entropy{};
    entropy[0] = 7;
    Keystore store = open(SecretText("secret"));
    for (const Scheme scheme : {Scheme::kSr25519, Scheme::kEd25519, Scheme::kEcdsa}) {
        const auto key = store.generate(key_types::kBabe, scheme, Secret<16>(entropy));
        ASSERT_TRUE(key.has_value());
        EXPECT_EQ(key->size(), public_key_size(scheme));
        EXPECT_EQ((*store.find(key_types::kBabe, scheme, *key))->public_key(), *key);
        EXPECT_FALSE(open().find(key_types::kBabe, scheme, *key).has_value()) << "without the password: another key";
        EXPECT_EQ(key_from_phrase(scheme, mnemonic::phrase_of(entropy).reveal(), "secret")->pair.public_key(), *key);
    }
}

}  // namespace
}  // namespace serinus::crypto
