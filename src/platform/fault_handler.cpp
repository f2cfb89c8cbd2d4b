#include "platform/fault_handler.hpp"

#include "base/assert.hpp"

namespace serinus::platform {

void install_fault_handler(int signal, FaultHandler handler, struct sigaction& previous) noexcept {
    struct sigaction action{};
    action.sa_sigaction = handler;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    SERINUS_ASSERT(sigaction(signal, &action, &previous) == 0);
}

void pass_fault_on(const struct sigaction& previous, int signal, siginfo_t* info, void* context) noexcept {
    if (previous.sa_flags & SA_SIGINFO) {
        previous.sa_sigaction(signal, info, context);
    } else if (previous.sa_handler == SIG_DFL || previous.sa_handler == SIG_IGN) {
        struct sigaction fatal{};
        fatal.sa_handler = SIG_DFL;
        sigaction(signal, &fatal, nullptr);
    } else {
        previous.sa_handler(signal);
    }
}

}  // namespace serinus::platform
