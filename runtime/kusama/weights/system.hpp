/// Weights of System. `b`: bytes; `i`: keys; `p`: keys below the prefix.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/frame_system.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct System {
    static constexpr Weight remark(uint32_t b) noexcept { return measured(691'547, 0).per(b, 386, 0); }
    static constexpr Weight remark_with_event(uint32_t b) noexcept { return measured(58'654'048, 0).per(b, 1656, 0); }
    static constexpr Weight set_heap_pages() noexcept { return measured(3'660'000, 1485).reads(1).writes(2); }
    static constexpr Weight set_code() noexcept { return measured(95'101'886'000, 1485).reads(1).writes(2); }
    static constexpr Weight set_storage(uint32_t i) noexcept {
        return measured(1'964'000, 0).per(i, 698'445, 0).writes(i);
    }
    static constexpr Weight kill_storage(uint32_t i) noexcept {
        return measured(1'914'000, 0).per(i, 524'502, 0).writes(i);
    }
    static constexpr Weight kill_prefix(uint32_t p) noexcept {
        return measured(3'691'000, 86).per(p, 1'165'480, 0).reads(p).writes(p).per(p, 0, 70);
    }
};

}  // namespace serinus::kusama::weights
