// A transaction's way through the runtime: decoded, checked, dispatched. Spec: defn-extrinsic, sect-extrinsics
#include "crypto/ed25519.hpp"
#include "runtime/runtimes/example/world_test.hpp"
#include "runtime/sdk/executive.ipp"

namespace serinus::example {
namespace {

using namespace test;

struct Runtime {
    using System = example::System;
    using Extensions = example::Extensions;
    using Extrinsic = example::Extrinsic;
    static Weight on_runtime_upgrade() { return Weight::zero(); }
};
using Executive = sdk::Executive<Runtime>;
using Era = sp_runtime::generic::era::Era;

const crypto::ed25519::Seed kSeed(ByteArray<32>{7});
const AccountId kSigner{crypto::ed25519::public_key_of(kSeed).bytes};

/// As a wallet makes it.
Bytes transaction(const RuntimeCall& call, Nonce nonce, Era era = {}) {
    Extensions::Extra extra{};
    std::get<1>(extra)._0 = era;
    std::get<2>(extra)._0 = nonce;
    scale::Encoder payload;
    scale::encode_to(payload, call);
    scale::encode_to(payload, extra);
    EXPECT_TRUE(Extensions::append_additional(extra, payload));
    const auto signature = crypto::ed25519::sign(kSeed, std::move(payload).finish());

    scale::Encoder content;
    content.byte(kSignedBit | kExtrinsicVersion);
    scale::encode_to(content, LookupSource{LookupSource::Id{kSigner}});
    scale::encode_to(content, MultiSignature{MultiSignature::Ed25519{signature.bytes}});
    scale::encode_to(content, extra);
    scale::encode_to(content, call);
    return scale::encode(std::move(content).finish());
}

class Transaction : public World {
  protected:
    void SetUp() override {
        native::state().reset();
        Balances::build({{{kSigner, 10'000}}});
        Executive::initialize_block(
            {.parent_hash = kParent, .number = {1}, .state_root = {}, .extrinsics_root = {}, .digest = {}});
    }
    static constexpr Hash256 kParent{{9}};
    const RuntimeCall call_ = Locker::fill{*Locker::Content::from({1, 2, 3})};
};

// Spec: sect-rte-apply-extrinsic
TEST_F(Transaction, IsAppliedOnce) {
    const Bytes encoded = transaction(call_, 0);
    const auto applied = Executive::apply_extrinsic(encoded);
    ASSERT_TRUE(applied);
    EXPECT_TRUE(*applied);
    EXPECT_TRUE(Locker::storage.Lockers.exists(kSigner));
    EXPECT_EQ(System::account_nonce(kSigner), 1u);
    EXPECT_TRUE(saw<Locker>(Locker::Event::Filled{kSigner, 11}));

    const auto again = Executive::apply_extrinsic(encoded);
    ASSERT_FALSE(again);
    EXPECT_EQ(scale::encode(again.error()), scale::encode(TransactionValidityError(InvalidTransaction::Stale{})));
}

// Spec: sect-rte-apply-extrinsic. Its nonce is used up, what its call did is undone.
TEST_F(Transaction, WhoseCallFailsIsIncludedAllTheSame) {
    const auto applied = Executive::apply_extrinsic(transaction(Locker::empty{}, 0));
    ASSERT_TRUE(applied);
    ASSERT_FALSE(*applied);
    EXPECT_EQ(applied->error(), DispatchError(Locker::Error::NotFound));
    EXPECT_EQ(System::account_nonce(kSigner), 1u);
}

TEST_F(Transaction, MustBeSignedByItsSender) {
    Bytes encoded = transaction(call_, 0);
    encoded.back() ^= 1;  // the content to be locked
    const auto refused = Executive::apply_extrinsic(encoded);
    ASSERT_FALSE(refused);
    EXPECT_EQ(scale::encode(refused.error()), scale::encode(TransactionValidityError(InvalidTransaction::BadProof{})));
    EXPECT_EQ(System::account_nonce(kSigner), 0u);
    encoded.pop_back();
    EXPECT_THROW(static_cast<void>(Executive::apply_extrinsic(encoded)), native::Panic);
}

// Spec: sect-rte-validate-transaction
TEST_F(Transaction, TellsThePoolWhatItWaitsFor) {
    const auto valid = Executive::validate_transaction(TransactionSource::External, transaction(call_, 2), kParent);
    ASSERT_TRUE(valid);
    EXPECT_EQ(valid->requires_, (std::vector<Bytes>{scale::encode(std::pair(kSigner, Nonce{1}))}));
    EXPECT_EQ(valid->provides, (std::vector<Bytes>{scale::encode(std::pair(kSigner, Nonce{2}))}));
}

// Spec: defn-extrinsic-mortality
TEST_F(Transaction, IsBoundToTheForkWhereItsEraBegins) {
    const Era era{.period = 4, .phase = 0};  // blocks 0 to 3: signs the hash of block 0
    const Bytes encoded = transaction(call_, 0, era);
    System::storage.BlockHash.put(0, Hash256{{8}});
    const auto elsewhere = Executive::apply_extrinsic(encoded);
    ASSERT_FALSE(elsewhere);
    System::storage.BlockHash.put(0, kParent);
    EXPECT_TRUE(Executive::apply_extrinsic(encoded));
}

}  // namespace
}  // namespace serinus::example
