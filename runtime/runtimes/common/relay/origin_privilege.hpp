/// Which origin may cancel or replace what another one has scheduled.
#pragma once

#include <compare>

#include "runtime/sdk/origin.hpp"

namespace serinus::relay {

/// Root is above all other origins; two others can only be the same.
struct OriginPrivilegeCmp {
    static std::optional<std::strong_ordering> cmp_privilege(const sdk::OriginCaller& left,
                                                             const sdk::OriginCaller& right) {
        if (left == right) return std::strong_ordering::equal;
        if (left.is_root()) return std::strong_ordering::greater;
        return std::nullopt;
    }
};

}  // namespace serinus::relay
