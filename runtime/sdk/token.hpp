/// How people write amounts of a chain's money.
#pragma once

#include <cstdint>
#include <string_view>

namespace serinus::sdk {

/// {"KSM", 12}: 10^12 of the smallest unit are one KSM. A runtime that says `static constexpr sdk::Token kToken{…};`
/// has the hash of its metadata compiled in, of which the token is a part (check_metadata_hash.hpp). Spec: RFC-78
struct Token {
    std::string_view symbol;
    uint8_t decimals = 0;
};

}  // namespace serinus::sdk
