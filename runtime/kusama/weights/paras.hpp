/// Weights of Paras. `c`: bytes of code; `s`: bytes of a head.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_parachains_paras.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Paras {
    static constexpr Weight force_set_current_code(uint32_t c) noexcept {
        return measured(31'044'000, 11'774).per(c, 2'544, 0).reads(4).writes(6);
    }
    static constexpr Weight force_set_current_head(uint32_t s) noexcept {
        return measured(4'877'431, 0).per(s, 951, 0).writes(1);
    }
    static constexpr Weight force_set_most_recent_context() noexcept { return measured(3'153'000, 0).writes(1); }
    static constexpr Weight force_schedule_code_upgrade(uint32_t c) noexcept {
        return measured(49'503'000, 11'917).per(c, 2'498, 0).reads(8).writes(7);
    }
    static constexpr Weight force_note_new_head(uint32_t s) noexcept {
        return measured(19'111'160, 3'601).per(s, 956, 0).reads(2).writes(3);
    }
    static constexpr Weight force_queue_action() noexcept { return measured(19'646'000, 7'777).reads(2).writes(1); }
    static constexpr Weight add_trusted_validation_code(uint32_t c) noexcept {
        return measured(129'119'345, 4'148).per(c, 1'791, 0).reads(4).writes(3);
    }
    static constexpr Weight poke_unused_validation_code() noexcept {
        return measured(5'500'000, 3'493).reads(1).writes(1);
    }
    static constexpr Weight include_pvf_check_statement() noexcept {
        return measured(125'273'000, 30'171).reads(3).writes(1);
    }
    static constexpr Weight include_pvf_check_statement_finalize_upgrade_accept() noexcept {
        return measured(887'348'000, 30'725).reads(6).writes(104);
    }
    static constexpr Weight include_pvf_check_statement_finalize_upgrade_reject() noexcept {
        return measured(122'640'000, 30'703).reads(3).writes(1);
    }
    static constexpr Weight include_pvf_check_statement_finalize_onboarding_accept() noexcept {
        return measured(702'195'000, 30'193).reads(5).writes(3);
    }
    static constexpr Weight include_pvf_check_statement_finalize_onboarding_reject() noexcept {
        return measured(119'194'000, 30'171).reads(3).writes(1);
    }
};

}  // namespace serinus::kusama::weights
