/// Public keys and account ids as people write them: SS58. Only what a genesis needs; the host has the whole of it.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.hpp"

namespace serinus::sdk::genesis {

/// The `size` bytes (32 or 33) that an address of any network stands for; nullopt if it is malformed or its checksum is
/// wrong.
std::optional<Bytes> from_ss58(std::string_view address, size_t size);

/// With the prefix 42, that of no network in particular.
std::string to_ss58(BytesView key);

}  // namespace serinus::sdk::genesis
