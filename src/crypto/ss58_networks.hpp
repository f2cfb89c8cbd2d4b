/// The names of networks in the SS58 registry.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace serinus::crypto::ss58 {

using Prefix = uint16_t;  ///< 0 to 16383; also called the address format or the network id

struct Network {
    Prefix prefix;
    std::string_view name;  ///< as in `--network kusama`
};

/// All registered networks, in order of their prefixes.
std::span<const Network> networks() noexcept;

/// Upper and lower case are the same.
std::optional<Prefix> find_prefix(std::string_view name) noexcept;

/// nullopt: no network has registered this prefix.
std::optional<std::string_view> find_network_name(Prefix prefix) noexcept;

}  // namespace serinus::crypto::ss58
