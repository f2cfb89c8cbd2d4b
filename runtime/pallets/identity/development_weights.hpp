/// Weights of Identity for chains that are being developed: the order of magnitude that Kusama measured.
#pragma once

#include "runtime/pallets/development_weights.hpp"

namespace serinus::development_weights {

struct Identity {
    static constexpr Weight add_registrar(uint32_t r) noexcept {
        return measured(12'000'000, 2700).per(r, 98'000, 0).reads(1).writes(1);
    }
    static constexpr Weight set_identity(uint32_t r, uint32_t x) noexcept {
        return measured(29'000'000, 12'000).per(r, 140'000, 0).per(x, 380'000, 0).reads(1).writes(1);
    }
    static constexpr Weight set_subs_new(uint32_t s) noexcept {
        return measured(21'000'000, 12'000).per(s, 2'800'000, 0).reads(2).reads(s).writes(1).writes(s).per(s, 0, 2600);
    }
    static constexpr Weight set_subs_old(uint32_t p) noexcept {
        return measured(23'000'000, 12'000).per(p, 1'300'000, 0).reads(2).writes(1).writes(p);
    }
    static constexpr Weight clear_identity(uint32_t r, uint32_t s, uint32_t x) noexcept {
        return measured(34'000'000, 12'000)
            .per(r, 130'000, 0)
            .per(s, 1'200'000, 0)
            .per(x, 220'000, 0)
            .reads(2)
            .writes(2)
            .writes(s);
    }
    static constexpr Weight request_judgement(uint32_t r, uint32_t x) noexcept {
        return measured(31'000'000, 12'000).per(r, 190'000, 0).per(x, 400'000, 0).reads(2).writes(1);
    }
    static constexpr Weight cancel_request(uint32_t r, uint32_t x) noexcept {
        return measured(27'000'000, 12'000).per(r, 180'000, 0).per(x, 400'000, 0).reads(1).writes(1);
    }
    static constexpr Weight set_fee(uint32_t r) noexcept {
        return measured(6'800'000, 2700).per(r, 85'000, 0).reads(1).writes(1);
    }
    static constexpr Weight set_account_id(uint32_t r) noexcept {
        return measured(8'600'000, 2700).per(r, 120'000, 0).reads(1).writes(1);
    }
    static constexpr Weight set_fields(uint32_t r) noexcept {
        return measured(8'500'000, 2700).per(r, 130'000, 0).reads(1).writes(1);
    }
    static constexpr Weight provide_judgement(uint32_t r, uint32_t x) noexcept {
        return measured(22'000'000, 12'000).per(r, 150'000, 0).per(x, 630'000, 0).reads(2).writes(1);
    }
    static constexpr Weight kill_identity(uint32_t r, uint32_t s, uint32_t x) noexcept {
        return measured(49'000'000, 12'000)
            .per(r, 130'000, 0)
            .per(s, 1'300'000, 0)
            .per(x, 230'000, 0)
            .reads(3)
            .writes(3)
            .writes(s);
    }
    static constexpr Weight add_sub(uint32_t s) noexcept {
        return measured(33'000'000, 12'000).per(s, 100'000, 0).reads(3).writes(2);
    }
    static constexpr Weight rename_sub(uint32_t s) noexcept {
        return measured(16'000'000, 12'000).per(s, 37'000, 0).reads(2).writes(1);
    }
    static constexpr Weight remove_sub(uint32_t s) noexcept {
        return measured(35'000'000, 12'000).per(s, 90'000, 0).reads(3).writes(2);
    }
    static constexpr Weight quit_sub(uint32_t s) noexcept {
        return measured(27'000'000, 6800).per(s, 73'000, 0).reads(3).writes(2);
    }
};

}  // namespace serinus::development_weights
