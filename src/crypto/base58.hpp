/// Base58 with the alphabet of Bitcoin: addresses and peer ids.
#pragma once

#include <string>

#include "base/bytes.hpp"

namespace serinus::crypto {

/// Each leading zero byte is a '1'. Time O(n²): for short strings.
std::string base58_encode(BytesView bytes);

/// nullopt: a character outside the alphabet, or more than `max_size` bytes. Time O(max_size²), whatever the input.
std::optional<Bytes> base58_decode(std::string_view text, size_t max_size);

}  // namespace serinus::crypto
