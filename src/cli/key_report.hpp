/// What `serinus key` says about a key.
#pragma once

#include "cli/key_options.hpp"

namespace serinus::cli {

/// Prints what a phrase, a secret URI or a public URI stands for; whichever it is, in this order.
void report_uri(const KeyOptions& options, std::string_view uri, std::optional<std::string_view> password);

/// Prints what the hex digits of a public key stand for.
KeyResult<> report_public_key(const KeyOptions& options, std::string_view hex);

}  // namespace serinus::cli
