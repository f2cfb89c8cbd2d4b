/// Weights of Proxy for chains that are being developed: the order of magnitude that Kusama measured.
#pragma once

#include "runtime/pallets/development_weights.hpp"

namespace serinus::development_weights {

struct Proxy {
    static constexpr Weight proxy(uint32_t p) noexcept { return measured(15'000'000, 4800).per(p, 33'000, 0).reads(1); }
    static constexpr Weight proxy_announced(uint32_t a, uint32_t p) noexcept {
        return measured(37'000'000, 5700).per(a, 92'000, 0).per(p, 32'000, 0).reads(3).writes(2);
    }
    static constexpr Weight remove_announcement(uint32_t a, uint32_t p) noexcept {
        return measured(25'000'000, 5700).per(a, 98'000, 0).per(p, 6700, 0).reads(2).writes(2);
    }
    static constexpr Weight reject_announcement(uint32_t a, uint32_t p) noexcept {
        return measured(25'000'000, 5700).per(a, 110'000, 0).per(p, 7400, 0).reads(2).writes(2);
    }
    static constexpr Weight announce(uint32_t a, uint32_t p) noexcept {
        return measured(33'000'000, 5700).per(a, 120'000, 0).per(p, 47'000, 0).reads(3).writes(2);
    }
    static constexpr Weight add_proxy(uint32_t p) noexcept {
        return measured(23'000'000, 4800).per(p, 49'000, 0).reads(1).writes(1);
    }
    static constexpr Weight remove_proxy(uint32_t p) noexcept {
        return measured(23'000'000, 4800).per(p, 44'000, 0).reads(1).writes(1);
    }
    static constexpr Weight remove_proxies(uint32_t p) noexcept {
        return measured(20'000'000, 4800).per(p, 29'000, 0).reads(1).writes(1);
    }
    static constexpr Weight create_pure(uint32_t p) noexcept {
        return measured(25'000'000, 4800).per(p, 14'000, 0).reads(1).writes(1);
    }
    static constexpr Weight kill_pure(uint32_t p) noexcept {
        return measured(21'000'000, 4800).per(p, 36'000, 0).reads(1).writes(1);
    }
};

}  // namespace serinus::development_weights
