/// Weights of Identity. `r`: registrars, or judgements; `s`, `p`: sub-accounts, new and old; `x`: additional fields.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_identity.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Identity {
    static constexpr Weight add_registrar(uint32_t r) noexcept {
        return measured(11'433'343, 2626).per(r, 107'392, 0).reads(1).writes(1);
    }
    static constexpr Weight set_identity(uint32_t r, uint32_t x) noexcept {
        return measured(28'819'468, 11'003).per(r, 143'283, 0).per(x, 374'343, 0).reads(1).writes(1);
    }
    static constexpr Weight set_subs_new(uint32_t s) noexcept {
        return measured(21'002'939, 11'003).per(s, 2'985'826, 2589).reads(2 + uint64_t{s}).writes(1 + uint64_t{s});
    }
    static constexpr Weight set_subs_old(uint32_t p) noexcept {
        return measured(21'688'162, 11'003).per(p, 1'259'620, 0).reads(2).writes(1 + uint64_t{p});
    }
    static constexpr Weight clear_identity(uint32_t r, uint32_t s, uint32_t x) noexcept {
        return measured(23'919'723, 11'003)
            .per(r, 309'252, 0)
            .per(s, 1'296'722, 0)
            .per(x, 250'637, 0)
            .reads(2)
            .writes(2 + uint64_t{s});
    }
    static constexpr Weight request_judgement(uint32_t r, uint32_t x) noexcept {
        return measured(28'576'581, 11'003).per(r, 199'810, 0).per(x, 393'551, 0).reads(2).writes(1);
    }
    static constexpr Weight cancel_request(uint32_t r, uint32_t x) noexcept {
        return measured(27'512'661, 11'003).per(r, 100'122, 0).per(x, 383'720, 0).reads(1).writes(1);
    }
    static constexpr Weight set_fee(uint32_t r) noexcept {
        return measured(6'869'288, 2626).per(r, 77'496, 0).reads(1).writes(1);
    }
    static constexpr Weight set_account_id(uint32_t r) noexcept {
        return measured(6'815'435, 2626).per(r, 80'674, 0).reads(1).writes(1);
    }
    static constexpr Weight set_fields(uint32_t r) noexcept {
        return measured(6'889'903, 2626).per(r, 75'937, 0).reads(1).writes(1);
    }
    static constexpr Weight provide_judgement(uint32_t r, uint32_t x) noexcept {
        return measured(20'856'136, 11'003).per(r, 112'498, 0).per(x, 628'545, 0).reads(2).writes(1);
    }
    static constexpr Weight kill_identity(uint32_t r, uint32_t s, uint32_t x) noexcept {
        return measured(35'967'174, 11'003)
            .per(r, 670'971, 0)
            .per(s, 1'317'531, 0)
            .per(x, 268'630, 0)
            .reads(3)
            .writes(3 + uint64_t{s});
    }
    static constexpr Weight add_sub(uint32_t s) noexcept {
        return measured(30'738'363, 11'003).per(s, 122'854, 0).reads(3).writes(2);
    }
    static constexpr Weight rename_sub(uint32_t s) noexcept {
        return measured(15'073'494, 11'003).per(s, 48'603, 0).reads(2).writes(1);
    }
    static constexpr Weight remove_sub(uint32_t s) noexcept {
        return measured(35'058'166, 11'003).per(s, 83'914, 0).reads(3).writes(2);
    }
    static constexpr Weight quit_sub(uint32_t s) noexcept {
        return measured(26'684'339, 6723).per(s, 82'389, 0).reads(3).writes(2);
    }
};

}  // namespace serinus::polkadot::weights
