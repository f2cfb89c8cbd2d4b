#include "platform/fault_handler.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace serinus::platform {
namespace {

struct sigaction before_first;
struct sigaction before_second;

void first(int, siginfo_t*, void*) { std::_Exit(41); }
void second(int signal, siginfo_t* info, void* context) { pass_fault_on(before_second, signal, info, context); }

TEST(FaultHandler, AFaultThatTheLastHandlerPassesOnReachesTheOneBefore) {
    const auto fault = [] {
        install_fault_handler(SIGBUS, first, before_first);
        install_fault_handler(SIGBUS, second, before_second);
        ::raise(SIGBUS);
    };
    EXPECT_EXIT(fault(), testing::ExitedWithCode(41), "");
}

TEST(FaultHandler, AFaultThatNobodyHandlesEndsTheProcess) {
    const auto fault = [] {
        ::signal(SIGBUS, SIG_DFL);
        install_fault_handler(SIGBUS, second, before_second);
        ::raise(SIGBUS);  // restores the default action
        ::raise(SIGBUS);
    };
    EXPECT_EXIT(fault(), testing::KilledBySignal(SIGBUS), "");
}

}  // namespace
}  // namespace serinus::platform
