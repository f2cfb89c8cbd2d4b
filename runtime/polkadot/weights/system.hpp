/// Weights of System. `b`: bytes; `i`: keys; `p`: keys below the prefix.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/frame_system.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct System {
    static constexpr Weight remark(uint32_t b) noexcept { return measured(1'922'914, 0).per(b, 387, 0); }
    static constexpr Weight remark_with_event(uint32_t b) noexcept { return measured(144'747'508, 0).per(b, 1488, 0); }
    static constexpr Weight set_heap_pages() noexcept { return measured(3'664'000, 1485).reads(1).writes(2); }
    static constexpr Weight set_code() noexcept { return measured(92'587'440'000, 1485).reads(1).writes(2); }
    static constexpr Weight set_storage(uint32_t i) noexcept {
        return measured(1'894'000, 0).per(i, 684'875, 0).writes(uint64_t{i});
    }
    static constexpr Weight kill_storage(uint32_t i) noexcept {
        return measured(1'863'000, 0).per(i, 524'784, 0).writes(uint64_t{i});
    }
    static constexpr Weight kill_prefix(uint32_t p) noexcept {
        return measured(3'694'000, 80).per(p, 1'164'425, 70).reads(uint64_t{p}).writes(uint64_t{p});
    }
};

}  // namespace serinus::polkadot::weights
