/// Points of secp256k1, of public data, inside the module: no host function decompresses a key.
#pragma once

#include <optional>

#include "base/bytes.hpp"

namespace serinus::sdk {

/// x and y of a compressed public key, big-endian; nullopt if it is no point. The first byte is 2 or 3, which says
/// whether y is odd, or 5: then it is even. Variable time.
/// SEC 1, 2.3.4. Observed: the reference (k256 0.13.1) takes the "compact" form, which begins with 5, too.
std::optional<ByteArray<64>> secp256k1_decompress(const ByteArray<33>& key);

}  // namespace serinus::sdk
