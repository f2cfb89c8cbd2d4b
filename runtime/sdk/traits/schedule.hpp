/// The vocabulary of calls that are to be made later.
/// Pallet: frame_support::traits::schedule
#pragma once

#include "runtime/sdk/metadata_names.hpp"

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

}  // namespace serinus::sdk
