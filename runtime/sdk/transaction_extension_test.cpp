// What is checked and done around a transaction's call.
#include "runtime/sdk/transaction_extension.hpp"

#include "runtime/sdk/counter_test.hpp"

namespace serinus::sdk {

namespace extension_test {

inline std::string trace;

/// Signs a word that is not sent, raises the priority.
struct Word {
    uint8_t sent{};
    Result<uint16_t, TransactionValidityError> additional_signed() const {
        ENSURE(sent != 9, InvalidTransaction::Stale{});
        return uint16_t{0x0102};
    }
    TransactionValidity validate(const AccountId&, const RuntimeCall&, const DispatchInfo&, uint32_t) const {
        trace += "w";
        ENSURE(sent != 8, InvalidTransaction::Payment{});
        return ValidTransaction{.priority = 5, .requires_ = {}, .provides = {{sent}}, .longevity = 10};
    }
};
/// Has nothing to say.
struct Silent {};
/// Hands something on to the end.
struct Fee {
    using Pre = uint32_t;
    Compact<uint32_t> tip;
    TransactionValidity validate(const AccountId&, const RuntimeCall&, const DispatchInfo&, uint32_t) const {
        trace += "f";
        return ValidTransaction{.priority = tip.value, .requires_ = {}, .provides = {}, .longevity = 20};
    }
    Result<Pre, TransactionValidityError> pre_dispatch(const AccountId&, const RuntimeCall&, const DispatchInfo&,
                                                       uint32_t length) const {
        trace += "p";
        return tip.value + length;
    }
    static TransactionValidity validate_unsigned(const RuntimeCall&, const DispatchInfo&, uint32_t) {
        ValidTransaction valid;
        valid.priority = 3;
        return valid;
    }
    static TransactionCheck pre_dispatch_unsigned(const RuntimeCall&, const DispatchInfo&, uint32_t length) {
        ENSURE(length < 100, InvalidTransaction::ExhaustsResources{});
        return {};
    }
    static TransactionCheck post_dispatch(Pre* pre, const DispatchInfo&, const PostDispatchInfo&, uint32_t,
                                          const DispatchResult& result) {
        trace += (pre ? std::to_string(*pre) : "unsigned") + (result ? "+" : "-");
        return {};
    }
};
using All = Extensions<Word, Silent, Fee>;

}  // namespace extension_test

namespace {

using namespace extension_test;

class ExtensionTest : public counter::CounterTest {
  protected:
    void SetUp() override {
        CounterTest::SetUp();
        trace.clear();
    }
    const RuntimeCall call_{counter::Counter::add{1}};
    const DispatchInfo info_;
    const AccountId who_ = account(1);
};

TEST_F(ExtensionTest, AreSentAndSignedInTheirOrder) {
    const All::Extra extra{{7}, {}, {{300}}};
    EXPECT_EQ(scale::encode(extra), (Bytes{7, 0xb1, 0x04}));
    scale::Encoder signed_;
    EXPECT_TRUE(All::append_additional(extra, signed_));
    EXPECT_EQ(std::move(signed_).finish(), (Bytes{2, 1}));
    scale::Encoder none;
    EXPECT_FALSE(All::append_additional({{9}, {}, {}}, none));
}

TEST_F(ExtensionTest, TheirValidityAddsUpUntilOneRefuses) {
    const auto valid = All::validate({{7}, {}, {{2}}}, who_, call_, info_, 50);
    ASSERT_TRUE(valid);
    EXPECT_EQ(valid->priority, 7u);
    EXPECT_EQ(valid->longevity, 10u);
    EXPECT_EQ(valid->provides, (std::vector<Bytes>{{7}}));
    EXPECT_EQ(trace, "wf");
    EXPECT_FALSE(All::validate({{8}, {}, {{2}}}, who_, call_, info_, 50));
    EXPECT_EQ(trace, "wfw");
}

TEST_F(ExtensionTest, HandOnWhatTheyNeedAfterwards) {
    auto pre = All::pre_dispatch({{7}, {}, {{2}}}, who_, call_, info_, 50);
    ASSERT_TRUE(pre);
    EXPECT_TRUE(All::post_dispatch(&*pre, info_, {}, 50, {}));
    EXPECT_EQ(trace, "wp52+");  // without a pre_dispatch of its own the first one validates
    EXPECT_FALSE(All::pre_dispatch({{8}, {}, {{2}}}, who_, call_, info_, 50));
}

TEST_F(ExtensionTest, HaveTheirSayWithoutASignature) {
    EXPECT_EQ(All::validate_unsigned(call_, info_, 5)->priority, 3u);
    EXPECT_TRUE(All::pre_dispatch_unsigned(call_, info_, 5));
    EXPECT_FALSE(All::pre_dispatch_unsigned(call_, info_, 100));
    EXPECT_TRUE(All::post_dispatch(nullptr, info_, {}, 5, DispatchError(kBadOrigin)));
    EXPECT_EQ(trace, "unsigned-");
}

}  // namespace
}  // namespace serinus::sdk
