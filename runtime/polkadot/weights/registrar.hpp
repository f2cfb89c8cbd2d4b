/// Weights of Registrar. `b`: bytes of code or of a head.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_common_paras_registrar.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Registrar {
    static constexpr Weight reserve() noexcept { return measured(27'652'000, 3535).reads(3).writes(2); }
    static constexpr Weight register_() noexcept { return measured(8'027'991'000, 3818).reads(7).writes(8); }
    static constexpr Weight force_register() noexcept { return measured(7'562'284'000, 3708).reads(7).writes(8); }
    static constexpr Weight deregister() noexcept { return measured(79'145'000, 3965).reads(6).writes(4); }
    static constexpr Weight swap() noexcept { return measured(81'626'000, 6711).reads(10).writes(8); }
    static constexpr Weight schedule_code_upgrade(uint32_t b) noexcept {
        return measured(38'317'000, 3666).per(b, 2655, 0).reads(9).writes(7);
    }
    static constexpr Weight set_current_head(uint32_t b) noexcept {
        return measured(2'009'331, 0).per(b, 983, 0).writes(1);
    }
};

}  // namespace serinus::polkadot::weights
