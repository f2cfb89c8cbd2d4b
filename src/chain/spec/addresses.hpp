/// The addresses that stand in a chain specification, checked as far as text can be.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace serinus::chain {

struct AddressError {
    const char* reason;
};

/// A boot node: a multiaddress that ends in /p2p/<peer id>. The old name /ipfs/ becomes /p2p/.
/// Only the shape is checked; protocols and their values are the network's business.
Result<std::string, AddressError> parse_boot_node(std::string_view text);

/// A telemetry server: a multiaddress, or a ws:, wss:, http: or https: URL, which becomes one, as in the official
/// tools: wss://telemetry.polkadot.io/submit/ is /dns/telemetry.polkadot.io/tcp/443/x-parity-wss/%2Fsubmit%2F
Result<std::string, AddressError> parse_telemetry_address(std::string_view text);

}  // namespace serinus::chain
