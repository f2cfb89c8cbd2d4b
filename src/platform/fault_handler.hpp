/// Handlers of signals for faults of memory (SIGSEGV, SIGBUS) that share a signal with the handlers installed before
/// them.
#pragma once

#include <signal.h>

namespace serinus::platform {

using FaultHandler = void (*)(int signal, siginfo_t* info, void* context);

/// Installs a handler for `signal` and writes the one before it to `previous`, which must stay valid until the process
/// ends. Call it once for each handler.
///
/// The handler runs on the thread's alternate stack if there is one, so that the previous handler finds what it
/// expects.
void install_fault_handler(int signal, FaultHandler handler, struct sigaction& previous) noexcept;

/// To be called by a handler for a fault that is not its own: calls the previous handler. If there was none, the
/// default action is restored, so that the instruction faults again and ends the process. Async-signal-safe.
void pass_fault_on(const struct sigaction& previous, int signal, siginfo_t* info, void* context) noexcept;

}  // namespace serinus::platform
