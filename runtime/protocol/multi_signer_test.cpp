// Public keys of any kind, and the accounts that they control.
#include "runtime/protocol/multi_signer.hpp"

#include <gtest/gtest.h>

namespace serinus::sdk {
namespace {

TEST(MultiSigner, AKeyOf32BytesIsItsAccount) {
    ByteArray<32> key{};
    key.fill(7);
    EXPECT_EQ((MultiSigner{MultiSigner::Ed25519{{key}}}.into_account()), AccountId{key});
    EXPECT_EQ((MultiSigner{MultiSigner::Sr25519{{key}}}.into_account()), AccountId{key});
}

TEST(MultiSigner, AnEcdsaKeyIsHashed) {
    ByteArray<33> key{};
    key.fill(7);
    EXPECT_EQ((MultiSigner{MultiSigner::Ecdsa{{key}}}.into_account()), AccountId{host::blake2_256(key).bytes});
}

}  // namespace
}  // namespace serinus::sdk
