#include "authorship/apply_result.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::authorship {
namespace {

using namespace literals;
using Kind = ApplyResult::Kind;

std::optional<ApplyResult> decode(std::string_view hex) { return decode_apply_result(*from_hex(hex)); }

// Spec: defn-rte-apply-extrinsic-result
TEST(ApplyResult, TellsWhatBecameOfTheExtrinsic) {
    EXPECT_EQ(decode("0000"), (ApplyResult{}));
    EXPECT_TRUE(decode("0000")->applied());
    // Ok(Err(Module { index: 4, error: 2 })), in the forms of old and new runtimes: it is in the block all the same.
    EXPECT_EQ(decode("0001030402"), (ApplyResult{.dispatch_failed = true}));
    EXPECT_EQ(decode("0001030402000000"), (ApplyResult{.dispatch_failed = true}));
    EXPECT_EQ(decode("000102"), (ApplyResult{.dispatch_failed = true}));  // BadOrigin

    EXPECT_TRUE(decode("010006")->exhausts_resources());
    EXPECT_TRUE(decode("010002")->is_future());
    EXPECT_TRUE(decode("010008")->was_mandatory());
    for (const char* refused : {"010006", "010002", "010008", "010106"}) {
        const auto result = decode(refused);
        if (result) EXPECT_FALSE(result->applied());
    }
    EXPECT_EQ(decode("01000742"), (ApplyResult{.kind = Kind::kInvalid, .index = 7, .custom = 0x42}));
    EXPECT_EQ(decode("01010242"), (ApplyResult{.kind = Kind::kUnknown, .index = 2, .custom = 0x42}));
    EXPECT_EQ(decode("010100"), (ApplyResult{.kind = Kind::kUnknown}));
}

TEST(ApplyResult, AnUnknownTransactionIsNeverTakenForAFullBlock) {
    // UnknownTransaction has three variants; a seventh would not be ExhaustsResources.
    EXPECT_FALSE(decode("010106"));
    const ApplyResult unknown{.kind = Kind::kUnknown, .index = 2};
    EXPECT_FALSE(unknown.exhausts_resources());
    EXPECT_FALSE(unknown.is_future());
}

TEST(ApplyResult, OtherBytesAreNone) {
    for (const char* bad : {"", "00", "01", "0002", "02", "0001", "000000", "0100", "01000d", "010007", "01000701ff",
                            "01000600", "010102", "010103"}) {
        EXPECT_FALSE(decode(bad)) << bad;
    }
}

TEST(ApplyResult, HasWords) {
    EXPECT_EQ(to_string(*decode("010004")), "Transaction has a bad signature");
    EXPECT_EQ(to_string(*decode("0100072a")), "InvalidTransaction custom error (42)");
    EXPECT_EQ(to_string(*decode("0000")), "applied");
}

}  // namespace
}  // namespace serinus::authorship
