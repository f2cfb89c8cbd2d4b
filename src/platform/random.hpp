/// Randomness from the operating system, fit for keys.
#pragma once

#include "base/bytes.hpp"

namespace serinus::platform {

void fill_random(MutableBytesView out) noexcept;

template <size_t N>
ByteArray<N> random_array() noexcept {
    ByteArray<N> out;
    fill_random(out);
    return out;
}

}  // namespace serinus::platform
