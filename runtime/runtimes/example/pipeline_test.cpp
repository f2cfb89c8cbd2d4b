// Extrinsics of the formats 4 and 5 through the executive of a runtime whose extensions are a pipeline.
// Observed: generic::unchecked_extrinsic and generic::checked_extrinsic of sp-runtime 43
#include "crypto/ed25519.hpp"
#include "runtime/runtimes/example/world_test.hpp"
#include "runtime/sdk/executive.ipp"

namespace serinus::example {
namespace {

using namespace test;

constexpr Weight kNonceWeight = Weight::from_parts(1'000, 0);

/// The nonce, of whoever signed.
struct Nonces {
    Compact<Nonce> nonce;

    Weight weight(const RuntimeCall&) const { return kNonceWeight; }
    TransactionValidity validate(const TransactionView& view) const {
        if (view.signer == nullptr) return ValidTransaction{};
        ENSURE(nonce.value >= System::account_nonce(*view.signer), InvalidTransaction::Stale{});
        return ValidTransaction{.requires_ = {}, .provides = {scale::encode(nonce)}};
    }
    TransactionCheck prepare(Unit, const TransactionView& view) const {
        auto account = System::account(*view.signer);
        ENSURE(account.nonce == nonce.value, InvalidTransaction::Future{});
        ++account.nonce;
        System::put_account(*view.signer, account);
        return {};
    }
};
/// Of the length, in the way of CheckWeight.
struct Lengths {
    static constexpr uint32_t kMost = 200;

    TransactionValidity validate(const TransactionView& view) const {
        ENSURE(view.length <= kMost, InvalidTransaction::ExhaustsResources{});
        return ValidTransaction{};
    }
};

struct PipelineRuntime {
    using System = example::System;
    using Extensions = ExtensionPipeline<Nonces, Lengths>;
    using Extrinsic = sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic<LookupSource, RuntimeCall,
                                                                                   MultiSignature, Extensions::Extra>;
    static Weight on_runtime_upgrade() { return Weight::zero(); }
};
using Executive = sdk::Executive<PipelineRuntime>;

const crypto::ed25519::Seed kSeed(ByteArray<32>{7});
const AccountId kSigner{crypto::ed25519::public_key_of(kSeed).bytes};

Bytes with_length(scale::Encoder content) { return scale::encode(std::move(content).finish()); }

Bytes signed_extrinsic(const RuntimeCall& call, Nonce nonce, uint8_t first = 0x84) {
    const PipelineRuntime::Extensions::Extra extra{{nonce}, {}};
    const Bytes payload = concat(scale::encode(call), scale::encode(extra));
    scale::Encoder content;
    content.byte(first);
    scale::encode_to(content, LookupSource{LookupSource::Id{kSigner}});
    scale::encode_to(content, MultiSignature{MultiSignature::Ed25519{crypto::ed25519::sign(kSeed, payload).bytes}});
    scale::encode_to(content, extra);
    scale::encode_to(content, call);
    return with_length(std::move(content));
}

Bytes general_extrinsic(const RuntimeCall& call, uint8_t first = 0x45) {
    scale::Encoder content;
    content.byte(first);
    content.byte(0);  // the version of the extensions
    scale::encode_to(content, PipelineRuntime::Extensions::Extra{{Nonce{0}}, {}});
    scale::encode_to(content, call);
    return with_length(std::move(content));
}

Bytes bare_extrinsic(const RuntimeCall& call, uint8_t first) {
    scale::Encoder content;
    content.byte(first);
    scale::encode_to(content, call);
    return with_length(std::move(content));
}

template <class Case>
Bytes invalid(Case one) {
    return scale::encode(TransactionValidityError(one));
}
Bytes error_of(const auto& result) { return result ? Bytes() : scale::encode(result.error()); }

class Pipeline : public World {
  protected:
    void SetUp() override {
        native::state().reset();
        Balances::build({{{kSigner, 10'000}}});
        Executive::initialize_block(
            {.parent_hash = {}, .number = {1}, .state_root = {}, .extrinsics_root = {}, .digest = {}});
    }
    const RuntimeCall call_ = Locker::fill{*Locker::Content::from({1, 2, 3})};
};

TEST_F(Pipeline, ATransactionOfFormat4IsAppliedOnceAndWeighsItsExtensionsToo) {
    const Bytes encoded = signed_extrinsic(call_, 0);
    const auto applied = Executive::apply_extrinsic(encoded);
    ASSERT_TRUE(applied);
    EXPECT_TRUE(*applied);
    EXPECT_TRUE(Locker::storage.Lockers.exists(kSigner));
    DispatchInfo info = call_.info();
    info.weight =
        info.weight.saturating_add(kNonceWeight).saturating_add(kBlockWeights.get(info.class_).base_extrinsic);
    EXPECT_TRUE(saw<System>(System::Event::ExtrinsicSuccess{{info.weight, info.class_, info.pays_fee}}));
    EXPECT_EQ(error_of(Executive::apply_extrinsic(encoded)), invalid(InvalidTransaction::Stale{}));
    const auto [declared, pays] = Executive::dispatch_info(encoded);
    EXPECT_EQ(declared.weight, call_.info().weight.saturating_add(kNonceWeight));
    EXPECT_TRUE(pays);
}

TEST_F(Pipeline, ANonceInTheFutureComesAfterWhatEveryExtensionValidates) {
    EXPECT_EQ(error_of(Executive::apply_extrinsic(signed_extrinsic(call_, 1))), invalid(InvalidTransaction::Future{}));
    const Bytes encoded = signed_extrinsic(RuntimeCall(System::remark{Bytes(200)}), 1);
    EXPECT_EQ(error_of(Executive::apply_extrinsic(encoded)), invalid(InvalidTransaction::ExhaustsResources{}));
    EXPECT_EQ(System::account_nonce(kSigner), 0u);
}

TEST_F(Pipeline, AGeneralTransactionHasNoOrigin) {
    const Bytes encoded = general_extrinsic(call_);
    EXPECT_EQ(error_of(Executive::apply_extrinsic(encoded)), invalid(InvalidTransaction::UnknownOrigin{}));
    EXPECT_EQ(error_of(Executive::validate_transaction(TransactionSource::External, encoded, {})),
              invalid(InvalidTransaction::UnknownOrigin{}));
    const Bytes too_long = general_extrinsic(System::remark{Bytes(200)});
    EXPECT_EQ(error_of(Executive::validate_transaction(TransactionSource::External, too_long, {})),
              invalid(InvalidTransaction::ExhaustsResources{}));
}

TEST_F(Pipeline, ABareExtrinsicIsOfEitherFormatAndHasNoWeightOfExtensions) {
    for (const uint8_t first : {uint8_t{0x04}, uint8_t{0x05}}) {
        const Bytes encoded = bare_extrinsic(call_, first);
        const auto applied = Executive::apply_extrinsic(encoded);
        ASSERT_TRUE(applied);
        EXPECT_EQ(applied->error(), DispatchError(kBadOrigin)) << "it is made, by nobody";
        const auto [declared, pays] = Executive::dispatch_info(encoded);
        EXPECT_EQ(declared.weight, call_.info().weight);
        EXPECT_FALSE(pays);
        EXPECT_EQ(error_of(Executive::validate_transaction(TransactionSource::External, encoded, {})),
                  (Bytes{1, 1}));  // Unknown(NoUnsignedValidator)
    }
}

TEST_F(Pipeline, OtherBeginningsAreNoExtrinsics) {
    for (const uint8_t first : Bytes{0x03, 0x06, 0x44, 0x85, 0xc4, 0xc5}) {
        EXPECT_THROW(static_cast<void>(Executive::apply_extrinsic(bare_extrinsic(call_, first))), native::Panic);
    }
    EXPECT_THROW(static_cast<void>(Executive::apply_extrinsic(signed_extrinsic(call_, 0, 0x85))), native::Panic);
    EXPECT_THROW(static_cast<void>(Executive::apply_extrinsic(general_extrinsic(call_, 0x44))), native::Panic);
}

}  // namespace
}  // namespace serinus::example
