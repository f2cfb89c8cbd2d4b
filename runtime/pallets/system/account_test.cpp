// References to accounts, and their nonces.
#include "runtime/mock/world_test.hpp"

namespace serinus::frame_system {
namespace {

using namespace mock;
using mock::System;

class AccountReferences : public World<PlainRuntime> {};

TEST_F(AccountReferences, CountProvidersAndSufficients) {
    EXPECT_EQ(System::reference_count(kAlice), 1u);
    ASSERT_TRUE(System::inc_consumers(kAlice));
    EXPECT_EQ(System::reference_count(kAlice), 1u);
    EXPECT_EQ(System::inc_sufficients(kAlice), IncRefStatus::Existed);
    EXPECT_EQ(System::reference_count(kAlice), 2u);
    EXPECT_EQ(System::dec_sufficients(kAlice), DecRefStatus::Exists);
    System::dec_consumers(kAlice);
}

// Observed: frame-system 42
TEST_F(AccountReferences, SufficientsDoNotFallBelowZero) {
    EXPECT_EQ(System::dec_sufficients(kAlice), DecRefStatus::Exists);
    EXPECT_EQ(System::sufficients(kAlice), 0u);
    EXPECT_EQ(System::reference_count(kAlice), 1u);

    const AccountId nobody = account(0x77);
    EXPECT_EQ(System::dec_sufficients(nobody), DecRefStatus::Reaped);
    EXPECT_EQ(System::inc_sufficients(nobody), IncRefStatus::Created);
    EXPECT_EQ(System::dec_sufficients(nobody), DecRefStatus::Reaped);
}

TEST_F(AccountReferences, NoncesBeginAnewAfterTheLast) {
    auto info = System::account(kAlice);
    info.nonce = 0xffff'ffff;
    System::storage.Account.put(kAlice, info);
    System::inc_account_nonce(kAlice);
    EXPECT_EQ(System::account_nonce(kAlice), 0u);
}

}  // namespace
}  // namespace serinus::frame_system
