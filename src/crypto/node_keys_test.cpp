#include "crypto/node_keys.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

#include "platform/files.hpp"
#include "platform/threaded_scheduler.hpp"

namespace serinus::crypto {
namespace {

using key_types::kBabe;
using key_types::kGrandpa;

class NodeKeysOnDisk : public testing::Test {
  protected:
    void SetUp() override {
        char name[] = "/tmp/serinus-node-keys-XXXXXX";
        folder = ::mkdtemp(name);
    }
    void TearDown() override {
        for (const auto& name : files()) ::unlink((folder + "/" + name).c_str());
        ::rmdir(folder.c_str());
    }
    std::vector<std::string> files() const { return platform::list_directory(folder).value_or({}); }
    Keystore keystore() const { return *Keystore::open(folder, std::nullopt); }

    std::string folder;
    std::unique_ptr<platform::Scheduler> scheduler = platform::make_threaded_scheduler();
};

// Observed: LocalKeystore of sc-keystore 43.0.0 keeps keys of a seed in memory and writes new ones to its folder.
TEST_F(NodeKeysOnDisk, NewKeysAreWrittenAndKeysOfASeedAreNot) {
    NodeKeys keys(*scheduler, keystore());
    const auto alice = keys.generate(kBabe, Scheme::kSr25519, "//Alice");
    ASSERT_TRUE(alice.has_value());
    EXPECT_TRUE(files().empty());
    const auto fresh = keys.generate(kBabe, Scheme::kSr25519, std::nullopt);
    ASSERT_TRUE(fresh.has_value());
    EXPECT_EQ(files().size(), 1u);
    EXPECT_EQ(keys.public_keys(kBabe, Scheme::kSr25519).size(), 2u);
    EXPECT_TRUE(keys.public_keys(kGrandpa, Scheme::kEd25519).empty());
    EXPECT_TRUE(keys.public_keys(kBabe, Scheme::kEcdsa).empty()) << "another size";

    NodeKeys later(*scheduler, keystore());
    EXPECT_EQ(later.public_keys(kBabe, Scheme::kSr25519), std::vector<Bytes>{*fresh});
    const auto signature = later.sign(kBabe, Scheme::kSr25519, *fresh, as_bytes("message"));
    ASSERT_TRUE(signature.has_value());
    EXPECT_TRUE(verify(Scheme::kSr25519, *signature, as_bytes("message"), *fresh));
    EXPECT_FALSE(later.sign(kBabe, Scheme::kSr25519, *alice, as_bytes("message")).has_value());
    EXPECT_FALSE(later.sign(kBabe, Scheme::kEd25519, *fresh, as_bytes("message")).has_value()) << "another scheme";
}

// Observed: LocalKeystore::insert of sc-keystore 43.0.0 stores what it is given.
TEST_F(NodeKeysOnDisk, InsertedSecretsAreWritten) {
    const Bytes alice = key_from_uri(Scheme::kSr25519, "//Alice", std::nullopt)->pair.public_key();
    NodeKeys keys(*scheduler, keystore());
    EXPECT_FALSE(keys.has(kBabe, alice));
    EXPECT_TRUE(keys.insert(kBabe, "//Alice", alice));
    EXPECT_EQ(files().size(), 1u);

    NodeKeys later(*scheduler, keystore());
    EXPECT_TRUE(later.has(kBabe, alice));
    EXPECT_FALSE(later.has(kGrandpa, alice)) << "another type";
    EXPECT_TRUE(later.find(kBabe, Scheme::kSr25519, alice).has_value());
    EXPECT_TRUE(later.insert(kBabe, "//Alice", Bytes(32, 7))) << "not checked";
}

TEST(NodeKeys, WithoutAFolderTheSecretMustMakeThePublicKey) {
    const Bytes bob = key_from_uri(Scheme::kEd25519, "//Bob", std::nullopt)->pair.public_key();
    const auto scheduler = platform::make_threaded_scheduler();
    NodeKeys keys(*scheduler);
    EXPECT_FALSE(keys.insert(kGrandpa, "//Alice", bob));
    EXPECT_FALSE(keys.has(kGrandpa, bob));
    EXPECT_TRUE(keys.insert(kGrandpa, "//Bob", bob));
    EXPECT_TRUE(keys.has(kGrandpa, bob));
    EXPECT_TRUE(keys.find(kGrandpa, Scheme::kEd25519, bob).has_value());
}

TEST(NodeKeys, WithoutAFolderAreGoneAtTheEnd) {
    const auto scheduler = platform::make_threaded_scheduler();
    NodeKeys keys(*scheduler);
    const auto key = keys.generate(kGrandpa, Scheme::kEd25519, std::nullopt);
    ASSERT_TRUE(key.has_value());
    EXPECT_TRUE(keys.find(kGrandpa, Scheme::kEd25519, *key).has_value());
    EXPECT_FALSE(keys.generate(kGrandpa, Scheme::kEd25519, "no phrase").has_value());
    EXPECT_FALSE(keys.generate(kGrandpa, Scheme::kEcdsa, "//Alice/soft").has_value());
}

}  // namespace
}  // namespace serinus::crypto
