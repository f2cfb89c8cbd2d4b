/// The two defaults of traits that one type supplies: a configuration that wants nothing of it, or does not care, says
/// so. Listeners, of which there may be several, are lists (listeners.hpp); their default is `List<>`.
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

struct Nothing {
    /// As a set of calls, accounts or other values (filters.hpp): nothing is in it.
    static constexpr bool contains(const auto&) { return false; }
    /// As the pauses of message queues (messages.hpp): no queue is paused.
    static constexpr bool is_paused(const auto&) { return false; }
};

struct Everything {
    static constexpr bool contains(const auto&) { return true; }
};

}  // namespace serinus::sdk
