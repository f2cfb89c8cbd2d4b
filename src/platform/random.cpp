#include "platform/random.hpp"

#include <sodium.h>

namespace serinus::platform {

void fill_random(MutableBytesView out) noexcept { randombytes_buf(out.data(), out.size()); }

}  // namespace serinus::platform
