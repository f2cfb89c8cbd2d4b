#include "tools/remote/terms.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::remote {
namespace {

using namespace literals;

// Spec: defn-transaction-validity-error
TEST(ValidityError, HasTheNameOfItsCase) {
    EXPECT_EQ(validity_error_text("0004"_hex), "BadProof");
    EXPECT_EQ(validity_error_text("0003"_hex), "Stale");
    EXPECT_EQ(validity_error_text("000705"_hex), "Custom(5)");
    EXPECT_EQ(validity_error_text("0100"_hex), "CannotLookup");
    EXPECT_EQ(validity_error_text("0030"_hex), "error 48");
    EXPECT_EQ(validity_error_text({}), "an error that cannot be decoded");
}

}  // namespace
}  // namespace serinus::remote
