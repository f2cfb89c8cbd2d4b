/// Weights of Proxy. `p`: proxies of the account; `a`: announcements of the proxy.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_proxy.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Proxy {
    static constexpr Weight proxy(uint32_t p) noexcept { return measured(14'114'090, 4706).per(p, 28'877, 0).reads(1); }
    static constexpr Weight proxy_announced(uint32_t a, uint32_t p) noexcept {
        return measured(36'335'824, 5698).per(a, 121'300, 0).per(p, 32'462, 0).reads(3).writes(2);
    }
    static constexpr Weight remove_announcement(uint32_t a, uint32_t p) noexcept {
        return measured(21'297'325, 5698).per(a, 116'175, 0).per(p, 18'205, 0).reads(2).writes(2);
    }
    static constexpr Weight reject_announcement(uint32_t a, uint32_t p) noexcept {
        return measured(21'853'458, 5698).per(a, 115'847, 0).per(p, 8625, 0).reads(2).writes(2);
    }
    static constexpr Weight announce(uint32_t a, uint32_t p) noexcept {
        return measured(32'833'635, 5698).per(a, 106'356, 0).per(p, 40'026, 0).reads(3).writes(2);
    }
    static constexpr Weight add_proxy(uint32_t p) noexcept {
        return measured(22'573'606, 4706).per(p, 37'463, 0).reads(1).writes(1);
    }
    static constexpr Weight remove_proxy(uint32_t p) noexcept {
        return measured(22'754'822, 4706).per(p, 40'867, 0).reads(1).writes(1);
    }
    static constexpr Weight remove_proxies(uint32_t p) noexcept {
        return measured(19'969'826, 4706).per(p, 23'271, 0).reads(1).writes(1);
    }
    static constexpr Weight create_pure(uint32_t p) noexcept {
        return measured(23'980'898, 4706).per(p, 10'019, 0).reads(1).writes(1);
    }
    static constexpr Weight kill_pure(uint32_t p) noexcept {
        return measured(20'248'689, 4706).per(p, 38'440, 0).reads(1).writes(1);
    }
};

}  // namespace serinus::polkadot::weights
