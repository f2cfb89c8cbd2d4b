/// Weights of Configuration.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_parachains_configuration.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Configuration {
    static constexpr Weight set_config_with_block_number() noexcept {
        return measured(9'707'000, 1636).reads(3).writes(1);
    }
    static constexpr Weight set_config_with_u32() noexcept { return measured(9'728'000, 1636).reads(3).writes(1); }
    static constexpr Weight set_config_with_option_u32() noexcept {
        return measured(9'637'000, 1636).reads(3).writes(1);
    }
    static constexpr Weight set_hrmp_open_request_ttl() noexcept { return measured(2'000'000'000'000, 0); }
    static constexpr Weight set_config_with_balance() noexcept { return measured(9'610'000, 1636).reads(3).writes(1); }
    static constexpr Weight set_config_with_executor_params() noexcept {
        return measured(10'284'000, 1636).reads(3).writes(1);
    }
    static constexpr Weight set_config_with_perbill() noexcept { return measured(9'826'000, 1636).reads(3).writes(1); }

  private:
};

}  // namespace serinus::polkadot::weights
