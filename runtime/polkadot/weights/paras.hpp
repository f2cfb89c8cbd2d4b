/// Weights of Paras. `c`: bytes of code; `s`: bytes of a head.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_parachains_paras.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Paras {
    static constexpr Weight force_set_current_code(uint32_t c) noexcept {
        return measured(31'673'000, 11'774).per(c, 2619, 0).reads(4).writes(6);
    }
    static constexpr Weight force_set_current_head(uint32_t s) noexcept {
        return measured(7'502'000, 0).per(s, 957, 0).writes(1);
    }
    static constexpr Weight force_set_most_recent_context() noexcept { return measured(3'030'000, 0).writes(1); }
    static constexpr Weight force_schedule_code_upgrade(uint32_t c) noexcept {
        return measured(47'337'000, 11'917).per(c, 2633, 0).reads(8).writes(7);
    }
    static constexpr Weight force_note_new_head(uint32_t s) noexcept {
        return measured(15'111'792, 3602).per(s, 961, 0).reads(2).writes(3);
    }
    static constexpr Weight force_queue_action() noexcept { return measured(20'107'000, 7777).reads(2).writes(1); }
    static constexpr Weight add_trusted_validation_code(uint32_t c) noexcept {
        return measured(109'039'757, 4148).per(c, 1975, 0).reads(4).writes(3);
    }
    static constexpr Weight poke_unused_validation_code() noexcept {
        return measured(5'553'000, 3493).reads(1).writes(1);
    }
    static constexpr Weight include_pvf_check_statement() noexcept {
        return measured(122'270'000, 30'171).reads(3).writes(1);
    }
    static constexpr Weight include_pvf_check_statement_finalize_upgrade_accept() noexcept {
        return measured(902'000'000, 30'725).reads(6).writes(104);
    }
    static constexpr Weight include_pvf_check_statement_finalize_upgrade_reject() noexcept {
        return measured(119'883'000, 30'703).reads(3).writes(1);
    }
    static constexpr Weight include_pvf_check_statement_finalize_onboarding_accept() noexcept {
        return measured(712'633'000, 30'193).reads(5).writes(3);
    }
    static constexpr Weight include_pvf_check_statement_finalize_onboarding_reject() noexcept {
        return measured(116'106'000, 30'171).reads(3).writes(1);
    }
};

}  // namespace serinus::polkadot::weights
