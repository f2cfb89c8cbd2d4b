/// Calls by their indices, for the kinds of proxies of a chain.
#pragma once

#include <span>

#include "runtime/sdk/call.hpp"

namespace serinus::relay {

/// Calls of one pallet: bit i stands for the call with index i. All calls, those above 31 too, are all bits.
struct CallSet {
    uint8_t pallet;
    uint32_t calls = ~uint32_t{0};

    constexpr bool contains(uint8_t pallet_index, uint8_t call_index) const {
        if (pallet_index != pallet) return false;
        return calls == ~uint32_t{0} || (call_index < 32 && (calls >> call_index & 1) != 0);
    }
};

template <class... Index>
constexpr CallSet only(uint8_t pallet, Index... calls) {
    return {pallet, ((uint32_t{1} << calls) | ...)};
}

constexpr bool contains(std::span<const CallSet> sets, uint8_t pallet, uint8_t call) {
    for (const CallSet& set : sets) {
        if (set.contains(pallet, call)) return true;
    }
    return false;
}

}  // namespace serinus::relay
