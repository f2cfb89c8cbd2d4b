/// Weights of Hrmp. `i`, `e`: channels to and from a para; `c`: channels.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_parachains_hrmp.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Hrmp {
    static constexpr Weight hrmp_init_open_channel() noexcept { return measured(34'387'000, 3848).reads(8).writes(5); }
    static constexpr Weight hrmp_accept_open_channel() noexcept {
        return measured(32'788'000, 3838).reads(5).writes(4);
    }
    static constexpr Weight hrmp_close_channel() noexcept { return measured(33'842'000, 3951).reads(5).writes(4); }
    static constexpr Weight force_clean_hrmp(uint32_t i, uint32_t e) noexcept {
        return measured(1'190'393'000, 3693)
            .per(i, 3'669'481, 2575)
            .per(e, 3'565'988, 2575)
            .reads(2 + 2 * uint64_t{i} + 2 * uint64_t{e})
            .writes(4 + 3 * uint64_t{i} + 3 * uint64_t{e});
    }
    static constexpr Weight force_process_hrmp_open(uint32_t c) noexcept {
        return measured(6'522'000, 1914)
            .per(c, 20'773'045, 5086)
            .reads(1 + 7 * uint64_t{c})
            .writes(1 + 6 * uint64_t{c});
    }
    static constexpr Weight force_process_hrmp_close(uint32_t c) noexcept {
        return measured(5'532'000, 1762)
            .per(c, 12'975'587, 2600)
            .reads(1 + 3 * uint64_t{c})
            .writes(1 + 5 * uint64_t{c});
    }
    static constexpr Weight hrmp_cancel_open_request(uint32_t c) noexcept {
        return measured(29'660'461, 4262).per(c, 251'998, 15).reads(3).writes(3);
    }
    /// The same whether a request was there before.
    static constexpr Weight force_open_hrmp_channel(uint32_t) noexcept {
        return measured(61'075'000, 6558).reads(12).writes(8);
    }
};

}  // namespace serinus::polkadot::weights
