// Whether an extrinsic may go into a block. Spec: sect-rte-validate-transaction
#include "runtime/sdk/transaction_validity.hpp"

#include "runtime/sdk/counter_test.hpp"
#include "runtime/sdk/extrinsic.hpp"
#include "runtime/sdk/unsigned_report.hpp"

namespace serinus::sdk {
namespace {

TEST(TransactionValidity, ErrorsHaveTheirIndices) {
    const auto encoded = [](TransactionValidityError error) { return to_hex(scale::encode(error)); };
    EXPECT_EQ(encoded(InvalidTransaction::Call{}), "0000");
    EXPECT_EQ(encoded(InvalidTransaction::Stale{}), "0003");
    EXPECT_EQ(encoded(InvalidTransaction::Custom{5}), "000705");
    EXPECT_EQ(encoded(InvalidTransaction::BadSigner{}), "000a");
    EXPECT_EQ(encoded(InvalidTransaction::UnknownOrigin{}), "000c");
    EXPECT_EQ(encoded(UnknownTransaction{UnknownTransaction::NoUnsignedValidator{}}), "0101");
    EXPECT_FALSE(scale::decode<TransactionValidityError>(Bytes{0, 13}));
    EXPECT_TRUE(scale::decode<TransactionValidityError>(Bytes{1, 2, 9}));
}

TEST(TransactionValidity, TwoHoldTogether) {
    ValidTransaction a{.priority = ~uint64_t{0}, .requires_ = {{1}}, .provides = {{2}}, .longevity = 5};
    ValidTransaction b{.priority = 7, .requires_ = {{3}}, .provides = {{4}}, .longevity = 9, .propagate = false};
    const ValidTransaction both = std::move(a).combine_with(std::move(b));
    EXPECT_EQ(both.priority, ~uint64_t{0});
    EXPECT_EQ(both.requires_, (std::vector<Bytes>{{1}, {3}}));
    EXPECT_EQ(both.provides, (std::vector<Bytes>{{2}, {4}}));
    EXPECT_EQ(both.longevity, 5u);
    EXPECT_FALSE(both.propagate);
    ValidTransaction plain;
    plain.priority = 1;
    plain.longevity = 2;
    EXPECT_EQ(to_hex(scale::encode(plain)),
              "0100000000000000"
              "0000"
              "0200000000000000"
              "01");
}

using UnsignedReportTest = counter::CounterTest;

TEST_F(UnsignedReportTest, ComesFirstAndStaysHere) {
    const ValidTransaction report = unsigned_report("Prefix", uint16_t{7}, 12);
    EXPECT_EQ(report.priority, ~uint64_t{0});
    EXPECT_EQ(report.provides, (std::vector<Bytes>{concat(Bytes{6 << 2}, as_bytes("Prefix"), Bytes{7, 0})}));
    EXPECT_EQ(report.longevity, 12u);
    EXPECT_FALSE(report.propagate);

    EXPECT_TRUE(submit_unsigned(counter::Counter::add{5}));
    EXPECT_EQ(native::state().submitted, (std::vector<Bytes>{{7 << 2, kExtrinsicVersion, 1, 0, 5, 0, 0, 0}}));
}

}  // namespace
}  // namespace serinus::sdk
