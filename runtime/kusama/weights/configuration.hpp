/// Weights of Configuration.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_parachains_configuration.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Configuration {
    static constexpr Weight set_config_with_block_number() noexcept { return change(9'626'000); }
    static constexpr Weight set_config_with_u32() noexcept { return change(9'883'000); }
    static constexpr Weight set_config_with_option_u32() noexcept { return change(9'736'000); }
    static constexpr Weight set_hrmp_open_request_ttl() noexcept { return measured(2'000'000'000'000, 0); }
    static constexpr Weight set_config_with_balance() noexcept { return change(9'692'000); }
    static constexpr Weight set_config_with_executor_params() noexcept { return change(10'538'000); }
    static constexpr Weight set_config_with_perbill() noexcept { return change(9'815'000); }

  private:
    static constexpr Weight change(uint64_t ref_time_ps) noexcept {
        return measured(ref_time_ps, 1636).reads(3).writes(1);
    }
};

}  // namespace serinus::kusama::weights
