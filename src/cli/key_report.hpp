/// What `serinus key` prints of a key.
#pragma once

#include "cli/key_options.hpp"

namespace serinus::cli {

/// Prints the key that a text names; tried in this order as a phrase, a secret URI and a public URI.
void report_uri(const KeyOptions& options, std::string_view uri, std::optional<std::string_view> password);

/// Prints the accounts and addresses of a public key in hex digits.
KeyResult<> report_public_key(const KeyOptions& options, std::string_view hex);

}  // namespace serinus::cli
