/// What the broker says of a core. Observed: pallet-broker 0.20 (stable2506), coretime_interface.rs
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus::pallet_broker::coretime_interface {

struct CoreAssignment {
    /// Nobody uses the core.
    struct Idle {
        friend bool operator==(Idle, Idle) = default;
    };
    /// Orders that are paid one by one use it.
    struct Pool {
        friend bool operator==(Pool, Pool) = default;
    };
    /// A para uses it.
    struct Task {
        uint32_t _0{};
        friend bool operator==(Task, Task) = default;
    };
    std::variant<Idle, Pool, Task> v;
    friend bool operator==(const CoreAssignment&, const CoreAssignment&) = default;
};

}  // namespace serinus::pallet_broker::coretime_interface

namespace serinus::scale {

/// Measured: tests/differential/heap.mjs
template <>
inline constexpr RustLayout kRustLayout<pallet_broker::coretime_interface::CoreAssignment>{8, 4};

}  // namespace serinus::scale
