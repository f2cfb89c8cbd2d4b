// Why calls fail, in five bytes at most.
#include "runtime/sdk/dispatch_error.hpp"

#include "runtime/sdk/counter_test.hpp"

namespace serinus::sdk {

namespace error_test {

/// Errors that carry something, two levels deep.
struct Inner {
    struct Low {
        uint8_t by{};
    };
    struct Gone {};
    std::variant<Low, Gone> v;
};
struct Error {
    struct Plain {};
    struct Deep {
        Inner _0;
    };
    struct Wide {
        uint16_t _0{};
    };
    std::variant<Plain, Deep, Wide> v;
    friend constexpr uint8_t pallet_index_of(const Error&) { return 77; }
};

}  // namespace error_test

namespace {

TEST(DispatchErrors, HaveTheirIndices) {
    const auto encoded = [](DispatchError error) { return to_hex(scale::encode(error)); };
    EXPECT_EQ(encoded(DispatchError::Other{}), "00");
    EXPECT_EQ(encoded(kBadOrigin), "02");
    EXPECT_EQ(encoded(counter::Counter::Error::Odd), "030101000000");
    EXPECT_EQ(encoded(TokenError::Frozen), "0705");
    EXPECT_EQ(encoded(ArithmeticError::DivisionByZero), "0802");
    EXPECT_EQ(encoded(TransactionalError::NoLayer), "0901");
    EXPECT_EQ(encoded(DispatchError::RootNotAllowed{}), "0d");
    EXPECT_EQ(*scale::decode<DispatchError>(Bytes{7, 5}), DispatchError(TokenError::Frozen));
    EXPECT_FALSE(scale::decode<DispatchError>(Bytes{14}));
}

TEST(DispatchErrors, CarryWhatAPalletPutsIntoIts) {
    using error_test::Error;
    using error_test::Inner;
    const auto bytes = [](Error error) { return sp_runtime::error_bytes(error); };
    EXPECT_EQ(bytes({Error::Plain{}}), (ByteArray<4>{0, 0, 0, 0}));
    EXPECT_EQ(bytes({Error::Deep{{Inner::Low{9}}}}), (ByteArray<4>{1, 0, 9, 0}));
    EXPECT_EQ(bytes({Error::Deep{{Inner::Gone{}}}}), (ByteArray<4>{1, 1, 0, 0}));
    EXPECT_EQ(bytes({Error::Wide{0x0201}}), (ByteArray<4>{2, 1, 2, 0}));
    EXPECT_EQ(DispatchError(Error{Error::Wide{5}}), DispatchError(DispatchError::Module{{77, {2, 5, 0, 0}}}));
}

}  // namespace
}  // namespace serinus::sdk
