/// Weights of Identity. `r`: registrars, or judgements; `s`, `p`: sub-accounts, new and old; `x`: additional fields.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_identity.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Identity {
    static constexpr Weight add_registrar(uint32_t r) noexcept {
        return measured(11'081'804, 2626).per(r, 97'986, 0).reads(1).writes(1);
    }
    static constexpr Weight set_identity(uint32_t r, uint32_t x) noexcept {
        return measured(28'019'917, 11'003).per(r, 136'514, 0).per(x, 377'730, 0).reads(1).writes(1);
    }
    static constexpr Weight set_subs_new(uint32_t s) noexcept {
        return measured(20'340'743, 11'003).per(s, 2'774'345, 0).reads(2).reads(s).writes(1).writes(s).per(s, 0, 2589);
    }
    static constexpr Weight set_subs_old(uint32_t p) noexcept {
        return measured(22'648'274, 11'003).per(p, 1'220'351, 0).reads(2).writes(1).writes(p);
    }
    static constexpr Weight clear_identity(uint32_t r, uint32_t s, uint32_t x) noexcept {
        return measured(33'751'930, 11'003)
            .per(r, 125'445, 0)
            .per(s, 1'185'329, 0)
            .per(x, 216'485, 0)
            .reads(2)
            .writes(2)
            .writes(s);
    }
    static constexpr Weight request_judgement(uint32_t r, uint32_t x) noexcept {
        return measured(30'134'963, 11'003).per(r, 180'377, 0).per(x, 394'600, 0).reads(2).writes(1);
    }
    static constexpr Weight cancel_request(uint32_t r, uint32_t x) noexcept {
        return measured(26'801'675, 11'003).per(r, 173'029, 0).per(x, 398'205, 0).reads(1).writes(1);
    }
    static constexpr Weight set_fee(uint32_t r) noexcept {
        return measured(6'760'342, 2626).per(r, 84'335, 0).reads(1).writes(1);
    }
    static constexpr Weight set_account_id(uint32_t r) noexcept {
        return measured(8'556'860, 2626).per(r, 119'699, 0).reads(1).writes(1);
    }
    static constexpr Weight set_fields(uint32_t r) noexcept {
        return measured(8'492'136, 2626).per(r, 126'547, 0).reads(1).writes(1);
    }
    static constexpr Weight provide_judgement(uint32_t r, uint32_t x) noexcept {
        return measured(21'934'956, 11'003).per(r, 149'851, 0).per(x, 621'479, 0).reads(2).writes(1);
    }
    static constexpr Weight kill_identity(uint32_t r, uint32_t s, uint32_t x) noexcept {
        return measured(48'392'841, 11'003)
            .per(r, 126'118, 0)
            .per(s, 1'207'563, 0)
            .per(x, 223'848, 0)
            .reads(3)
            .writes(3)
            .writes(s);
    }
    static constexpr Weight add_sub(uint32_t s) noexcept {
        return measured(32'462'454, 11'003).per(s, 99'670, 0).reads(3).writes(2);
    }
    static constexpr Weight rename_sub(uint32_t s) noexcept {
        return measured(15'611'703, 11'003).per(s, 36'465, 0).reads(2).writes(1);
    }
    static constexpr Weight remove_sub(uint32_t s) noexcept {
        return measured(34'325'496, 11'003).per(s, 89'297, 0).reads(3).writes(2);
    }
    static constexpr Weight quit_sub(uint32_t s) noexcept {
        return measured(26'441'577, 6723).per(s, 72'799, 0).reads(3).writes(2);
    }
};

}  // namespace serinus::kusama::weights
