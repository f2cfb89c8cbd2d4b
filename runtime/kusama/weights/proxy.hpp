/// Weights of Proxy. `p`: proxies of the account; `a`: announcements of the proxy.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_proxy.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Proxy {
    static constexpr Weight proxy(uint32_t p) noexcept { return measured(14'041'514, 4706).per(p, 32'526, 0).reads(1); }
    static constexpr Weight proxy_announced(uint32_t a, uint32_t p) noexcept {
        return measured(36'784'452, 5698).per(a, 91'553, 0).per(p, 31'408, 0).reads(3).writes(2);
    }
    static constexpr Weight remove_announcement(uint32_t a, uint32_t p) noexcept {
        return measured(24'783'433, 5698).per(a, 97'262, 0).per(p, 6639, 0).reads(2).writes(2);
    }
    static constexpr Weight reject_announcement(uint32_t a, uint32_t p) noexcept {
        return measured(24'550'552, 5698).per(a, 103'114, 0).per(p, 7306, 0).reads(2).writes(2);
    }
    static constexpr Weight announce(uint32_t a, uint32_t p) noexcept {
        return measured(32'451'138, 5698).per(a, 110'414, 0).per(p, 46'728, 0).reads(3).writes(2);
    }
    static constexpr Weight add_proxy(uint32_t p) noexcept {
        return measured(22'656'648, 4706).per(p, 48'598, 0).reads(1).writes(1);
    }
    static constexpr Weight remove_proxy(uint32_t p) noexcept {
        return measured(22'627'765, 4706).per(p, 43'122, 0).reads(1).writes(1);
    }
    static constexpr Weight remove_proxies(uint32_t p) noexcept {
        return measured(19'777'501, 4706).per(p, 28'455, 0).reads(1).writes(1);
    }
    static constexpr Weight create_pure(uint32_t p) noexcept {
        return measured(24'219'358, 4706).per(p, 13'703, 0).reads(1).writes(1);
    }
    static constexpr Weight kill_pure(uint32_t p) noexcept {
        return measured(20'477'124, 4706).per(p, 35'046, 0).reads(1).writes(1);
    }
};

}  // namespace serinus::kusama::weights
