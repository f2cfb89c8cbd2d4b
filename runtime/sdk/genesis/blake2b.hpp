/// BLAKE2b-512 in the runtime: the checksum of addresses needs it, and hosts offer only shorter outputs. RFC-7693
#pragma once

#include "base/bytes.hpp"

namespace serinus::sdk::genesis {

ByteArray<64> blake2b_512(BytesView input);

}  // namespace serinus::sdk::genesis
