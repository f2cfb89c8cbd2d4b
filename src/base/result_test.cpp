#include "base/result.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace serinus {
namespace {

enum class Error : uint8_t { kFirst, kSecond };

Result<int, Error> half(int n) {
    ENSURE(n % 2 == 0, Error::kFirst);
    return n / 2;
}

Result<int, Error> quarter(int n) {
    TRY_ASSIGN(const int once, half(n));
    return TRY(half(once));
}

Result<void, Error> check_quarter(int n) {
    TRY(quarter(n));
    return {};
}

TEST(Result, CarriesAValueOrAnError) {
    EXPECT_EQ(quarter(8).value(), 2);
    EXPECT_EQ(quarter(6).error(), Error::kFirst);
    EXPECT_TRUE(check_quarter(8).has_value());
    EXPECT_EQ(check_quarter(7).error(), Error::kFirst);
    EXPECT_EQ(quarter(7).value_or(5), 5);
}

TEST(Result, MovesValuesThatCannotBeCopied) {
    const auto make = []() -> Result<std::unique_ptr<int>, Error> { return std::make_unique<int>(7); };
    const auto pass = [&]() -> Result<std::unique_ptr<int>, Error> { return TRY(make()); };
    EXPECT_EQ(**pass(), 7);
}

TEST(Result, AssignmentChangesSides) {
    Result<std::string, Error> result = std::string("a long enough string to be on the heap, surely");
    result = Error::kSecond;
    EXPECT_EQ(result.error(), Error::kSecond);
    result = std::string("back");
    EXPECT_EQ(*result, "back");
}

TEST(ResultDeathTest, AskingForWhatIsNotThereIsABug) {
    EXPECT_DEATH(quarter(7).value(), "broken invariant");
    EXPECT_DEATH((void)quarter(8).error(), "broken invariant");
}

}  // namespace
}  // namespace serinus
