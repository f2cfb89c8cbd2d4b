#include "wasm/demangle.hpp"

#include <gtest/gtest.h>

namespace serinus::wasm {
namespace {

TEST(Demangle, RustPathsLoseTheirHash) {
    EXPECT_EQ(demangle("_ZN4core3fmt9Formatter3pad17h0123456789abcdefE"), "core::fmt::Formatter::pad");
    EXPECT_EQ(
        demangle("_ZN69_$LT$core..num..nonzero..NonZeroUsize$u20$as$u20$core..fmt..Debug$GT$3fmt17h1832f67473e81f8fE"),
        "<core::num::nonzero::NonZeroUsize as core::fmt::Debug>::fmt");
    EXPECT_EQ(demangle("_ZN5alloc7raw_vec19RawVec$LT$T$C$A$GT$7reserve17h1a9c143cc145327fE.llvm.12"),
              "alloc::raw_vec::RawVec<T,A>::reserve");
}

TEST(Demangle, OtherNamesStay) {
    for (const char* name : {"", "main", "_ZN", "_ZN3", "_ZN99999999999999999999aE", "_ZN3abcX", "_ZN3ab", "_R1x"}) {
        EXPECT_EQ(demangle(name), name);
    }
    EXPECT_EQ(demangle("_ZN3a$bE"), "a$b");
    EXPECT_EQ(demangle("_ZN6$u7f$aE"), "$u7f$a");
}

}  // namespace
}  // namespace serinus::wasm
