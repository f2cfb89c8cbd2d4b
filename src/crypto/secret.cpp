#include "crypto/secret.hpp"

#include <sodium.h>

namespace serinus::crypto {

void wipe(MutableBytesView memory) noexcept { sodium_memzero(memory.data(), memory.size()); }

bool constant_time_equal(BytesView a, BytesView b) noexcept {
    return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

}  // namespace serinus::crypto
