/// What peers of `collation/1` to `/4` say to each other, as bytes.
#pragma once

#include "parachain/collation/validator_side.hpp"

namespace serinus::parachain {

/// A message of the protocol, or the leaves that the peer has.
using CollationInput = std::variant<CollationMessage, View>;

/// `version`: 1 to 4. nullopt: it does not decode whole.
std::optional<CollationInput> decode_collation(uint8_t version, BytesView bytes);
/// By the version whose message it is.
Bytes encode_collation(const CollationMessage& message);

}  // namespace serinus::parachain
