// Extensions that all validate, then all prepare. Observed: traits::transaction_extension of sp-runtime 43
#include "runtime/sdk/extension_pipeline.hpp"

#include "runtime/sdk/counter_test.hpp"
#include "runtime/sdk/preamble.hpp"

namespace serinus::sdk {

namespace pipeline_test {

inline std::string trace;

/// Signs a word that is not sent, hands a number from step to step, and uses a part of its weight.
struct Word {
    using Val = uint32_t;
    using Pre = std::string;
    uint8_t sent{};
    Result<uint16_t, TransactionValidityError> additional_signed() const {
        ENSURE(sent != 9, InvalidTransaction::AncientBirthBlock{});
        return uint16_t{0x0102};
    }
    Weight weight(const RuntimeCall&) const { return Weight::from_parts(10, 1); }
    Result<std::pair<ValidTransaction, Val>, TransactionValidityError> validate(const TransactionView& view) const {
        trace += "w";
        ENSURE(sent != 8, InvalidTransaction::Payment{});
        return std::pair(ValidTransaction{.priority = 5, .requires_ = {}, .provides = {{sent}}, .longevity = 10},
                         view.length + sent);
    }
    Result<Pre, TransactionValidityError> prepare(Val val, const TransactionView&) const {
        trace += "W";
        ENSURE(sent != 7, InvalidTransaction::Future{});
        return std::to_string(val);
    }
    static Result<Weight, TransactionValidityError> settle(Pre pre, const SettledTransaction& settled) {
        trace += pre + (settled.result ? "+" : "-");
        return Weight::from_parts(4, 1);
    }
};
/// Has nothing to say.
struct Silent {};
/// Looks at what is left of the weight.
struct Last {
    Weight weight(const RuntimeCall&) const { return Weight::from_parts(3, 0); }
    TransactionValidity validate(const TransactionView& view) const {
        trace += view.signer == nullptr ? "n" : "l";
        ENSURE(view.info.weight.ref_time < 1'000, InvalidTransaction::ExhaustsResources{});
        return ValidTransaction{.priority = 2, .requires_ = {}, .provides = {}, .longevity = 20};
    }
    TransactionCheck prepare(Unit, const TransactionView&) const {
        trace += "L";
        return {};
    }
    static Result<Weight, TransactionValidityError> settle(Unit, const SettledTransaction& settled) {
        trace += "=" + std::to_string(settled.post.actual_weight->ref_time);
        return Weight::zero();
    }
    static TransactionValidity validate_bare(const RuntimeCall&, const DispatchInfo&, uint32_t) {
        trace += "b";
        return ValidTransaction{};
    }
    static TransactionCheck prepare_bare(const RuntimeCall&, const DispatchInfo&, uint32_t length) {
        trace += "B";
        ENSURE(length < 100, InvalidTransaction::ExhaustsResources{});
        return {};
    }
    static TransactionCheck settle_bare(const SettledTransaction&) {
        trace += "e";
        return {};
    }
};
using All = ExtensionPipeline<Word, Silent, Last>;

}  // namespace pipeline_test

namespace {

using namespace pipeline_test;

class PipelineTest : public counter::CounterTest {
  protected:
    void SetUp() override {
        CounterTest::SetUp();
        trace.clear();
    }
    static All::Extra extra(uint8_t sent) { return {{sent}, {}, {}}; }
    TransactionView view(const AccountId* signer) const {
        return {.signer = signer, .call = call_, .info = info_, .length = 50, .source = TransactionSource::External};
    }
    static Bytes error_of(const auto& result) { return result ? Bytes() : scale::encode(result.error()); }
    template <class Case>
    static Bytes invalid(Case one) {
        return scale::encode(TransactionValidityError(one));
    }

