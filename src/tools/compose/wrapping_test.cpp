#include "tools/compose/wrapping.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::compose {
namespace {

Hash256 account(std::string_view text) { return *Hash256::from(*read_account(text)); }

// Observed: createKeyMulti of @polkadot/util-crypto 14.0.3
TEST(Multisig, TheAccountDependsOnAllSignatoriesInNoOrder) {
    const Multisig of{.threshold = 2, .others = {account("//Bob"), account("//Charlie")}};
    EXPECT_EQ(crypto::ss58::encode(42, of.account(account("//Alice")).bytes),
              "5DjYJStmdZ2rcqXbXGX7TW85JsrW6uG4y9MUcLq2BoPMpRA7");
    const Multisig seen_by_bob{.threshold = 2, .others = {account("//Charlie"), account("//Alice")}};
    EXPECT_EQ(seen_by_bob.account(account("//Bob")), of.account(account("//Alice")));
    const Multisig other{.threshold = 3, .others = of.others};
    EXPECT_NE(other.account(account("//Alice")), of.account(account("//Alice")));
}

TEST(ReadAccount, TakesAddressesHexAndPathsOfDevelopmentKeys) {
    EXPECT_EQ(account("//Alice"), account("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"));
    EXPECT_EQ(account("//Alice"), account("HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F"));
    EXPECT_EQ(account("//Alice"), account("0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"));
}

// A phrase on a command line would be a secret where an account is meant.
TEST(ReadAccount, NeverTakesAPhrase) {
    for (const std::string& text :
         {std::string("bottom drive obey lake curtain smoke basket hold race lonely fit walk"), std::string("0x00"),
          std::string("Alice"), std::string(), std::string("F7Hs")}) {
        EXPECT_FALSE(read_account(text)) << text;
    }
}

}  // namespace
}  // namespace serinus::compose
