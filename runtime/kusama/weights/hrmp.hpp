/// Weights of Hrmp. `i`, `e`: channels to and from a para; `c`: channels.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_parachains_hrmp.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Hrmp {
    static constexpr Weight hrmp_init_open_channel() noexcept { return measured(37'935'000, 3'882).reads(8).writes(5); }
    static constexpr Weight hrmp_accept_open_channel() noexcept {
        return measured(33'205'000, 3'872).reads(5).writes(4);
    }
    static constexpr Weight hrmp_close_channel() noexcept { return measured(34'695'000, 3'985).reads(5).writes(4); }
    static constexpr Weight force_clean_hrmp(uint32_t i, uint32_t e) noexcept {
        const uint64_t channels = uint64_t{i} + e;
        return measured(1'200'536'000, 3'726)
            .per(i, 3'767'693, 2'575)
            .per(e, 3'629'627, 2'575)
            .reads(2 + 2 * channels)
            .writes(4 + 3 * channels);
    }
    static constexpr Weight force_process_hrmp_open(uint32_t c) noexcept {
        return measured(6'722'000, 1'947)
            .per(c, 20'983'900, 5'086)
            .reads(1 + 7 * uint64_t{c})
            .writes(1 + 6 * uint64_t{c});
    }
    static constexpr Weight force_process_hrmp_close(uint32_t c) noexcept {
        return measured(5'471'000, 1'795)
            .per(c, 13'044'103, 2'600)
            .reads(1 + 3 * uint64_t{c})
            .writes(1 + 5 * uint64_t{c});
    }
    static constexpr Weight hrmp_cancel_open_request(uint32_t c) noexcept {
        return measured(29'670'475, 4'295).per(c, 221'707, 15).reads(3).writes(3);
    }
    /// The same whether a request was there before.
    static constexpr Weight force_open_hrmp_channel(uint32_t) noexcept {
        return measured(64'049'000, 6'592).reads(12).writes(8);
    }
};

}  // namespace serinus::kusama::weights