    const RuntimeCall call_{counter::Counter::add{1}};
    DispatchInfo info_{.weight = Weight::from_parts(100, 10)};
    const AccountId who_ = account(1);
};

TEST_F(PipelineTest, AllValidateThenAllPrepare) {
    const auto pre = All::validate_and_prepare(extra(2), view(&who_));
    ASSERT_TRUE(pre);
    EXPECT_EQ(std::get<0>(*pre), "52");
    EXPECT_EQ(trace, "wlWL");
    const auto valid = All::validate(extra(2), view(&who_));
    ASSERT_TRUE(valid);
    EXPECT_EQ(valid->first.priority, 7u);
    EXPECT_EQ(valid->first.longevity, 10u);
}

// A nonce in the future, which the first one finds when it prepares, comes after what the last one finds when it
// validates.
TEST_F(PipelineTest, ErrorsOfValidationComeBeforeThoseOfPreparation) {
    EXPECT_EQ(error_of(All::validate_and_prepare(extra(7), view(&who_))), invalid(InvalidTransaction::Future{}));
    info_.weight = Weight::from_parts(1'000, 0);
    EXPECT_EQ(error_of(All::validate_and_prepare(extra(7), view(&who_))),
              invalid(InvalidTransaction::ExhaustsResources{}));
    EXPECT_EQ(trace, "wlWwl");
}

TEST_F(PipelineTest, WhatCannotBeToldOfThePayloadComesFirst) {
    EXPECT_EQ(error_of(All::validate(extra(9), view(&who_))), invalid(InvalidTransaction::AncientBirthBlock{}));
    EXPECT_EQ(trace, "");
}

TEST_F(PipelineTest, WithoutASignerAllAreAskedAndItHasNoOrigin) {
    EXPECT_EQ(error_of(All::validate(extra(2), view(nullptr))), (Bytes{0, 12}));  // Invalid(UnknownOrigin)
    EXPECT_EQ(trace, "wn");
    EXPECT_EQ(error_of(All::validate_and_prepare(extra(8), view(nullptr))), invalid(InvalidTransaction::Payment{}));
}

TEST_F(PipelineTest, TheWeightIsThatOfTheCallAndOfWhatExtensionsUsed) {
    const Weight of_extensions = All::weight(extra(2), call_);
    EXPECT_EQ(of_extensions, Weight::from_parts(13, 1));
    info_.weight = Weight::from_parts(113, 11);
    auto pre = All::validate_and_prepare(extra(2), view(&who_));
    ASSERT_TRUE(pre);
    trace.clear();
    PostDispatchInfo unsaid;
    EXPECT_TRUE(All::settle(*std::move(pre), info_, of_extensions, unsaid, 50, {}));
    EXPECT_EQ(trace, "52+=109") << "the last one sees what the first one has not used";
    EXPECT_EQ(unsaid.actual_weight, Weight::from_parts(109, 10));

    pre = All::validate_and_prepare(extra(2), view(&who_));
    PostDispatchInfo said{.actual_weight = Weight::from_parts(40, 2)};
    EXPECT_TRUE(All::settle(*std::move(pre), info_, of_extensions, said, 50, DispatchError(kBadOrigin)));
    EXPECT_EQ(said.actual_weight, Weight::from_parts(49, 2));
}

TEST_F(PipelineTest, OfBareExtrinsicsOnlyThoseHearThatAskForIt) {
    EXPECT_TRUE(All::validate_bare(call_, info_, 5));
    EXPECT_TRUE(All::prepare_bare(call_, info_, 5));
    EXPECT_FALSE(All::prepare_bare(call_, info_, 100));
    EXPECT_TRUE(All::settle_bare({info_, {}, 5, {}}));
    EXPECT_EQ(trace, "bBBe");
}

// Spec: RFC-84, RFC-99
TEST(Preamble, IsBareOfTwoFormatsSignedOf4AndGeneralOf5) {
    size_t known = 0;
    for (unsigned first = 0; first < 256; ++first)
        known += preamble_of(static_cast<uint8_t>(first)).has_value() ? 1 : 0;
    EXPECT_EQ(known, 4u);
    EXPECT_EQ(preamble_of(0x04)->kind, ExtrinsicKind::Bare);
    EXPECT_EQ(preamble_of(0x05)->format, 5);
    EXPECT_EQ(preamble_of(0x84)->kind, ExtrinsicKind::Signed);
    EXPECT_EQ(preamble_of(0x45)->kind, ExtrinsicKind::General);
}

}  // namespace
}  // namespace serinus::sdk
