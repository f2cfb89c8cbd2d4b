/// Weights of Registrar. `b`: bytes of code or of a head.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_common_paras_registrar.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Registrar {
    static constexpr Weight reserve() noexcept { return measured(27'520'000, 3'534).reads(3).writes(2); }
    static constexpr Weight register_() noexcept { return measured(7'627'060'000, 3'817).reads(7).writes(8); }
    static constexpr Weight force_register() noexcept { return measured(8'027'718'000, 3'707).reads(7).writes(8); }
    static constexpr Weight deregister() noexcept { return measured(77'254'000, 3'964).reads(6).writes(4); }
    static constexpr Weight swap() noexcept { return measured(75'728'000, 6'744).reads(10).writes(8); }
    static constexpr Weight schedule_code_upgrade(uint32_t b) noexcept {
        return measured(38'242'000, 3'666).per(b, 2'661, 0).reads(9).writes(7);
    }
    static constexpr Weight set_current_head(uint32_t b) noexcept {
        return measured(6'915'330, 0).per(b, 958, 0).writes(1);
    }
};

}  // namespace serinus::kusama::weights
