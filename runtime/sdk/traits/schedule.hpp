/// The vocabulary of calls that are to be made later.
/// Pallet: frame_support::traits::schedule
#pragma once

#include <compare>

#include "runtime/sdk/call.hpp"
#include "runtime/sdk/metadata_names.hpp"
#include "runtime/sdk/traits/preimages.hpp"

namespace serinus::frame_support::traits::schedule {

/// When: at a block, or so many blocks after this one.
template <class BlockNumber>
struct DispatchTime {
    using Params = sdk::List<sdk::Param<"BlockNumber", BlockNumber>>;

    struct At {
        BlockNumber _0{};
        friend bool operator==(const At&, const At&) = default;
    };
    struct After {
        BlockNumber _0{};
        friend bool operator==(const After&, const After&) = default;
    };
    std::variant<At, After> v;

    /// The block meant, counting from `now`.
    BlockNumber evaluate(BlockNumber now) const {
        if (const auto* const at = std::get_if<At>(&v)) return at->_0;
        return saturating_add(now, std::get<After>(v)._0);
    }
    friend bool operator==(const DispatchTime&, const DispatchTime&) = default;
};

}  // namespace serinus::frame_support::traits::schedule

namespace serinus::sdk {

using DispatchTime = frame_support::traits::schedule::DispatchTime<BlockNumber>;

/// Less is sooner.
using Priority = uint8_t;
inline constexpr Priority kHighestPriority = 0;
inline constexpr Priority kHardDeadline = 63;
inline constexpr Priority kLowestPriority = 255;

/// Every so many blocks, so many times.
using Period = std::tuple<BlockNumber, uint32_t>;
/// The name of a task: 32 bytes of the caller's choice; longer names are hashed.
using TaskName = ByteArray<32>;
/// A task's block and its place in the agenda of that block.
using TaskAddress = std::tuple<BlockNumber, uint32_t>;

/// Makes calls later: `S::Anonymous` knows them by their place, `S::Named` by a name, which is made of any bytes.
/// Source: frame_support::traits::schedule::v3
template <class S>
concept Schedule =
    requires(DispatchTime when, std::optional<Period> periodic, Priority priority, const OriginCaller& origin,
             const Bounded<RuntimeCall>& call, TaskAddress address, const TaskName& name, BytesView bytes) {
        { S::task_name(bytes) } -> std::same_as<TaskName>;
        { S::Anonymous::schedule(when, periodic, priority, origin, call) } -> std::same_as<ResultOf<TaskAddress>>;
        { S::Anonymous::cancel(address) } -> std::same_as<DispatchResult>;
        {
            S::Named::schedule_named(name, when, periodic, priority, origin, call)
        } -> std::same_as<ResultOf<TaskAddress>>;
        { S::Named::cancel_named(name) } -> std::same_as<DispatchResult>;
    };

/// Compares what two origins may do; nullopt: neither is above the other, and they are not the same.
template <class C>
concept PrivilegeCmp = requires(const OriginCaller& left, const OriginCaller& right) {
    { C::cmp_privilege(left, right) } -> std::same_as<std::optional<std::strong_ordering>>;
};

}  // namespace serinus::sdk
