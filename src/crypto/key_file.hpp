/// The content of a file in the keystore: a secret URI as a JSON string.
/// Observed: polkadot-stable2407: sc_keystore::LocalKeystore
#pragma once

#include "crypto/secret_text.hpp"

namespace serinus::crypto {

/// The JSON string of `uri`, with quotes; only what must be escaped is.
SecretText write_key_file(std::string_view uri);

/// Reads a JSON string with nothing but white space around it. nullopt: anything else. Total, O(n).
std::optional<SecretText> parse_key_file(std::string_view content);

}  // namespace serinus::crypto
