// No name server is needed: a name of this machine, and names that nobody can have.
#include "network/service/resolver.hpp"

#include <gtest/gtest.h>

namespace serinus::network {
namespace {

using Kind = DialPlan::Lookup::Kind;

TEST(Resolver, NamesOfThisMachineAreFoundAndOthersFailWithAReason) {
    boost::asio::io_context io;
    Resolver resolver(io);
    std::optional<Result<std::vector<std::string>, std::string>> local, invalid;
    resolver.lookup(Kind::kIp4, "localhost", [&](auto found) { local = std::move(found); });
    resolver.lookup(Kind::kIp4, std::string(300, 'x'), [&](auto found) { invalid = std::move(found); });
    EXPECT_FALSE(local);  // answers come later, from the loop
    for (int i = 0; i < 200 && !(local && invalid); ++i) io.run_for(std::chrono::milliseconds(50));
    ASSERT_TRUE(local && invalid);
    ASSERT_TRUE(*local) << local->error();
    EXPECT_EQ((*local)->front(), "127.0.0.1");
    ASSERT_FALSE(*invalid);
    EXPECT_TRUE(invalid->error().starts_with("the name xxx"));
}

TEST(Resolver, NothingIsAnsweredAfterTheEnd) {
    boost::asio::io_context io;
    Resolver resolver(io);
    bool is_answered = false;
    resolver.lookup(Kind::kIp4, "localhost", [&](const auto&) { is_answered = true; });
    resolver.lookup(Kind::kText, "name.invalid", [&](const auto&) { is_answered = true; });
    resolver.close();
    io.run_for(std::chrono::milliseconds(50));
    EXPECT_FALSE(is_answered);
}

}  // namespace
}  // namespace serinus::network
