/// The commands of interop_peer: one line in (a command and its arguments, separated by tabs), one line out.
///
/// Bytes travel as 0x and hex digits; text that may hold a tab or a line break travels as the hex of its bytes. An
/// answer that starts with '!' is a refusal and says why. A malformed request is a bug of the test: the program stops.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/assert.hpp"
#include "base/hex.hpp"

namespace serinus::interop {

using Arguments = std::vector<std::string>;
using Commands = std::map<std::string, std::function<std::string(const Arguments&)>>;

/// One a topic, in `<topic>_commands.cpp`.
void add_ecdsa_commands(Commands& commands);
void add_ed25519_commands(Commands& commands);
void add_hashing_commands(Commands& commands);
void add_key_commands(Commands& commands);
void add_sr25519_commands(Commands& commands);

/// Argument `i`, written in hex.
inline Bytes bytes_argument(const Arguments& arguments, size_t i) {
    SERINUS_ASSERT(i < arguments.size());
    auto bytes = from_hex_prefixed(arguments[i]);
    SERINUS_ASSERT(bytes.has_value());
    return *std::move(bytes);
}

/// Argument `i`, text written as the hex of its bytes.
inline std::string text_argument(const Arguments& arguments, size_t i) {
    return std::string(as_text(bytes_argument(arguments, i)));
}

inline std::string refusal(const std::string& reason) { return "!" + reason; }

}  // namespace serinus::interop
